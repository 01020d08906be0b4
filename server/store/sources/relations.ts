/** Everything that points at one record: links of all objects, their rows, the company's own fields, comments. */
import type { Relation } from '../../../flow/chain/merging.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Field } from '../../../kernel/field.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { isErased } from '../../../kernel/sealing.ts'
import type { Asking, Source } from '../asking.ts'
import { columnOf, tableOf } from '../columns.ts'
import type { Tx } from '../database.ts'
import { eventsOf } from '../log.ts'
import { loadRecords } from '../records.ts'

/** The ledger keeps what was posted (R8); pairs and merges tell of the past. */
const staying: ReadonlySet<string> = new Set(['journal', 'duplicatePair', 'mergeRecord'])

interface Place {
  readonly object: string
  readonly place: string
  /** A statement that answers id, no, state and the row. */
  readonly sql: string
}

export interface About {
  readonly tenantId: string
  readonly objects: ReadonlyMap<string, Declaration>
  readonly object: string
  readonly id: string
}

export const relations: Source = (tx, asking) => relationsOf(tx, aboutOf(asking))

const aboutOf = ({ tenantId, objects, object, record }: Asking): About => ({ tenantId, objects, object, id: record.id })

export async function relationsOf(tx: Tx, about: About): Promise<Relation[]> {
  const out: Relation[] = []
  for (const { object, place, sql } of await placesOf(tx, about)) {
    const found = await tx.query<Loose>(sql, [about.tenantId, about.id])
    for (const { id, no, state, row_id, was } of found)
      out.push({ object, id, no, state, place, rowId: row_id ?? null, was: was ?? null })
  }
  return out
}

async function placesOf(tx: Tx, about: About): Promise<Place[]> {
  const declared = [...about.objects.values()].filter((one) => !staying.has(one.name))
  const custom = await customLinks(tx, about)
  return [
    ...declared.flatMap((one) => ownPlaces(one, about.object)),
    ...declared.flatMap((one) => rowPlaces(one, about.object)),
    ...declared.flatMap((one) => onRecord(one, about.object)),
    ...custom,
  ]
}

const pointsAt = (field: Field, target: string): boolean => field.kind === 'link' && field.target === target

function ownPlaces({ name, fields }: Declaration, target: string): Place[] {
  return Object.entries(fields)
    .filter(([field, spec]) => pointsAt(spec, target) && field !== 'mergedIntoId')
    .map(([field]) => ({
      object: name,
      place: field,
      sql: `select id, no, state, null as row_id, ${wasOf(name, field)} as was from ${tableOf(name)}
        where tenant_id = $1 and "${columnOf(field)}" = $2 order by id`,
    }))
}

/** A contact that follows another account changes its holder and may lose its place as the primary one. */
const wasOf = (object: string, field: string): string =>
  object === 'contact' && field === 'accountId'
    ? `jsonb_build_object('isPrimary', is_primary, 'ownerId', owner_id, 'deptId', dept_id)`
    : 'null::jsonb'

function rowPlaces({ name, parts }: Declaration, target: string): Place[] {
  return Object.entries(parts).flatMap(([part, { fields }]) =>
    Object.entries(fields)
      .filter(([, spec]) => pointsAt(spec, target))
      .map(([field]) => ({
        object: name,
        place: `${part}.${field}`,
        sql: `select p.id, p.no, p.state, r.id as row_id, null::jsonb as was
          from ${tableOf(`${name}.${part}`)} r join ${tableOf(name)} p on p.tenant_id = $1 and p.id = r.parent_id
          where r.tenant_id = $1 and r."${columnOf(field)}" = $2 order by p.id, r.id`,
      })),
  )
}

/** What is written on any record, such as comments, names it by object and id. */
function onRecord({ name, fields }: Declaration, target: string): Place[] {
  if (fields.object?.kind !== 'text' || fields.recordId?.kind !== 'text') return []
  return [
    {
      object: name,
      place: 'recordId',
      sql: `select id, no, state, null as row_id, null::jsonb as was from ${tableOf(name)}
        where tenant_id = $1 and object = '${target}' and record_id = $2 order by id`,
    },
  ]
}

async function customLinks(tx: Tx, { tenantId, object, objects }: About): Promise<Place[]> {
  const found = await tx.query<{ object: string; key: string }>(
    `select object, key from app.custom_field where tenant_id = $1 and kind = 'link' and target = $2`,
    [tenantId, object],
  )
  return found.flatMap((one) => {
    if (!objects.has(one.object) || !/^[a-z][a-zA-Z0-9]*$/.test(one.key)) return []
    return [
      {
        object: one.object,
        place: `custom.${one.key}`,
        sql: `select id, no, state, null as row_id, null::jsonb as was from ${tableOf(one.object)}
          where tenant_id = $1 and custom->>'${one.key}' = $2 order by id`,
      },
    ]
  })
}

/** The records a merge moved, as they are now, by id. */
export const movedNow: Source = async (tx, { tenantId, objects, record }) => {
  const ids = new Map<string, Set<string>>()
  for (const { object, recordId } of record.moved as readonly Loose[])
    ids.set(object, (ids.get(object) ?? new Set()).add(recordId))
  const out: Record<string, Loose> = {}
  for (const [object, wanted] of ids) {
    const declaration = objects.get(object)
    if (!declaration) continue
    const found = await loadRecords(tx, { tenantId, declaration }, { ids: [...wanted], lock: false })
    for (const one of found) out[one.id] = one
  }
  return out
}

/** What a merge wrote on the one that stays: the changes of its event; null where an erasure took them. */
export const absorbedValues: Source = async (tx, { tenantId, secret, record }) => {
  const id = (record.leadId ?? record.accountId ?? record.contactId) as string
  const events = await eventsOf(tx, { tenantId, secret, ids: [id] })
  const event = events.find((one) => one.version === record.absorbedVersion && one.act === 'absorb')
  if (!event || Object.values(event.changes).some((pair) => !Array.isArray(pair) || pair.some(isErased))) return null
  return event.changes
}

/** Names of the fields a matching rule may compare, by object. */
export const matchableFields: Source = async (tx, { tenantId, objects }) => {
  const own = await tx.query<{ object: string; key: string }>(
    `select object, key from app.custom_field where tenant_id = $1 and state = 'active'`,
    [tenantId],
  )
  return Object.fromEntries(
    ['lead', 'account', 'contact'].map((name) => [
      name,
      [
        'no',
        ...Object.keys(objects.get(name)?.fields ?? {}),
        ...own.filter((one) => one.object === name).map((one) => `custom.${one.key}`),
      ],
    ]),
  )
}
