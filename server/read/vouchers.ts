/** The voucher file (R29): a period of the ledger as the accounting systems 金蝶 and 用友 take it in; docs/vouchers.md. */
import { accountNamesOf } from '../../flow/cash/mapping.ts'
import { isDate } from '../../kernel/calendar.ts'
import { formatAmount } from '../../kernel/money.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { formulaSafe } from '../../kernel/text.ts'
import { isId } from '../../kernel/validate.ts'
import { loadRecord } from '../store/records.ts'
import { accountMappings } from '../store/verify.ts'
import { type VoucherAsk, type VoucherLine, type VoucherMark, voucherLines } from '../store/vouchers.ts'
import type { Session, World } from '../world.ts'
import type { Exported } from './export.ts'
import { type Answer, badRequest, declarationOf, notFound, type Reading, reading } from './reading.ts'
import { reaches, readScopes } from './scope.ts'

export interface VoucherQuery {
  readonly from?: string
  readonly to?: string
  readonly entityId?: string
  readonly format?: string
}

const entriesAtOnce = 500

export function voucherFile(
  world: World,
  session: Session,
  query: VoucherQuery,
): Promise<Answer<Pick<Exported, 'fileName' | 'pieces'>>> {
  return reading(world, session, async (now) => {
    const layout = Object.hasOwn(layouts, query.format ?? '') ? layouts[query.format as keyof typeof layouts] : null
    if (!layout) throw badRequest('format kingdee|yonyou')
    const ask = await askOf(now, query)
    return { fileName: `vouchers-${query.format}-${ask.from}-${ask.to}.csv`, pieces: pieces(now, ask, layout) }
  })
}

/** A file of a whole period is for those who read all of the ledger. */
async function askOf(now: Reading, { from, to, entityId }: VoucherQuery): Promise<VoucherAsk> {
  const { tenantId } = now
  if (!readScopes(now, declarationOf(now, 'journal')).includes('all'))
    throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  if (!isDate(from) || !isDate(to) || from > to) throw badRequest('from and to are days, from before to')
  if (!isId(entityId)) throw badRequest('entityId')
  const declaration = declarationOf(now, 'legalEntity')
  const entity = await now.world.database.inTenant(tenantId, (tx) =>
    loadRecord(tx, { tenantId, declaration }, { id: entityId }),
  )
  if (!entity || !reaches(now, declaration, entity)) throw notFound()
  return { tenantId, entityId, from, to }
}

interface Voucher {
  readonly line: VoucherLine
  /** The running number of the entry, without its series. */
  readonly number: string
  readonly accountName: string
  readonly currency: string
  readonly amount: (minor: bigint) => string
}

type Column = readonly [head: string, cell: (voucher: Voucher) => string]

const side = (voucher: Voucher, name: 'debit' | 'credit'): string =>
  voucher.line[name] === 0n ? '' : voucher.amount(voucher.line[name])
const summary = ({ line }: Voucher): string => [line.no, line.memo].filter(Boolean).join(' ')

const shared = {
  lineNo: ['分录号', ({ line }) => String(line.position + 1)],
  customerNo: ['客户编码', ({ line }) => line.customerNo ?? ''],
  customer: ['客户名称', ({ line }) => line.customer ?? ''],
  source: ['业务类型', ({ line }) => line.key],
} as const satisfies Record<string, Column>

/** Books are kept in base currency alone, so the rate is 1 and the original amount the same. */
const layouts = {
  kingdee: [
    ['日期', ({ line }) => line.date],
    ['会计年度', ({ line }) => line.date.slice(0, 4)],
    ['会计期间', ({ line }) => String(Number(line.date.slice(5, 7)))],
    ['凭证字', () => '记'],
    ['凭证号', ({ number }) => number],
    shared.lineNo,
    ['摘要', summary],
    ['科目代码', ({ line }) => line.account],
    ['科目名称', ({ accountName }) => accountName],
    ['币别', ({ currency }) => currency],
    ['汇率', () => '1'],
    ['原币金额', ({ line, amount }) => amount(line.debit + line.credit)],
    ['借方金额', (voucher) => side(voucher, 'debit')],
    ['贷方金额', (voucher) => side(voucher, 'credit')],
    shared.customerNo,
    shared.customer,
    shared.source,
  ],
  yonyou: [
    ['制单日期', ({ line }) => line.date],
    ['凭证类别', () => '记'],
    ['凭证号', ({ number }) => number],
    ['附单据数', () => '0'],
    shared.lineNo,
    ['摘要', summary],
    ['科目编码', ({ line }) => line.account],
    ['科目名称', ({ accountName }) => accountName],
    ['币种', ({ currency }) => currency],
    ['汇率', () => '1'],
    ['借方金额', (voucher) => side(voucher, 'debit')],
    ['贷方金额', (voucher) => side(voucher, 'credit')],
    shared.customerNo,
    shared.customer,
    shared.source,
  ],
} as const satisfies Record<string, readonly Column[]>

/** Each page is a transaction of its own, so that a slow reader holds no connection; an entry is never torn. */
async function* pieces(now: Reading, ask: VoucherAsk, layout: readonly Column[]): AsyncGenerator<string> {
  const currency = now.model.settings.baseCurrency
  const amount = (minor: bigint) => formatAmount(minor, currency)
  const inTenant = now.world.database.inTenant.bind(now.world.database)
  const names = accountNamesOf(await inTenant(ask.tenantId, (tx) => accountMappings(tx, ask.tenantId)))
  yield `\ufeff${row(layout.map(([head]) => head))}`
  for (let after: VoucherMark | null = null; ; ) {
    const page: { after: VoucherMark | null; limit: number } = { after, limit: entriesAtOnce }
    const lines: VoucherLine[] = await inTenant(ask.tenantId, (tx) => voucherLines(tx, ask, page))
    const vouchers = lines.map((line) => {
      const number = String(Number(/[0-9]+$/.exec(line.no)?.[0] ?? '0'))
      return { line, number, accountName: names.get(line.account)?.[0] ?? '', currency, amount }
    })
    if (vouchers.length > 0) yield vouchers.map((one) => row(layout.map(([, cell]) => cell(one)))).join('')
    const last = lines.at(-1)
    if (!last) return
    after = { date: last.date, no: last.no, id: last.id }
  }
}

const row = (cells: readonly string[]): string => `${cells.map((one) => quoted(formulaSafe(one))).join(',')}\r\n`
const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
