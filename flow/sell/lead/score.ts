/** How well a lead fits and how much it engages, from the company's scoring rules (chain.md §3.6). */
import type { Loose } from '../../../kernel/fact.ts'
import { type Engagement, leadScore } from '../../../kernel/score.ts'
import { type Condition, matches } from '../condition.ts'

export interface Signs {
  readonly scoringRules: readonly Loose[]
  /** Valid activities on the lead. */
  readonly activities: readonly Loose[]
  /** Its rows in campaigns: opened, responded, attended. */
  readonly responses: readonly Loose[]
}

export interface Scored {
  readonly fitScore: number
  readonly engagementScore: string
  readonly score: string
  readonly grade: 'A' | 'B' | 'C' | 'D'
}

const dayMs = 86_400_000

export function scored(record: Loose, signs: Signs, now: string): Scored {
  const fitRules = signs.scoringRules.filter((rule) => rule.kind === 'fit')
  const points = fitRules
    .filter((rule) => matches(record, rule as unknown as Condition))
    .map((rule) => rule.points as number)
  const { fit, engagement, score, grade } = leadScore(points, engagements(signs, now))
  return { fitScore: fit, engagementScore: String(engagement), score: String(score), grade }
}

/** Each sign of interest with the points of its rule; several rules for one sign add up. */
function engagements({ scoringRules, activities, responses }: Signs, now: string): Engagement[] {
  const pointsOf = (signal: string) =>
    scoringRules
      .filter((rule) => rule.kind === 'engagement' && rule.signal === signal)
      .reduce((total, rule) => total + (rule.points as number), 0)
  const signs = [
    ...activities.map((one) => ({ signal: one.type as string, at: one.startAt as string | null })),
    ...responses.map((one) => ({ signal: one.status as string, at: one.respondedAt as string | null })),
  ]
  return signs.flatMap(({ signal, at }) => {
    const points = pointsOf(signal)
    if (points === 0 || at === null) return []
    return [{ points, ageDays: (Date.parse(now) - Date.parse(at)) / dayMs }]
  })
}
