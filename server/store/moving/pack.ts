/** A company as one archive: every record, part, event and file of one moment, with sums that prove it whole. */
import { createHash } from 'node:crypto'
import type { Declaration } from '../../../kernel/object.ts'
import type { Model } from '../../world.ts'
import { archiveEnd, type Entry, entryBytes } from '../archive.ts'
import { columnOf, tableOf } from '../columns.ts'
import type { Tx } from '../database.ts'
import { readEvents } from '../log.ts'
import { type Aliases, outgoing } from './aliases.ts'
import { besideTables, type Carried, columnsIn, keyOf, ledger, recordTables } from './tables.ts'

export const formatName = 'openltc-company'

export interface ArchiveHeader {
  readonly format: typeof formatName
  readonly version: 1
  /** Columns of each table, so that a reader knows whether it knows them all. */
  readonly tables: Readonly<Record<string, readonly string[]>>
  readonly createdAt: string
  readonly company: { readonly name: string; readonly baseCurrency: string; readonly timeZone: string }
  /** What the columns of each object mean, so that the archive can be read without this product. */
  readonly objects: readonly Described[]
}

interface Described {
  readonly name: string
  readonly plural: string
  readonly label: Declaration['label']
  readonly fields: Readonly<Record<string, { kind: string; label: Declaration['label'] }>>
  readonly parts: Readonly<Record<string, Readonly<Record<string, { kind: string; label: Declaration['label'] }>>>>
}

export interface Sum {
  readonly name: string
  readonly rows: number
  readonly sha256: string
}

export interface ArchiveManifest {
  readonly tables: readonly Sum[]
  readonly files: { readonly count: number; readonly bytes: number }
  /** Sums of every money column by currency, in minor units. */
  readonly money: readonly MoneySum[]
}

export interface MoneySum {
  readonly object: string
  readonly field: string
  readonly currency: string
  readonly sum: string
}

export interface Packing {
  readonly model: Model
  readonly secret: string
  readonly now: string
  /** Called with how many rows are out. */
  readonly told?: (rows: number) => void
}

const pieceBytes = 2 * 1024 * 1024
const fetchRows = 1_000

/** The bytes of the archive, in order; whoever reads them says when the next are wanted. */
export async function* packCompany(tx: Tx, packing: Packing): AsyncGenerator<Buffer> {
  const seconds = Math.floor(Date.parse(packing.now) / 1000)
  for await (const entry of entriesOf(tx, packing)) yield entryBytes(entry, seconds)
  yield archiveEnd()
}

interface Out {
  readonly tx: Tx
  readonly packing: Packing
  readonly aliases: Aliases
  readonly sums: Sum[]
  rows: number
}

async function* entriesOf(tx: Tx, packing: Packing): AsyncGenerator<Entry> {
  const { model } = packing
  const objects = [...model.objects.values()]
  const out: Out = { tx, packing, aliases: await outgoing(tx, model.tenantId, objects), sums: [], rows: 0 }
  const tables = [...recordTables(objects), ...besideTables]
  yield json('header.json', headerOf(packing, objects, await columnsOfAll(tx, tables)))
  yield* lines(out, 'erased', erasedLines(out))
  for (const table of recordTables(objects)) yield* lines(out, table.name, rowLines(out, table))
  yield* lines(out, ledger, journalLines(out))
  for (const table of besideTables) yield* lines(out, table.name, rowLines(out, table))
  const files = { count: 0, bytes: 0 }
  for await (const entry of fileEntries(out)) {
    files.count++
    files.bytes += entry.bytes.length
    yield entry
  }
  yield* lines(out, 'event', eventLines(out))
  const money = await moneySums(tx, model.tenantId, objects)
  yield json('manifest.json', { tables: out.sums, files, money } satisfies ArchiveManifest)
}

const json = (name: string, value: unknown): Entry => ({ name, bytes: Buffer.from(JSON.stringify(value, null, 1)) })

async function columnsOfAll(tx: Tx, tables: readonly Carried[]): Promise<Record<string, readonly string[]>> {
  const out: Record<string, readonly string[]> = {}
  for (const { name, table } of tables) out[name] = await columnsIn(tx, table)
  return out
}

function headerOf(
  { model, now }: Packing,
  objects: readonly Declaration[],
  tables: ArchiveHeader['tables'],
): ArchiveHeader {
  const { baseCurrency, timeZone } = model.settings
  const described = (fields: Declaration['fields']) =>
    Object.fromEntries(Object.entries(fields).map(([name, { kind, label }]) => [columnOf(name), { kind, label }]))
  return {
    format: formatName,
    version: 1,
    tables,
    createdAt: now,
    company: { name: model.companyName, baseCurrency, timeZone },
    objects: objects.map(({ name, plural, label, fields, parts }) => ({
      name,
      plural,
      label,
      fields: described(fields),
      parts: Object.fromEntries(Object.entries(parts).map(([part, spec]) => [part, described(spec.fields)])),
    })),
  }
}

