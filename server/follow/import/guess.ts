/** Guesses which column is which field, from its heading in either language and from what stands below it. */
import type { Field } from '../../../kernel/field.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { jaroWinkler, normaliseEmail, normalisePhone, usccValid } from '../../../kernel/text.ts'
import type { TableRow } from './file/csv.ts'
import type { Target } from './mapping.ts'

/** Words people use for a field besides its labels, by the end of the field's name. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  name: [
    '名称',
    '客户名称',
    '公司',
    '公司名称',
    '单位',
    '单位名称',
    '企业名称',
    'company',
    'account',
    'title',
    '姓名',
    'full name',
  ],
  accountId: ['客户', '公司', '客户名称', '公司名称', 'account', 'account name', 'company', 'customer'],
  ownerId: ['负责人', '销售', '业务员', '跟进人', 'owner', 'sales', 'sales rep', 'sales agent', 'account manager'],
  mobile: ['手机', '手机号', '手机号码', '移动电话', 'mobile', 'mobile phone', 'cell'],
  phone: ['电话', '固定电话', '座机', '联系电话', 'phone', 'tel', 'telephone'],
  email: ['邮箱', '电子邮件', '电子邮箱', 'email', 'e-mail', 'mail'],
  amount: ['金额', '预计金额', '成交金额', 'amount', 'value', 'deal value', 'close value', 'revenue'],
  state: ['状态', '阶段状态', 'status', 'state', 'stage', 'deal stage'],
  closedAt: ['关闭时间', '成交日期', 'close date', 'closed date', 'closed on'],
  createdAt: ['创建时间', '创建日期', '录入时间', 'created', 'created at', 'create date', 'engage date'],
  no: ['编号', '单号', 'number', 'id', 'no'],
  industry: ['行业', '所属行业', 'industry', 'sector'],
  source: ['来源', '线索来源', 'source', 'lead source'],
  'lines.productId': ['产品', '产品名称', '商品', 'product', 'product name', 'item'],
  productId: ['产品', '产品名称', 'product', 'product name'],
  companyName: ['公司', '公司名称', '客户名称', '企业名称', '单位名称', 'company', 'company name', 'organization'],
  contactName: ['联系人', '姓名', '联系人姓名', 'contact', 'contact name', 'name'],
  parentId: ['上级客户', '母公司', 'parent', 'parent account', 'subsidiary of'],
  listPrice: ['价格', '单价', '标准价', 'price', 'list price', 'sales price'],
  category: ['产品线', '系列', '类别', 'series', 'category'],
  remark: ['备注', '说明', 'remark', 'note', 'notes', 'comment'],
}

export interface Sampled {
  readonly headers: readonly string[]
  readonly rows: readonly TableRow[]
}

export interface Guess {
  readonly header: string
  readonly field: string | null
  /** From 0 to 1. */
  readonly score: number
}

const leastScore = 0.72

/** Each field is given to at most one column: the surest match takes it. */
export function guessColumns(declaration: Declaration, targets: ReadonlyMap<string, Target>, table: Sampled): Guess[] {
  const matches = table.headers.flatMap((header, column) => {
    const texts = table.rows.slice(0, 50).map((row) => row.cells[column] ?? '')
    return [...targets.values()]
      .filter(({ historyOnly }) => !historyOnly)
      .map((target) => ({ column, name: target.name, score: scoreOf(header, texts, { target, declaration }) }))
  })
  const best = matches.filter(({ score }) => score >= leastScore).sort((a, b) => b.score - a.score)
  const chosen = new Map<number, { name: string; score: number }>()
  const taken = new Set<string>()
  for (const { column, name, score } of best) {
    if (chosen.has(column) || taken.has(name)) continue
    chosen.set(column, { name, score })
    taken.add(name)
  }
  return table.headers.map((header, column) => ({
    header,
    field: chosen.get(column)?.name ?? null,
    score: chosen.get(column)?.score ?? 0,
  }))
}

type Asked = { target: Target; declaration: Declaration }

function scoreOf(header: string, texts: readonly string[], { target, declaration }: Asked): number {
  const wanted = plain(header)
  const words = [target.name, target.field.label.zh, target.field.label.en, ...synonymsOf(target.name, declaration)]
  const likeness = Math.max(...words.map((word) => alike(wanted, plain(word))))
  const filled = texts.filter((text) => text.trim() !== '')
  if (filled.length === 0) return likeness
  const fits = filled.filter((text) => fitsKind(target.field, text)).length / filled.length
  const certain = contentScore(target.field, filled)
  return Math.max(likeness - (fits < 0.5 ? 0.25 : 0), certain)
}

const synonymsOf = (name: string, { title }: Declaration): readonly string[] => [
  ...(synonyms[name] ?? synonyms[name.split('.').at(-1) ?? ''] ?? []),
  ...(name === title ? (synonyms.name ?? []) : []),
]

const plain = (word: string): string =>
  word
    .normalize('NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[（(].*?[)）]/g, '')
    .replace(/[\p{P}\p{Z}_\s]+/gu, '')

function alike(a: string, b: string): number {
  if (a === '' || b === '') return 0
  if (a === b) return 1
  if (Math.min(a.length, b.length) >= 2 && (a.includes(b) || b.includes(a)))
    return 0.75 + 0.15 * (Math.min(a.length, b.length) / Math.max(a.length, b.length))
  return jaroWinkler(a, b) * 0.85
}

/** What can only be one kind of value names its field by itself. */
function contentScore(field: Field, texts: readonly string[]): number {
  const share = (fits: (text: string) => boolean) => texts.filter(fits).length / texts.length
  if (field.check === 'email') return share((text) => normaliseEmail(text) !== null) >= 0.8 ? 0.9 : 0
  if (field.check === 'uscc') return share((text) => usccValid(text.trim().toUpperCase())) >= 0.8 ? 0.95 : 0
  const mobile = field.check === 'phone' && field.mask === 'mobile'
  return mobile && share((text) => /^\+861[3-9]/.test(normalisePhone(text) ?? '')) >= 0.8 ? 0.9 : 0
}

function fitsKind(field: Field, text: string): boolean {
  if (['money', 'decimal', 'integer'].includes(field.kind)) return /^[-+(￥¥$€£]?\s*[\d,.]+\s*[)%]?$/.test(text.trim())
  if (field.kind === 'date' || field.kind === 'datetime') return /^\d{1,4}[-/.年]\d{1,2}/.test(text.trim())
  if (field.check === 'email') return text.includes('@')
  return true
}
