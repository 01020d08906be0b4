/** Personal data of the log under a key per person (R17): sealed when written, opened when read, gone with the key. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Sealable, taken, withErased, withOpened } from '../../kernel/sealing.ts'
import { toRecordset } from './columns.ts'
import type { Tx } from './database.ts'

/** Where keys are kept and what wraps them: 32 bytes of the installation as base64url. */
export interface Vault {
  readonly tenantId: string
  readonly secret: string
}

/** Who reads the log: without the secret, what is personal stays sealed. */
export interface Reader {
  readonly tenantId: string
  readonly secret?: string
}

export interface Person {
  readonly object: string
  readonly id: string
}

interface Key {
  readonly id: string
  readonly bytes: Buffer
}

type Declared = (object: string) => Declaration | undefined

export interface Sealing {
  readonly declared: Declared
  readonly newId: () => string
  readonly now: string
  /** Records whose events are written as they are. */
  readonly spared?: (id: string) => boolean
}

/** Takes what is personal out of events before they are written, in the order they came. */
export async function sealEvents<E extends Sealable>(
  tx: Tx,
  vault: Vault,
  given: Sealing & { readonly events: readonly E[] },
): Promise<(E & { readonly sealed: string | null })[]> {
  const { events, declared, spared } = given
  const found = events.map((event) => (spared?.(event.id) ? null : taken(declared(event.object), event)))
  const persons = new Map<string, Person & { readonly isNew: boolean }>()
  events.forEach((event, index) => {
    if (found[index]?.personal && !persons.has(event.id))
      persons.set(event.id, { object: event.object, id: event.id, isNew: event.version === 1 })
  })
  const keys = persons.size === 0 ? none : await keysFor(tx, vault, { ...given, persons: [...persons.values()] })
  return events.map((event, index) => {
    const one = found[index]
    if (!one?.personal) return { ...event, ...one?.rest, sealed: null }
    const key = keys.get(event.id) as Key
    const text = encrypt(key.bytes, JSON.stringify(one.personal), placeOf(vault, event.id))
    return { ...event, ...one.rest, sealed: `${key.id}.${text}` }
  })
}

/** Lays what was sealed back into its places; where the key is gone, they say so. */
export async function openEvents<E extends Sealable & { readonly sealed: string | null }>(
  tx: Tx,
  { tenantId, secret }: Reader,
  events: readonly E[],
): Promise<Omit<E, 'sealed'>[]> {
  if (secret === undefined) return events.map(({ sealed: _sealed, ...event }) => event) as Omit<E, 'sealed'>[]
  const vault = { tenantId, secret }
  const ids = [...new Set(events.flatMap(({ sealed }) => (sealed === null ? [] : [keyIdOf(sealed)])))]
  const keys = ids.length === 0 ? new Map<string, Buffer>() : await keysById(tx, vault, ids)
  return events.map(({ sealed, ...event }) => {
    if (sealed === null) return event
    const key = keys.get(keyIdOf(sealed))
    if (!key) return withErased(event)
    const text = decrypt(key, sealed.slice(sealed.indexOf('.') + 1), placeOf(vault, event.id as string))
    return withOpened(event, JSON.parse(text))
  }) as Omit<E, 'sealed'>[]
}

const none: ReadonlyMap<string, Key> = new Map()
const keyIdOf = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'))
/** A cipher counts only in the company and on the record it was made for. */
const placeOf = ({ tenantId }: Vault, recordId: string): string => `${tenantId}/${recordId}`

interface Asked extends Sealing {
  readonly persons: readonly (Person & { readonly isNew: boolean })[]
}

/** The keys of these persons; who has none yet gets one. Records are locked by then, so no two writers make two. */
async function keysFor(tx: Tx, vault: Vault, { persons, newId, now }: Asked): Promise<Map<string, Key>> {
  const { tenantId, secret } = vault
  const known = persons.filter(({ isNew }) => !isNew).map(({ id }) => id)
  const rows =
    known.length === 0
      ? []
      : await tx.prepared<{ id: string; record_id: string; wrapped: Buffer }>(
          `select id, record_id, wrapped from app.person_key
            where tenant_id = $1 and record_id = any($2) and destroyed_at is null`,
          [tenantId, known],
        )
  const keys = new Map(rows.map((row) => [row.record_id, { id: row.id, bytes: unwrap(secret, row.wrapped, row.id) }]))
  const missing = persons.filter(({ id }) => !keys.has(id))
  const made = missing.map(({ object, id }) => {
    const key = { id: newId(), bytes: randomBytes(32) }
    keys.set(id, key)
    const wrapped = wrap(secret, key.bytes, key.id).toString('hex')
    return { id: key.id, object, record_id: id, wrapped: `\\x${wrapped}`, created_at: now }
  })
  await addKeys(tx, tenantId, made)
  return keys
}