/** Lines in pieces of a few megabytes, each an entry of the archive; one checksum over all of them. */
async function* lines(out: Out, name: string, source: AsyncIterable<string>): AsyncGenerator<Entry> {
  const hash = createHash('sha256')
  let waiting: string[] = []
  let size = 0
  let rows = 0
  let piece = 0
  const entry = (): Entry => {
    const bytes = Buffer.from(waiting.join(''))
    hash.update(bytes)
    waiting = []
    size = 0
    return { name: `${name}/${String(piece++).padStart(6, '0')}.jsonl`, bytes }
  }
  for await (const line of source) {
    waiting.push(`${out.aliases.in(line)}\n`)
    size += line.length
    rows++
    if (size >= pieceBytes) {
      out.packing.told?.(out.rows + rows)
      yield entry()
    }
  }
  if (size > 0) yield entry()
  out.rows += rows
  out.packing.told?.(out.rows)
  out.sums.push({ name, rows, sha256: hash.digest('hex') })
}

/** What is found by a key stands in the order of that key, since its id is another in another company. */
async function* rowLines({ tx, packing }: Out, { table, name, object }: Carried): AsyncGenerator<string> {
  const order = object?.identity?.map(columnOf) ?? (await keyOf(tx, table))
  const sorted = order.map((column) => `t."${column}"`).join(', ')
  yield* cursor(tx, `move_${name}`, {
    text: `select (to_jsonb(t) - 'tenant_id' - 'grams')::text as line
      from ${table} t where t.tenant_id = $1 order by ${sorted}`,
    values: [packing.model.tenantId],
  })
}

/** Rows of a question as they are wanted, so that no table stands in memory. */
async function* cursor(
  tx: Tx,
  name: string,
  { text, values }: { text: string; values: readonly unknown[] },
): AsyncGenerator<string> {
  await tx.query(`declare "${name}" no scroll cursor for ${text}`, values)
  for (;;) {
    const rows = await tx.query<{ line: string }>(`fetch ${fetchRows} from "${name}"`)
    for (const { line } of rows) yield line
    if (rows.length < fetchRows) break
  }
  await tx.query(`close "${name}"`)
}

/** An entry with its lines, as the ledger's function takes it. */
async function* journalLines({ tx, packing }: Out): AsyncGenerator<string> {
  yield* cursor(tx, 'move_journal', {
    text: `select json_build_object('header', to_jsonb(j) - 'tenant_id' - 'grams', 'lines', coalesce((
        select json_agg(to_jsonb(l) - 'tenant_id' - 'parent_id' order by l.position)
          from app.journal_lines l where l.tenant_id = $1 and l.parent_id = j.id), '[]'))::text as line
      from app.journal j where j.tenant_id = $1 order by j.id`,
    values: [packing.model.tenantId],
  })
}

/** Whose key is destroyed: their past stays unreadable wherever the archive goes. */
async function* erasedLines({ tx, packing }: Out): AsyncGenerator<string> {
  yield* cursor(tx, 'move_erased', {
    text: `select
        json_build_object('object', object, 'record_id', record_id, 'destroyed_at', destroyed_at)::text as line
      from app.person_key where tenant_id = $1 and destroyed_at is not null order by record_id, destroyed_at, id`,
    values: [packing.model.tenantId],
  })
}

async function* eventLines({ tx, packing }: Out): AsyncGenerator<string> {
  const { model, secret } = packing
  for (let after = 0n; ; ) {
    const events = await readEvents(tx, { tenantId: model.tenantId, secret, after, limit: fetchRows })
    for (const event of events)
      yield JSON.stringify(event, (_key, value) => (typeof value === 'bigint' ? Number(value) : value))
    if (events.length < fetchRows) return
    after = events.at(-1)?.seq ?? after
  }
}

/** Each file whole, under its id; its name and kind stand in the table 'file'. */
async function* fileEntries({ tx, packing }: Out): AsyncGenerator<Entry> {
  const { tenantId } = packing.model
  const ids = await tx.query<{ id: string }>(
    'select id from app.file where tenant_id = $1 and ready_at is not null order by id',
    [tenantId],
  )
  for (const { id } of ids) {
    const chunks = await tx.query<{ bytes: Buffer }>(
      'select bytes from app.file_chunk where tenant_id = $1 and file_id = $2 order by seq',
      [tenantId, id],
    )
    yield { name: `files/${id}`, bytes: Buffer.concat(chunks.map(({ bytes }) => bytes)) }
  }
}

/** What every money column adds up to, by currency: the same question before and after a move. */
export async function moneySums(tx: Tx, tenantId: string, objects: Iterable<Declaration>): Promise<MoneySum[]> {
  const out: MoneySum[] = []
  for (const { name, fields } of objects) {
    const money = Object.keys(fields).filter((field) => fields[field]?.kind === 'money')
    if (money.length === 0) continue
    const currency = Object.hasOwn(fields, 'currency') ? `coalesce("currency", '')` : `''`
    const sums = money.map((field) => `sum("${columnOf(field)}")::text as "${field}"`)
    const rows = await tx.query<Record<string, string | null> & { currency: string }>(
      `select ${currency} as currency, ${sums.join(', ')}
         from ${tableOf(name)} where tenant_id = $1 group by 1 order by 1`,
      [tenantId],
    )
    for (const row of rows)
      for (const field of money)
        if (row[field]) out.push({ object: name, field, currency: row.currency, sum: row[field] as string })
  }
  return out
}
