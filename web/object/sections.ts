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
}

export interface Section {
  readonly key: string
  readonly label: Label | null
  readonly fields: readonly FieldMeta[]
}

/** Fields by section in the order of their first field; what has none comes first. */
export function sectionsOf(fields: readonly FieldMeta[]): readonly Section[] {
  const groups = new Map<string, FieldMeta[]>([['', []]])
  for (const field of fields) {
    const key = field.section ?? ''
    const group = groups.get(key)
    if (group) group.push(field)
    else groups.set(key, [field])
  }
  return [...groups]
    .filter(([, group]) => group.length > 0)
    .map(([key, group]) => ({
      key,
      label: key ? (known[key] ?? { zh: key, en: key }) : null,
      fields: group,
    }))
}
