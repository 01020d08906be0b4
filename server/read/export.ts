/** What a list shows, as CSV: streamed in batches, safe to open in a spreadsheet, never more than the reader sees. */
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { formulaSafe } from '../../kernel/text.ts'
import { countRows } from '../store/list.ts'
import { zoneOf } from '../store/zone.ts'
import type { Session, World } from '../world.ts'
import { reachIn } from './comments.ts'
import { readRows } from './list.ts'
import { loadNames, Mentioned, mention, type Names } from './names.ts'
import { findPlace, targetName, visibleCustom } from './place.ts'
import { type ListAsk, type ListQuery, readListQuery } from './query.ts'
import { type Answer, badRequest, declarationOf, type Reading, reading } from './reading.ts'
import { isVisible } from './scope.ts'
import { type Shown, showRecord } from './show.ts'

export interface ExportQuery extends Pick<ListQuery, 'filter' | 'sort' | 'fields' | 'q'> {
  readonly format?: string | undefined
  /** 'true' (the default) begins with a byte order mark, by which spreadsheets know the encoding. */
  readonly bom?: string | undefined
  /** 'labels' for people (the default), 'keys' to be imported again exactly. */
  readonly values?: string | undefined
}

export interface Exported {
  readonly fileName: string
  /** Pieces of text; whoever reads them says when the next is wanted. */
  readonly pieces: AsyncIterable<string>
}

const batch = 1_000
/** Above this an export asks for more than the right to read, where the company says so (R31). */
const freeRows = 500
const approvers = ['SM', 'OPS', 'EXE']

export function exportRecords(
  world: World,
  session: Session,
  { object, query }: { object: string; query: ExportQuery },
): Promise<Answer<Exported>> {
  return reading(world, session, async (now) => {
    const declaration = declarationOf(now, object)
    if ((query.format ?? 'csv') !== 'csv') throw badRequest('format csv')
    if (!['labels', 'keys'].includes(query.values ?? 'labels')) throw badRequest('values labels|keys')
    const { filter, sort, fields, q } = query
    const ask = readListQuery(now, declaration, { filter, sort, q })
    const columns = columnsOf(now, declaration, fields)
    const asKeys = query.values === 'keys'
    await requireApproval(now, declaration, ask)
    const bom = query.bom === 'false' ? '' : '\ufeff'
    return {
      fileName: `${declaration.plural}-${now.today}.csv`,
      pieces: pieces(now, { declaration, ask, columns, asKeys, bom }),
    }
  })
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

interface Column {
  readonly name: string
  readonly field: Field
  readonly custom: boolean
}

function columnsOf(now: Reading, declaration: Declaration, text: string | undefined): Column[] {
  const names = text ? text.split(',') : usualColumns(now, declaration)
  return names.map((name) => {
    const place = findPlace(now, declaration, name)
    if (!place || place.via || names.length > 300) throw badRequest(`fields ${name.slice(0, 60)}`)
    return { name: place.name, field: place.field, custom: place.custom !== undefined }
  })
}

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
  readonly declaration: Declaration
  readonly ask: ListAsk
  readonly columns: readonly Column[]
  readonly asKeys: boolean
  readonly bom: string
}

/** Each batch is a transaction of its own, so that a slow reader holds no database connection. */
async function* pieces(now: Reading, exporting: Exporting): AsyncGenerator<string> {
  const { declaration, columns, asKeys } = exporting
  const { language } = now.session
  const heads = columns.map(({ name, field, custom }) =>
    asKeys ? (custom ? `custom.${name}` : name) : field.label[language],
  )
  yield exporting.bom + line(heads)
  let after = null as ListAsk['after']
  for (;;) {
    const ask = { ...exporting.ask, after }
    const { rows, names } = await now.world.database.inTenant(now.tenantId, async (tx) => {
      const found = await readRows(now, tx, { declaration, ask, limit: batch })
      const mentioned = new Mentioned()
      if (!asKeys) for (const { record } of found) mention(now, mentioned, { declaration, record })
      return { rows: found, names: await loadNames(now, tx, mentioned) }
    })
    const saying: Saying = { now, declaration, names, asKeys }
    const lines = rows.map(({ record }) => rowLine(saying, columns, showRecord(now, { declaration, record })))
    if (lines.length > 0) yield lines.join('')
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last.position
  }
}

interface Saying {
  readonly now: Reading
  readonly declaration: Declaration
  readonly names: Names
  readonly asKeys: boolean
}

function rowLine(saying: Saying, columns: readonly Column[], shown: Shown): string {
  const custom = (shown.custom ?? {}) as Loose
  return line(columns.map((column) => cell(saying, column, column.custom ? custom[column.name] : shown[column.name])))
}

function cell(saying: Saying, column: Column, value: unknown): string {
  if (value === null || value === undefined) return ''
  const { field } = column
  if (field.kind === 'money') return (value as { amount: string }).amount
  if (saying.asKeys) return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (Array.isArray(value)) return value.map((one) => spoken(saying, column, one)).join('; ')
  if (typeof value === 'object') return Object.values(value).filter(Boolean).join(' ')
  return spoken(saying, column, value)
}

const switches: Readonly<Record<string, Label>> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } }

/** One value in the reader's language and the company's time zone; a record out of sight has no name. */
function spoken({ now, declaration, names }: Saying, { name, field, custom }: Column, value: unknown): string {
  const text = String(value)
  const { language } = now.session
  if (targetName(field)) return names[text]?.title ?? ''
  const options = name === 'state' && !custom ? declaration.states[text]?.label : field.options?.[text]
  if (options) return options[language]
  if (field.kind === 'toggle') return switches[text]?.[language] ?? text
  if (field.kind !== 'datetime') return text
  const { date, minutes } = zoneOf(now.model.settings.timeZone).toCivil(text)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date} ${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`
}

const line = (cells: readonly string[]): string => `${cells.map((one) => quoted(formulaSafe(one))).join(',')}\r\n`

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
