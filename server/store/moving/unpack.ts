/** An archive into an empty company: all of it in one transaction, or nothing; checked against its own sums. */
import { createHash, type Hash } from 'node:crypto'
import type { Declaration } from '../../../kernel/object.ts'
import { readEntries } from '../archive.ts'
import { rowToRecord } from '../columns.ts'
import type { Tx } from '../database.ts'
import { appendRestored, type LoggedEvent } from '../log.ts'
import { gramsOf } from '../records.ts'
import { noteErased, sealEvents } from '../vault.ts'
import { Aliases, anyCompany, identityIn } from './aliases.ts'
import { type ArchiveHeader, type ArchiveManifest, formatName, moneySums } from './pack.ts'
import { besideTables, type Carried, columnsIn, ledger, recordTables } from './tables.ts'

/** Why an archive cannot be brought in, as one sentence in both languages. */
export class ArchiveFault extends Error {
  readonly code: 'ARCHIVE_UNREADABLE' | 'ARCHIVE_OTHER_RELEASE' | 'ARCHIVE_DAMAGED'
  constructor(code: ArchiveFault['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface Unpacking {
  readonly tenantId: string
  readonly objects: ReadonlyMap<string, Declaration>
  readonly secret: string
  readonly newId: () => string
  readonly now: string
  readonly told?: (rows: number) => void
}

export interface Unpacked {
  readonly header: ArchiveHeader
  readonly manifest: ArchiveManifest
}

interface In {
  readonly tx: Tx
  readonly given: Unpacking
  readonly aliases: Aliases
  readonly tables: ReadonlyMap<string, Carried>
  readonly seen: Map<string, { rows: number; hash: Hash }>
  readonly erased: Set<string>
  readonly files: { count: number; bytes: number }
  header: ArchiveHeader | null
  staged: boolean
  rows: number
}

export async function unpackCompany(tx: Tx, bytes: AsyncIterable<Buffer>, given: Unpacking): Promise<Unpacked> {
  const objects = [...given.objects.values()]
  const state: In = {
    tx,
    given,
    aliases: new Aliases(),
    tables: new Map([...recordTables(objects), ...besideTables].map((table) => [table.name, table])),
    seen: new Map(),
    erased: new Set(),
    files: { count: 0, bytes: 0 },
    header: null,
    staged: false,
    rows: 0,
  }
  state.aliases.add(anyCompany, given.tenantId)
  await tx.query('create temp table moving_row (name text not null, line jsonb not null, grams text[]) on commit drop')
  for await (const { name, bytes: content } of entriesIn(bytes)) {
    if (name === 'manifest.json') return finished(state, JSON.parse(content.toString('utf8')))
    await take(state, name, content)
  }
  throw new ArchiveFault('ARCHIVE_DAMAGED', 'The archive breaks off: its manifest is missing.')
}

async function* entriesIn(bytes: AsyncIterable<Buffer>) {
  try {
    yield* readEntries(bytes)
  } catch (error) {
    throw new ArchiveFault('ARCHIVE_UNREADABLE', `The archive cannot be read: ${(error as Error).message}.`)
  }
}

async function take(state: In, name: string, content: Buffer): Promise<void> {
  if (name === 'header.json') {
    state.header = await headerIn(state, content)
    return
  }
  if (!state.header) throw new ArchiveFault('ARCHIVE_UNREADABLE', 'The archive does not begin with its header.')
  const [folder = '', piece = ''] = name.split('/')
  if (folder === 'files') return takeFile(state, piece, content)
  const seen = state.seen.get(folder) ?? { rows: 0, hash: createHash('sha256') }
  state.seen.set(folder, seen)
  seen.hash.update(content)
  const lines = content.toString('utf8').split('\n').slice(0, -1)
  seen.rows += lines.length
  state.rows += lines.length
  await takeLines(state, folder, lines)
  state.given.told?.(state.rows)
}

/** A later release knows more columns; an archive that knows more than this one would lose something. */
async function headerIn({ tx, tables }: In, content: Buffer): Promise<ArchiveHeader> {
  const header = JSON.parse(content.toString('utf8')) as ArchiveHeader
  if (header.format !== formatName || header.version !== 1)
    throw new ArchiveFault('ARCHIVE_UNREADABLE', 'This is no archive of a company.')
  for (const [name, columns] of Object.entries(header.tables)) {
    const table = tables.get(name)
    const known = table ? await columnsIn(tx, table.table) : []
    const unknown = columns.find((column) => !known.includes(column))
    if (unknown) throw otherRelease(`${name}.${unknown}`)
  }
  return header
}

const otherRelease = (what: string): ArchiveFault =>
  new ArchiveFault(
    'ARCHIVE_OTHER_RELEASE',
    `The archive holds ${what}, which this release does not know; use a newer one.`,
  )

async function takeLines(state: In, folder: string, lines: readonly string[]): Promise<void> {
  if (folder === 'erased') return takeErased(state, lines)
  if (folder === 'event') return takeEvents(state, lines)
  if (folder === ledger) return takeEntries(state, lines)
  const table = state.tables.get(folder)
  if (!table) throw otherRelease(folder)
  if (besideTables.includes(table)) return insertBeside(state, table, lines)
  return stage(state, table, lines)
}

/** Records wait until all are there, since each may link to any other. */
async function stage({ tx, given, aliases }: In, { name, object }: Carried, lines: readonly string[]): Promise<void> {
  const grams: string[] = []
  const exchanged = lines.map((line) => {
    const plain = JSON.parse(line)
    if (object?.identity) aliases.add(plain.id, identityIn(given.tenantId, object, plain))
    grams.push(JSON.stringify(object ? gramsOf(given.tenantId, object, rowToRecord(object, plain)) : []))
    return aliases.in(line)
  })
  await tx.query(
    `insert into moving_row (name, line, grams)
     select $1, l::jsonb, array(select jsonb_array_elements_text(g::jsonb))
       from unnest($2::text[], $3::text[]) x(l, g)`,
    [name, exchanged, grams],
  )
}

/** All staged records in one statement: links are looked at when all of it stands. */
async function unstage(state: In): Promise<void> {
  if (state.staged) return
  state.staged = true
  const { tx, given } = state
  const parts: string[] = []
  for (const { name, table, object } of state.tables.values()) {
    if (!state.seen.has(name) || besideTables.some((one) => one.name === name)) continue
    const columns = (await columnsIn(tx, table)).map((column) => `"${column}"`)
    const grams = object ? { column: ', grams', value: ', s.grams' } : { column: '', value: '' }
    parts.push(
      `"in_${name}" as (insert into ${table} (tenant_id, ${columns.join(', ')}${grams.column})
        select $1, ${columns.map((column) => `r.${column}`).join(', ')}${grams.value}
          from moving_row s, jsonb_populate_record(null::${table}, s.line) r where s.name = '${name}')`,
    )
  }
  if (parts.length > 0)
    await tx.query(`with ${parts.join(',\n')} select 1 where $1::uuid is not null`, [given.tenantId])
}

async function insertBeside(state: In, { table }: Carried, lines: readonly string[]): Promise<void> {
  await unstage(state)
  const { tx, given, aliases } = state
  const columns = (await columnsIn(tx, table)).map((column) => `"${column}"`)
  await tx.query(
    `insert into ${table} (tenant_id, ${columns.join(', ')})
     select $1, ${columns.map((column) => `r.${column}`).join(', ')}
       from unnest($2::text[]) l, jsonb_populate_record(null::${table}, l::jsonb) r`,
    [given.tenantId, lines.map((line) => aliases.in(line))],
  )
}

/** Entries go in as they were made: whole and balanced, through the ledger's own function. */
async function takeEntries(state: In, lines: readonly string[]): Promise<void> {
  await unstage(state)
  await state.tx.query(
    `select app.post_entry($1, l::jsonb -> 'header', l::jsonb -> 'lines') from unnest($2::text[]) l`,
    [state.given.tenantId, lines.map((line) => state.aliases.in(line))],
  )
}

async function takeErased({ tx, given, erased }: In, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { object, record_id: id, destroyed_at: now } = JSON.parse(line)
    erased.add(id)
    await noteErased(tx, given.tenantId, { others: [{ object, id, key: given.newId() }], now })
  }
}

const eventRows = 1_000

async function takeEvents(state: In, lines: readonly string[]): Promise<void> {
  await unstage(state)
  const { tx, given, aliases, erased } = state
  const vault = { tenantId: given.tenantId, secret: given.secret }
  const declared = (object: string) => given.objects.get(object)
  for (let from = 0; from < lines.length; from += eventRows) {
    const events = lines.slice(from, from + eventRows).map((line) => JSON.parse(aliases.in(line)) as LoggedEvent)
    // What was erased is told as it is; to seal it would make a key for who has none any more.
    const spared = (id: string) => erased.has(id)
    const sealed = await sealEvents(tx, vault, { declared, spared, newId: given.newId, now: given.now, events })
    await appendRestored(tx, given.tenantId, sealed)
  }
}

const chunkBytes = 1024 * 1024

async function takeFile(state: In, id: string, content: Buffer): Promise<void> {
  await unstage(state)
  state.files.count++
  state.files.bytes += content.length
  for (let seq = 0; seq * chunkBytes < content.length; seq++) {
    await state.tx.query('insert into app.file_chunk (tenant_id, file_id, seq, bytes) values ($1, $2, $3, $4)', [
      state.given.tenantId,
      id,
      seq,
      content.subarray(seq * chunkBytes, (seq + 1) * chunkBytes),
    ])
  }
}

async function finished(state: In, manifest: ArchiveManifest): Promise<Unpacked> {
  await unstage(state)
  const { given, tx, seen } = state
  const empty = createHash('sha256').digest('hex')
  for (const { name, rows, sha256 } of manifest.tables) {
    const found = seen.get(name)
    if ((found?.rows ?? 0) !== rows || (found?.hash.digest('hex') ?? empty) !== sha256) throw damaged(name)
  }
  if (JSON.stringify(state.files) !== JSON.stringify(manifest.files)) throw damaged('files')
  const money = await moneySums(tx, given.tenantId, given.objects.values())
  if (JSON.stringify(money) !== JSON.stringify(manifest.money)) throw damaged('money')
  return { header: state.header as ArchiveHeader, manifest }
}

const damaged = (what: string): ArchiveFault =>
  new ArchiveFault('ARCHIVE_DAMAGED', `The archive is damaged: ${what} does not match its sums.`)
