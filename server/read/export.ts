/** What a list shows, as CSV or workbook: one moment, in full, safe for a spreadsheet, within the reader's rights. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { formulaSafe } from '../../kernel/text.ts'
import type { Snapshot, Tx } from '../store/database.ts'
import { countRows } from '../store/list.ts'
import { withParts } from '../store/records.ts'
import type { Session, World } from '../world.ts'
import { reachIn } from './comments.ts'
import { type Cell, type Column, cellOf, headOf, type Values, valueIn } from './exportCells.ts'
import { readRows } from './list.ts'
import { loadNames, Mentioned, mention } from './names.ts'
import { findPlace, targetName, visibleCustom, visibleFields } from './place.ts'
import { type ListAsk, type ListQuery, readListQuery } from './query.ts'
import { type Answer, badRequest, declarationOf, type Reading, reading } from './reading.ts'
import { isVisible } from './scope.ts'
import { showRecord } from './show.ts'
import { type Sheet, workbook } from './workbook.ts'

export interface ExportQuery extends Pick<ListQuery, 'filter' | 'sort' | 'fields' | 'q'> {
  /** 'csv' (the default) or 'xlsx'. */
  readonly format?: string | undefined
  /** 'true' (the default) begins with a byte order mark, by which spreadsheets know the encoding. */
  readonly bom?: string | undefined
  /** 'labels' for people (the default), 'both' with ids beside the names, 'keys' to be imported again exactly. */
  readonly values?: string | undefined
  /** The rows of a part: instead of the records in a CSV, as a further sheet in a workbook. */
  readonly part?: string | undefined
}

export interface Exported {
  readonly fileName: string
  readonly type: string
  /** Pieces of the file; whoever reads them says when the next is wanted. */
  readonly pieces: AsyncIterable<string | Buffer>
  /** How many records are out so far. */
  rows(): number
  /** Ends the reading of the database, also in the middle of a question. */
  close(): Promise<void>
}

const batch = 1_000
/** Above this an export asks for more than the right to read, where the company says so (R31). */
const freeRows = 500
const approvers = ['SM', 'OPS', 'EXE']
const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

export function exportRecords(
  world: World,
  session: Session,
  { object, query }: { object: string; query: ExportQuery },
): Promise<Answer<Exported>> {
  return reading(world, session, async (now) => {
    const declaration = declarationOf(now, object)
    const { filter, sort, fields, q, part } = query
    const format = oneOf(query.format ?? 'csv', ['csv', 'xlsx'], 'format')
    const values = oneOf(query.values ?? 'labels', ['labels', 'both', 'keys'], 'values')
    const parts =
      part === undefined ? [] : part.split(',').map((name) => oneOf(name, Object.keys(declaration.parts), 'part'))
    const ask = readListQuery(now, declaration, { filter, sort, q })
    const columns = columnsOf(now, declaration, { text: fields, values })
    await requireApproval(now, declaration, ask)
    const snapshot = await world.database.snapshot(now.tenantId)
    const exporting: Exporting = { now, snapshot, declaration, ask, columns, values, count: { rows: 0 } }
    return {
      fileName: `${declaration.plural}${format === 'csv' && parts[0] ? `-${parts[0]}` : ''}-${now.today}.${format}`,
      type: types[format],
      pieces: ending(
        snapshot,
        format === 'csv' ? csv(exporting, { part: parts[0], bom: query.bom }) : xlsx(exporting, parts),
      ),
      rows: () => exporting.count.rows,
      close: () => snapshot.close(),
    }
  })
}

function oneOf<const T extends string>(given: string, known: readonly T[], name: string): T {
  const found = known.find((one) => one === given)
  if (found === undefined) throw badRequest(`${name} ${known.join('|')}`.slice(0, 80))
  return found
}

async function* ending(
  snapshot: Snapshot,
  pieces: AsyncGenerator<string> | AsyncGenerator<Buffer>,
): AsyncGenerator<string | Buffer> {
  try {
    yield* pieces
  } finally {
    await snapshot.close()
  }
}

async function requireApproval(now: Reading, declaration: Declaration, { condition }: ListAsk): Promise<void> {
  const free = !now.model.settings.exportApproval || now.actor.kind === 'system'
  if (free || now.actor.roles.some((role) => approvers.includes(role))) return
  const count = await now.world.database.inTenant(now.tenantId, async (tx) => {
    const reach = await reachIn(now, tx, { declaration, condition })
    return countRows(tx, { tenantId: now.tenantId, declaration, reach, condition }, freeRows)
  })
  if (count > freeRows) throw new Refused([refuse('forbidden', 'FORBIDDEN', { details: { rows: freeRows } })])
}

/** Those named, all the reader may see ('*'), or those a list shows; with ids beside names where asked. */
function columnsOf(
  now: Reading,
  declaration: Declaration,
  { text, values }: { text: string | undefined; values: Values },
): Column[] {
  const all = () => [
    ...visibleFields(now, declaration).map(({ name }) => name),
    ...visibleCustom(now, declaration).map(({ key }) => `custom.${key}`),
  ]
  const names = text === '*' ? all() : text ? text.split(',') : usualColumns(now, declaration)
  return names.flatMap((name) => {
    const place = findPlace(now, declaration, name)
    if (!place || place.via || names.length > 300) throw badRequest(`fields ${name.slice(0, 60)}`)
    return withIds({ name: place.name, field: place.field, custom: place.custom !== undefined }, values)
  })
}

