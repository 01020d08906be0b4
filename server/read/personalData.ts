/** All that is kept about one person (PRV-01): their records, what was done with them, and what names them. */
import type { Loose } from '../../kernel/fact.ts'
import { recordToJson } from '../../kernel/json.ts'
import { eventsOf } from '../store/log.ts'
import { aboutPerson } from '../store/personalData.ts'
import { loadRecords } from '../store/records.ts'
import type { Session, World } from '../world.ts'
import { type Answer, declarationOf, type Reading, reading } from './reading.ts'
import { loadVisible } from './record.ts'

/** A person stands in up to three objects, which name one another. */
const persons = ['lead', 'contact', 'account'] as const
const linkTo = { lead: 'leadId', contact: 'contactId', account: 'accountId' } as const

export function personalData(
  world: World,
  session: Session,
  { object, id }: { object: string; id: string },
): Promise<Answer<{ readonly data: object }>> {
  return reading(world, session, (now) =>
    world.database.inTenant(now.tenantId, async (tx) => {
      const declaration = declarationOf(now, object)
      const first = await loadVisible(now, tx, { declaration, id })
      const records: { object: string; record: Loose }[] = [{ object, record: first }]
      for (const other of persons) {
        const linked = first[linkTo[other]]
        if (other === object || typeof linked !== 'string') continue
        const place = { tenantId: now.tenantId, declaration: declarationOf(now, other) }
        const [record] = await loadRecords(tx, place, { ids: [linked], lock: false })
        // A company is not the person who works there.
        if (record && (other !== 'account' || record.kind === 'person')) records.push({ object: other, record })
      }
      const ids = records.map(({ record }) => record.id as string)
      const { tenantId } = now
      const events = await eventsOf(tx, { tenantId, secret: world.secrets.person, ids })
      return { data: fileOf(now, { records, events, about: await aboutPerson(tx, tenantId, ids) }) }
    }),
  )
}

interface Found {
  readonly records: readonly { object: string; record: Loose }[]
  readonly events: readonly Loose[]
  readonly about: object
}

function fileOf(now: Reading, { records, events, about }: Found): object {
  const { baseCurrency } = now.model.settings
  return {
    madeAt: now.now,
    company: now.model.companyName,
    records: records.map(({ object, record }) => ({
      object,
      ...recordToJson(declarationOf(now, object), record, baseCurrency),
    })),
    history: events.map(({ type, at, changes, input, channel }) => ({ type, at, changes, input, channel })),
    ...about,
  }
}