async function addKeys(tx: Tx, tenantId: string, rows: readonly Loose[]): Promise<void> {
  if (rows.length === 0) return
  await tx.prepared(
    `insert into app.person_key (tenant_id, id, object, record_id, wrapped, created_at)
     select $1, x.id, x.object, x.record_id, x.wrapped, x.created_at
       from jsonb_to_recordset($2::jsonb)
         as x(id uuid, object text, record_id uuid, wrapped bytea, created_at timestamptz) returning 1`,
    [tenantId, toRecordset(rows)],
  )
}

async function keysById(tx: Tx, { tenantId, secret }: Vault, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await tx.prepared<{ id: string; wrapped: Buffer }>(
    'select id, wrapped from app.person_key where tenant_id = $1 and id = any($2) and destroyed_at is null',
    [tenantId, ids],
  )
  return new Map(rows.map(({ id, wrapped }) => [id, unwrap(secret, wrapped, id)]))
}

/** Destroys the keys of persons, and what else speaks of them: notices, and answers kept for repeated requests. */
export async function forgetPersons(
  tx: Tx,
  tenantId: string,
  { persons, newId, now }: { persons: readonly Person[]; newId: () => string; now: string },
): Promise<void> {
  if (persons.length === 0) return
  const ids = persons.map(({ id }) => id)
  const destroyed = await tx.prepared<{ record_id: string }>(
    `update app.person_key set wrapped = null, destroyed_at = $3
      where tenant_id = $1 and record_id = any($2) and destroyed_at is null returning record_id`,
    [tenantId, ids, now],
  )
  const had = new Set(destroyed.map((row) => row.record_id))
  const others = persons.filter(({ id }) => !had.has(id)).map((one) => ({ ...one, key: newId() }))
  if (others.length > 0) await noteErased(tx, tenantId, { others, now })
  await tx.prepared('delete from app.match_key where tenant_id = $1 and record_id = any($2)', [tenantId, ids])
  await tx.prepared('delete from app.inbox where tenant_id = $1 and record_id = any($2)', [tenantId, ids])
  await tx.prepared(
    `delete from app.idempotency where tenant_id = $1 and answer -> 'record' ->> 'id' = any($2::text[])`,
    [tenantId, ids],
  )
}

/** Everyone of a company who was erased. */
export const erasedPersons = (tx: Tx, tenantId: string): Promise<Person[]> =>
  tx.query<Person>(
    `select distinct object, record_id as id from app.person_key
      where tenant_id = $1 and destroyed_at is not null order by 2`,
    [tenantId],
  )

/** Who never had a key stands in the list of the erased all the same. */
export async function noteErased(
  tx: Tx,
  tenantId: string,
  { others, now }: { others: readonly (Person & { key: string })[]; now: string },
): Promise<void> {
  await tx.prepared(
    `insert into app.person_key (tenant_id, id, object, record_id, created_at, destroyed_at)
     select $1, x.key, x.object, x.id, $3, $3
       from jsonb_to_recordset($2::jsonb) as x(key uuid, object text, id uuid) returning 1`,
    [tenantId, toRecordset(others), now],
  )
}

/** AES-256-GCM: 12 bytes of nonce, the cipher, 16 bytes of tag. */
function seal(key: Buffer, bytes: Buffer, place: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function open(key: Buffer, sealed: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

const encrypt = (key: Buffer, text: string, place: string): string =>
  seal(key, Buffer.from(text), place).toString('base64')
const decrypt = (key: Buffer, text: string, place: string): string =>
  open(key, Buffer.from(text, 'base64'), place).toString('utf8')

const secretBytes = (secret: string): Buffer => Buffer.from(secret, 'base64url')
export const wrap = (secret: string, key: Buffer, id: string): Buffer => seal(secretBytes(secret), key, id)
export const unwrap = (secret: string, wrapped: Buffer, id: string): Buffer => open(secretBytes(secret), wrapped, id)
