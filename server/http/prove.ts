/** Showing again who sits there: a code or a password, counted before it is looked at. */
import type { FastifyReply } from 'fastify'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { loginById, type Membership } from '../store/logins.ts'
import { addressKnown } from '../store/sessions.ts'
import type { Doors } from './doors.ts'
import { codeCounts, confirmedFactor } from './factor.ts'
import { tooMany } from './gate.ts'
import { addressKey } from './limits.ts'
import { passwordFits } from './password.ts'

/** Passes, or throws: a code counts once, and strangers' tries do not lock its holder out of known places. */
export async function proveCode(
  doors: Doors,
  reply: FastifyReply,
  ask: { loginId: string; code: string; member: Membership },
): Promise<void> {
  const { world, limits, audit } = doors
  const { loginId, code, member } = ask
  const address = addressKey(reply.request.ip)
  const known = await world.database.control((tx) => addressKnown(tx, loginId, address))
  const key = known ? `${loginId} ${address}` : loginId
  const wait = limits.code.take(key)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const counts = await world.database.control(async (tx) => {
    const factor = await confirmedFactor(tx, loginId)
    return factor !== null && codeCounts(world, tx, { loginId, code, factor })
  })
  if (!counts) {
    audit.noteOn(reply.request, member, 'factor.refused')
    throw new Refused([refuse('invalid', 'CODE_WRONG', { field: 'code' })])
  }
  limits.code.give(key)
}

/** The same for the present password of a login. */
export async function provePassword(
  doors: Doors,
  reply: FastifyReply,
  ask: { loginId: string; password: string; field: string },
): Promise<void> {
  const { world, limits } = doors
  const key = `password ${ask.loginId}`
  const wait = limits.signInPair.take(key)
  if (wait > 0) throw new Refused([tooMany(reply, wait)])
  const login = await world.database.control((tx) => loginById(tx, ask.loginId))
  if (!(await passwordFits(login?.passwordHash ?? null, ask.password))) {
    throw new Refused([refuse('invalid', 'PASSWORD_WRONG', { field: ask.field })])
  }
  limits.signInPair.give(key)
}
