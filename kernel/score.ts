/** Lead scoring: how well a company fits, how much it engages, and how much of BANT is known to be met. */

export interface Engagement {
  readonly points: number
  readonly ageDays: number
}

export interface LeadScore {
  readonly fit: number
  readonly engagement: number
  readonly score: number
  readonly grade: Grade
}

export type Grade = 'A' | 'B' | 'C' | 'D'

export interface Bant {
  readonly budget: 'unknown' | 'none' | 'insufficient' | 'planned' | 'approved'
  readonly authority: 'unknown' | 'user' | 'influencer' | 'decision_maker'
  readonly need: 'unknown' | 'latent' | 'explicit' | 'urgent'
  readonly timeline: 'unknown' | 'gt12m' | 'm6_12' | 'm3_6' | 'lt3m'
}

/** Interest halves in this many days. */
const halfLifeDays = 30

/** 0.6 × fit + 0.4 × engagement, each 0–100; rounded to two decimals so that a grade does not hang on a float. */
export function leadScore(fitPoints: readonly number[], engagements: readonly Engagement[]): LeadScore {
  const fit = fitScore(fitPoints)
  const engagement = engagementScore(engagements)
  const score = twoDecimals(0.6 * fit + 0.4 * engagement)
  return { fit, engagement, score, grade: gradeOf(score) }
}

/** The points of the matching rules on industry, size, region and title, clipped to 0–100. */
export function fitScore(points: readonly number[]): number {
  return clipped(points.reduce((a, b) => a + b, 0))
}

/** Σ points × 0.5^(age in days / 30), at most 100; what lies in the future counts as today. */
export function engagementScore(engagements: readonly Engagement[]): number {
  const decayed = engagements.map(({ points, ageDays }) => points * 0.5 ** (Math.max(0, ageDays) / halfLifeDays))
  return clipped(decayed.reduce((a, b) => a + b, 0))
}

export function gradeOf(score: number): Grade {
  return score >= 80 ? 'A' : score >= 60 ? 'B' : score >= 40 ? 'C' : 'D'
}

/** How many of budget, authority, need and timeline are met, 0–4. */
export function bantMet(bant: Bant): number {
  const met = [
    bant.budget === 'planned' || bant.budget === 'approved',
    bant.authority === 'influencer' || bant.authority === 'decision_maker',
    needMet(bant),
    bant.timeline === 'lt3m' || bant.timeline === 'm3_6',
  ]
  return met.filter(Boolean).length
}

/** Qualifying asks for the need itself, whatever else is met. */
export function needMet(bant: Pick<Bant, 'need'>): boolean {
  return bant.need === 'explicit' || bant.need === 'urgent'
}

function clipped(points: number): number {
  return twoDecimals(Math.min(100, Math.max(0, points)))
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100
}
