/** Sends what lies in the outbox: several at a time, each again with growing pauses until it is taken or refused. */
import type { Handed, Smtp } from '../reach/smtp.ts'
import { SmtpFault } from '../reach/smtp.ts'
import { type ClaimedMail, claimMail, expireMail, mailChannel, settleMail } from '../store/mail.ts'
import { sealWith } from '../store/seal.ts'
import type { World } from '../world.ts'
import { mailPlace, type Rendered } from '../write/letter.ts'

/** Longer than the time-outs of one letter together. */
const leaseSeconds = 120
const pollMs = 5_000
/** One slow server must not hold up the letters behind it. */
const atOnce = 4
/** A letter is tried for about two days. */
export const mostTries = 24
const firstPauseMs = 30_000
const longestPauseMs = 3 * 3_600_000

export interface Post {
  stop(): Promise<void>
}

export async function openPost(world: World, smtp: Smtp): Promise<Post> {
  let stopping = false
  const resting = new Set<() => void>()
  const wake = () => {
    for (const one of resting) one()
  }
  const deaf = await world.database.listen(mailChannel, wake)
  const looking = Promise.all(
    Array.from({ length: atOnce }, async (_, index) => {
      while (!stopping) {
        const worked = await sendNext(world, smtp, index === 0).catch((error) => {
          world.log.error('the outbox could not be read', { error: String(error) })
          return false
        })
        if (worked || stopping) continue
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => up(), pollMs)
          timer.unref()
          const up = () => {
            clearTimeout(timer)
            resting.delete(up)
            resolve()
          }
          resting.add(up)
        })
      }
    }),
  )
  return {
    async stop() {
      stopping = true
      deaf()
      wake()
      await looking
      smtp.close()
    },
  }
}

/** Claims and sends one letter; false when none is due. */
export async function sendNext(world: World, smtp: Smtp, sweeps = true): Promise<boolean> {
  const at = world.clock()
  const mail = await world.database.control(async (tx) => {
    if (sweeps) await expireMail(tx, at)
    return claimMail(tx, { at, leaseSeconds })
  })
  if (!mail) return false
  const sealed = sealWith(world.secrets.signing).open(mail.content, mailPlace(mail.id))
  if (sealed === null) {
    await settle(world, mail, { state: 'failed', problem: 'sealed with another secrets.json' })
    return true
  }
  try {
    await smtp.send(handedOf(mail, JSON.parse(sealed) as Rendered))
    await settle(world, mail, { state: 'sent', problem: null })
  } catch (error) {
    await settle(world, mail, afterFault(world, mail, error))
  }
  return true
}

const handedOf = (mail: ClaimedMail, letter: Rendered): Handed => ({
  ...letter,
  to: mail.to,
  messageId: mail.messageId,
  date: mail.createdAt,
})

type End = { state: 'waiting' | 'sent' | 'failed'; problem: string | null; nextAt?: string }

function afterFault(world: World, mail: ClaimedMail, error: unknown): End {
  const known = error instanceof SmtpFault
  const problem = (known ? error.message : String(error)).slice(0, 300)
  const again = (!known || error.passes) && mail.attempts < mostTries
  world.log.warn('a letter was not taken', { mail: mail.id, again, error: problem })
  if (!again) return { state: 'failed', problem }
  return {
    state: 'waiting',
    problem,
    nextAt: new Date(Date.parse(world.clock()) + pauseAfter(mail.attempts)).toISOString(),
  }
}

/** Doubled each time, and blurred so that letters that failed together do not come back together. */
export function pauseAfter(attempts: number, random: () => number = Math.random): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)) * (0.8 + 0.4 * random())
}

async function settle(world: World, mail: ClaimedMail, end: End): Promise<void> {
  await world.database.control((tx) => settleMail(tx, mail, { ...end, at: world.clock() }))
}
