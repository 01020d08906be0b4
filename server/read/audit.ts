/** The audit log as its reader may see it: doors, and what happened to records of objects they read as a whole. */
import type { Loose } from '../../kernel/fact.ts'
import { formulaSafe, textProblem } from '../../kernel/text.ts'
import { isId } from '../../kernel/validate.ts'
import { type AuditAsk, type Found, searchAudit } from '../store/auditSearch.ts'
import { zoneOf } from '../store/zone.ts'
import type { Session, World } from '../world.ts'
import { type Answer, badRequest, type Reading, reading } from './reading.ts'
import { isVisible, readScopes } from './scope.ts'

export interface AuditQuery {
  readonly kind?: string | undefined
  readonly userId?: string | undefined
  readonly object?: string | undefined
  readonly recordId?: string | undefined
  /** Civil days of the company, both in it. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly q?: string | undefined
  readonly before?: string | undefined
  readonly limit?: string | undefined
}

export interface AuditPage {
  readonly data: readonly Found[]
  readonly next: string | null
}

export const auditQuery = ['kind', 'userId', 'object', 'recordId', 'from', 'to', 'q', 'before', 'limit'] as const

export function auditPage(world: World, session: Session, query: AuditQuery): Promise<Answer<AuditPage>> {
  return reading(world, session, async (now) => {
    const limit = limitIn(query.limit)
    const found = await pageOf(now, askOf(now, query, limit + 1))
    const data = found.slice(0, limit)
    const last = found.length > limit ? data.at(-1) : undefined
    return { data, next: last ? cursorOf(last) : null }
  })
}

const batch = 1_000
const mostRows = 200_000

/** The same as CSV, batch by batch; safe to open in a spreadsheet. */
export function auditCsv(
  world: World,
  session: Session,
  query: AuditQuery,
): Promise<Answer<{ readonly pieces: AsyncIterable<string> }>> {
  return reading(world, session, async (now) => {
    const first = askOf(now, query, batch)
    async function* pieces(): AsyncGenerator<string> {
      yield `\ufeff${line(['at', 'source', 'kind', 'userId', 'address', 'object', 'recordId', 'reason', 'details'])}`
      let before = first.before
      for (let rows = 0; rows < mostRows; ) {
        const found = await pageOf(now, { ...first, before })
        if (found.length > 0) yield found.map(rowLine).join('')
        const last = found.at(-1)
        if (!last || found.length < batch) return
        before = { at: last.at, id: last.id }
        rows += found.length
      }
    }
    return { pieces: pieces() }
  })
}

async function pageOf(now: Reading, ask: AuditAsk): Promise<Found[]> {
  const found = await now.world.database.inTenant(now.tenantId, (tx) => searchAudit(tx, now.tenantId, ask))
  return found.map((one) => (one.source === 'door' ? one : { ...one, details: told(now, one) }))
}

/** Of an event only what the reader would see on the record: no hidden value, nothing masked. */
function told(now: Reading, { object, details }: Found): Loose {
  const { changes, input, channel } = details as Loose
  const declaration = now.model.objects.get(object ?? '')
  if (declaration?.area !== 'setup') return { fields: Object.keys(changes ?? {}), channel }
  const shown = Object.entries(changes ?? {}).filter(([name]) => {
    const field = declaration.fields[name]
    return !field || (isVisible(now, field) && !field.mask)
  })
  return { input, changes: Object.fromEntries(shown), channel }
}

function askOf(now: Reading, query: AuditQuery, limit: number): AuditAsk {
  const { kind = null, userId = null, object = null, recordId = null, q = null } = query
  for (const id of [userId, recordId]) if (id !== null && !isId(id)) throw badRequest('userId and recordId are ids')
  for (const text of [kind, object, q]) {
    if (text !== null && (text.length > 200 || textProblem(text)))
      throw badRequest('kind, object and q are short words')
  }
  const zone = zoneOf(now.model.settings.timeZone)
  const day = (text: string | undefined, plus: number): string | null => {
    if (text === undefined || text === '') return null
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) throw badRequest('from and to are days')
    const next = new Date(Date.parse(`${text}T00:00:00Z`) + plus * 86_400_000).toISOString().slice(0, 10)
    return zone.toInstant(next, 0)
  }
  return {
    kind,
    userId,
    object,
    recordId,
    from: day(query.from, 0),
    to: day(query.to, 1),
    text: q === '' ? null : q,
    before: cursorIn(query.before),
    limit,
    objects: [...now.model.objects.values()]
      .filter((one) => readScopes(now, one).includes('all'))
      .map(({ name }) => name),
  }
}

const cursorOf = ({ at, id }: Found): string => `${Date.parse(at)}_${id}`

function cursorIn(text: string | undefined): AuditAsk['before'] {
  if (text === undefined || text === '') return null
  const [ms = '', id = ''] = text.split('_')
  if (!/^\d{1,15}$/.test(ms) || !isId(id)) throw badRequest('before is the "next" of the page before')
  return { at: new Date(Number(ms)).toISOString(), id }
}

function limitIn(text: string | undefined): number {
  const limit = text === undefined ? 50 : Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw badRequest('limit lies between 1 and 200')
  return limit
}

const rowLine = (one: Found): string =>
  line([
    one.at,
    one.source,
    one.kind,
    one.userId ?? '',
    one.address ?? '',
    one.object ?? '',
    one.recordId ?? '',
    one.reason ?? '',
    JSON.stringify(one.details),
  ])

const line = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${formulaSafe(cell).replaceAll('"', '""')}"`).join(',')}\r\n`
