/** The headings under which declared fields stand in forms and on record pages, in both languages. */
import { say } from '../../kernel/label.ts'
import type { FieldMeta, Label } from '../api/types.ts'

const known: Readonly<Record<string, Label>> = {
  deal: say('交易', 'Deal'),
  score: say('评分', 'Score'),
  party: say('客户', 'Customer'),
  price: say('价格', 'Price'),
  progress: say('进度', 'Progress'),
  outcome: say('结果', 'Outcome'),
  invoicing: say('开票信息', 'Invoicing'),
  credit: say('信用', 'Credit'),
  bant: say('需求评估（BANT）', 'Qualification (BANT)'),
  recycle: say('回收', 'Recycling'),
  answer: say('客户答复', 'Answer'),
  condition: say('适用条件', 'Conditions'),
  control: say('内部控制', 'Control'),
  decision: say('决策', 'Decision'),
  documents: say('单据', 'Documents'),
  end: say('终止', 'Ending'),
  leads: say('线索', 'Leads'),
  opportunities: say('商机', 'Opportunities'),
  paper: say('合同文本', 'Paper'),
  supply: say('供应', 'Supply'),
  term: say('期限', 'Term'),
  terms: say('条款', 'Terms'),
  amounts: say('金额', 'Amounts'),
  buyer: say('购买方', 'Buyer'),
  commercial: say('商务', 'Commercial'),
  delivery: say('交付', 'Delivery'),
}

const other = say('其他信息', 'Other')

export interface Section {
  readonly key: string
  readonly label: Label | null
  readonly fields: readonly FieldMeta[]
}

/** Fields by section in the order of their first field; sections that must be filled come before the others. */
export function sectionsOf(fields: readonly FieldMeta[]): readonly Section[] {
  const groups = new Map<string, FieldMeta[]>()
  for (const field of fields) {
    const key = field.section ?? ''
    const group = groups.get(key)
    if (group) group.push(field)
    else groups.set(key, [field])
  }
  const sorted = [...groups].sort(([, a], [, b]) => urgency(a) - urgency(b))
  return sorted.map(([key, group], index) => ({
    key,
    label: key ? (known[key] ?? { zh: key, en: key }) : index === 0 ? null : other,
    fields: group,
  }))
}

const urgency = (group: readonly FieldMeta[]): number => (group.some((field) => field.required) ? 0 : 1)
