/** Matching rules against public records whose true pairs are known. */
import { describe, expect, it } from 'vitest'
import { type Case, casesOf, measure } from '../../bench/dedupe/dedupe.ts'
import { byExactKey, judge } from '../../bench/dedupe/judge.ts'
import { dataFolder } from '../support/maven.ts'

const folder = dataFolder('dedupe')
const cases = folder === null ? [] : casesOf(folder)

describe.skipIf(folder === null)('a matching rule', () => {
  it.each(cases.map((one): [string, Case] => [one.known.name, one]))('finds the same party in %s', (_name, one) => {
    const measured = measure(one)
    expect(measured.f1).toBeGreaterThanOrEqual(one.target ?? 0.98)
    expect(measured.f1).toBeGreaterThan(judge(one.known.truth, byExactKey(one.known, one.key)).f1)
  })

  it('compares few of all possible pairs', () => {
    for (const one of cases) {
      const { rows } = one.known
      expect(measure(one).compared).toBeLessThan((rows.length * (rows.length - 1)) / 100)
    }
  })
})