const withIds = (column: Column, values: Values): Column[] =>
  values === 'both' && targetName(column.field) ? [column, { ...column, id: true }] : [column]

/** Number, listed fields and title, the money's currency, who holds it, since when, and the company's own fields. */
function usualColumns(now: Reading, declaration: Declaration): string[] {
  const own = Object.entries(declaration.fields)
    .filter(
      ([name, field]) => (field.listed || name === declaration.title || name === 'currency') && isVisible(now, field),
    )
    .map(([name]) => name)
  const custom = visibleCustom(now, declaration).map(({ key }) => `custom.${key}`)
  return [...(declaration.numbered ? ['no'] : []), ...own, 'state', 'ownerId', 'createdAt', ...custom]
}

interface Exporting {
  readonly now: Reading
  readonly snapshot: Snapshot
  readonly declaration: Declaration
  readonly ask: ListAsk
  readonly columns: readonly Column[]
  readonly values: Values
  readonly count: { rows: number }
}

/** Headings, then batch after batch of records as rows of cells, all of one moment. */
async function* recordRows(exporting: Exporting): AsyncGenerator<Cell[][]> {
  const { now, declaration, columns, values } = exporting
  const { language } = now.session
  yield [columns.map((column) => ({ kind: 'text', text: headOf(column, values, language) }))]
  for await (const { tx, records } of batches(exporting)) {
    const mentioned = new Mentioned()
    if (values !== 'keys') for (const record of records) mention(now, mentioned, { declaration, record })
    const saying = { now, declaration, values, names: await loadNames(now, tx, mentioned) }
    exporting.count.rows += records.length
    yield records.map((record) => {
      const shown = showRecord(now, { declaration, record })
      return columns.map((column) => cellOf(saying, column, valueIn(shown, column)))
    })
  }
}

/** The rows of a part, each with the number and the id of the record it belongs to. */
async function* partRows(exporting: Exporting, part: string): AsyncGenerator<Cell[][]> {
  const { now, declaration, values } = exporting
  const { language } = now.session
  const spec = declaration.parts[part]
  const columns = Object.entries(spec?.fields ?? {})
    .filter(([, field]) => isVisible(now, field))
    .flatMap(([name, field]) => withIds({ name, field, custom: false }, values))
  const key = language === 'zh' ? '单据编号' : 'Number of the record'
  const heads = [values === 'keys' ? 'no' : key, values === 'keys' ? 'parentId' : 'ID']
  const text = (one: unknown): Cell => ({ kind: 'text', text: String(one ?? '') })
  yield [[...heads.map(text), ...columns.map((column) => text(headOf(column, values, language)))]]
  const only = { ...declaration, parts: spec ? { [part]: spec } : {} }
  for await (const { tx, records } of batches(exporting)) {
    const whole = await withParts(tx, { tenantId: now.tenantId, declaration: only }, records)
    const mentioned = new Mentioned()
    if (values !== 'keys') for (const record of whole) mention(now, mentioned, { declaration: only, record })
    const saying = { now, declaration, values, names: await loadNames(now, tx, mentioned) }
    yield whole.flatMap((record) => {
      const shown = showRecord(now, { declaration: only, record })
      return ((shown[part] ?? []) as Loose[]).map((row) => [
        text(record.no),
        text(record.id),
        ...columns.map((column) => cellOf(saying, column, row[column.name])),
      ])
    })
  }
}

async function* batches({ now, snapshot, declaration, ask }: Exporting): AsyncGenerator<{ tx: Tx; records: Loose[] }> {
  const { tx } = snapshot
  let after = null as ListAsk['after']
  for (;;) {
    const found = await readRows(now, tx, { declaration, ask: { ...ask, after }, limit: batch })
    if (found.length > 0) yield { tx, records: found.map(({ record }) => record) }
    const last = found.at(-1)
    if (!last || found.length < batch) return
    after = last.position
  }
}

async function* csv(
  exporting: Exporting,
  { part, bom }: { part: string | undefined; bom: string | undefined },
): AsyncGenerator<string> {
  const rows = part === undefined ? recordRows(exporting) : partRows(exporting, part)
  let before = bom === 'false' ? '' : '\ufeff'
  for await (const found of rows) {
    const text = found.map((cells) => line(cells.map((cell) => cell.text))).join('')
    if (text !== '') yield before + text
    before = ''
  }
}

function xlsx(exporting: Exporting, parts: readonly string[]): AsyncGenerator<Buffer> {
  const { declaration, now } = exporting
  const { language } = now.session
  const sheets: Sheet[] = [
    { name: declaration.label[language], rows: recordRows(exporting) },
    ...parts.map((part) => ({
      name: declaration.parts[part]?.label[language] ?? part,
      rows: partRows(exporting, part),
    })),
  ]
  return workbook(sheets)
}

const line = (cells: readonly string[]): string => `${cells.map((one) => quoted(formulaSafe(one))).join(',')}\r\n`

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
