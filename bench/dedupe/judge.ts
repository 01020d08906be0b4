/** Precision and recall of a rule against pairs that are known to be true. */
import { likenessOf, type MatchRule, subjectOf, type Verdict } from '../../kernel/likeness.ts'
import { pairsByKey } from '../../kernel/pairing.ts'
import { type Known, pairId } from './data.ts'

export interface Judged {
  readonly found: number
  readonly right: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface Found {
  readonly pair: string
  readonly points: number
  readonly verdict: Verdict
}

/** Every pair that the rule compares and does not let go. */
export function findPairs(known: Known, rule: MatchRule): { found: Found[]; compared: number } {
  const subjects = known.rows.map((row) => subjectOf(rule, row))
  const { pairs } = pairsByKey(subjects.map((one) => one.keys))
  const found: Found[] = []
  let compared = 0
  for (const [a, b] of pairs) {
    if (!known.comparable(a, b)) continue
    compared++
    const { points, verdict } = likenessOf(rule, subjects[a] as never, subjects[b] as never)
    if (verdict !== 'none') found.push({ pair: pairId(a, b), points, verdict })
  }
  return { found, compared }
}

export function judge(truth: ReadonlySet<string>, found: readonly string[]): Judged {
  const right = found.filter((pair) => truth.has(pair)).length
  const precision = found.length === 0 ? 0 : right / found.length
  const recall = right / truth.size
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  const four = (value: number) => Math.round(value * 10_000) / 10_000
  return { found: found.length, right, precision: four(precision), recall: four(recall), f1: four(f1) }
}

/** What one exact key finds by itself: the baseline. */
export function byExactKey(known: Known, field: string): string[] {
  const keys = known.rows.map((row) => {
    const text = String(row[field] ?? '').replace(/[^\p{L}\p{N}]/gu, '')
    return text === '' ? [] : [text]
  })
  const { pairs } = pairsByKey(keys, known.rows.length)
  return pairs.filter(([a, b]) => known.comparable(a, b)).map(([a, b]) => pairId(a, b))
}
