/** Tests of lead scoring and BANT. */
import { describe, expect, test } from 'vitest'
import { bantMet, engagementScore, gradeOf, leadScore, needMet } from './score.ts'

describe('lead score', () => {
  const engagements = [
    { points: 20, ageDays: 0 },
    { points: 5, ageDays: 30 },
    { points: 15, ageDays: 60 },
  ]

  test('a form today, a click 30 days ago and a webinar 60 days ago are 26.25; with fit 70 the score is 52.5', () => {
    expect(leadScore([40, 30], engagements)).toEqual({ fit: 70, engagement: 26.25, score: 52.5, grade: 'C' })
  })

  test('fit is clipped and engagement capped, so a score stays within 0–100', () => {
    expect(leadScore([90, 90], [{ points: 500, ageDays: 0 }])).toMatchObject({ score: 100, grade: 'A' })
    expect(leadScore([-50], [])).toMatchObject({ fit: 0, score: 0, grade: 'D' })
    expect(engagementScore([{ points: 10, ageDays: -60 }])).toBe(10)
  })

  test.each([
    [80, 'A'],
    [79.99, 'B'],
    [60, 'B'],
    [40, 'C'],
    [39.99, 'D'],
  ])('%d is grade %s', (score, grade) => {
    expect(gradeOf(score)).toBe(grade)
  })
})

describe('BANT', () => {
  test('counts what is met', () => {
    expect(bantMet({ budget: 'planned', authority: 'influencer', need: 'explicit', timeline: 'm3_6' })).toBe(4)
    expect(bantMet({ budget: 'insufficient', authority: 'user', need: 'latent', timeline: 'm6_12' })).toBe(0)
    expect(bantMet({ budget: 'approved', authority: 'decision_maker', need: 'latent', timeline: 'lt3m' })).toBe(3)
  })

  test('tells whether the need is among it', () => {
    expect(needMet({ need: 'urgent' })).toBe(true)
    expect(needMet({ need: 'latent' })).toBe(false)
  })
})
