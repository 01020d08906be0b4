/** The last of a transaction's writing: events, what is personal sealed; keys of erased persons are destroyed. */
import { appendEvents } from '../store/log.ts'
import { forgetPersons, sealEvents } from '../store/vault.ts'
import type { Unit } from './work.ts'

export async function appendSealed({ tx, session, world, model, events, now }: Unit): Promise<void> {
  const { tenantId } = session
  const { newId } = world
  const vault = { tenantId, secret: world.secrets.person }
  const declared = (object: string) => model.objects.get(object)
  await appendEvents(tx, tenantId, await sealEvents(tx, vault, { declared, newId, now, events }))
  const persons = events.filter(({ act }) => act === 'erase').map(({ object, id }) => ({ object, id }))
  await forgetPersons(tx, tenantId, { persons, newId, now })
}
