/** One condition on a record as a company writes it in scoring and assignment rules: field, operator, value. */

import { type Loose, valueAt } from '../../kernel/fact.ts'
import { choice, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { Exact } from '../../kernel/money.ts'

/** The fields of a lead that rules may look at. */
export const leadFacets = {
  industry: ['行业', 'Industry'],
  companySize: ['公司规模', 'Company size'],
  'region.province': ['省份', 'Province'],
  'region.city': ['城市', 'City'],
  title: ['职务', 'Job title'],
  source: ['来源', 'Source'],
  companyName: ['公司名称', 'Company name'],
  needDesc: ['需求描述', 'Need'],
  score: ['总分', 'Score'],
  grade: ['等级', 'Grade'],
} as const

export const operators = {
  equals: ['等于', 'is'],
  differs: ['不等于', 'is not'],
  oneOf: ['属于（逗号分隔）', 'is one of (separated by commas)'],
  contains: ['包含', 'contains'],
  atLeast: ['不小于', 'is at least'],
  atMost: ['不大于', 'is at most'],
  filled: ['已填写', 'is filled'],
  empty: ['为空', 'is empty'],
} as const

export const conditionFields = {
  field: choice(leadFacets, { label: say('字段', 'Field') }),
  operator: choice(operators, { label: say('条件', 'Operator'), default: 'equals' }),
  value: text({ label: say('值', 'Value') }),
} as const

export interface Condition {
  readonly field: string | null
  readonly operator: keyof typeof operators | null
  readonly value: string | null
}

/** Letters compare without case and width; numbers exactly. A condition that names no field holds for everything. */
export function matches(record: Loose, { field, operator, value }: Condition): boolean {
  if (field === null || operator === null) return true
  const held = plain(valueAt(record, field))
  const wanted = plain(value)
  switch (operator) {
    case 'filled':
      return held !== ''
    case 'empty':
      return held === ''
    case 'equals':
      return held === wanted
    case 'differs':
      return held !== wanted
    case 'oneOf':
      return listOf(value).includes(held)
    case 'contains':
      return wanted !== '' && held.includes(wanted)
    case 'atLeast':
      return compare(held, wanted) >= 0
    case 'atMost':
      return compare(held, wanted) <= 0
  }
}

/** The items of a list typed with commas of either script. */
export function listOf(text: string | null | undefined): string[] {
  return (text ?? '')
    .split(/[,，、;；\n]/)
    .map(plain)
    .filter((item) => item !== '')
}

export const plain = (value: unknown): string =>
  value === null || value === undefined ? '' : String(value).normalize('NFKC').trim().toLowerCase()

const number = /^-?\d+(\.\d+)?$/

/** NaN where either side is no number, so that neither comparison holds. */
function compare(a: string, b: string): number {
  return number.test(a) && number.test(b) ? new Exact(a).comparedTo(b) : Number.NaN
}
