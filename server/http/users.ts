/** Lets sign-in follow the people of a company, however they were changed: who left is out, a new address counts. */
import type { Tx } from '../store/database.ts'
import { loginOfUser, type Membership, moveEmail } from '../store/logins.ts'
import { loadPerson, type Person } from '../store/people.ts'
import { endSessionsOfUser } from '../store/sessions.ts'
import { writeLetter } from '../write/letter.ts'
import type { Doors } from './doors.ts'
import { told } from './reply.ts'

/** Answers with how to stop, after what was begun is done. */
export function followPeople(doors: Doors): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const stop = doors.world.changes.subscribe(({ tenantId, object, id }) => {
    if (object !== 'user') return
    const done = follow(doors, { tenantId, userId: id })
      .catch((err) =>
        doors.world.log.error('sign-in could not follow a changed person', { error: told(err), userId: id }),
      )
      .finally(() => running.delete(done))
    running.add(done)
  })
  return async () => {
    stop()
    await Promise.all(running)
  }
}

async function follow(doors: Doors, member: { tenantId: string; userId: string }): Promise<void> {
  const { world, door } = doors
  const { tenantId, userId } = member
  const person = await world.database.inTenant(tenantId, (tx) => loadPerson(tx, member))
  const email = person?.email?.trim().toLowerCase() ?? null
  const ended = await world.database.control(async (tx) => {
    const login = await loginOfUser(tx, member)
    if (!login) return false
    if (person && (email === null || email === login.email)) return false
    const moved = email !== null && (await moveEmail(tx, member, email))
    await endSessionsOfUser(tx, tenantId, userId)
    if (moved && person && doors.config.mail) await tellBoth(doors, tx, { member, person, before: login.email, email })
    return true
  })
  if (ended) await door.withdraw({ tenantId, userId })
}

interface Moved {
  readonly member: Membership
  readonly person: Person
  readonly before: string
  readonly email: string
}

/** Whoever changed it: the address that was left hears of it as well. */
async function tellBoth({ world }: Doors, tx: Tx, { member, person, before, email }: Moved): Promise<void> {
  const { name, language } = person
  for (const to of [before, email]) {
    await writeLetter(world, tx, { ...member, kind: 'emailChanged', to, language, values: { name, before, email } })
  }
}
