/** Tests of the duplicate check. */
import { describe, expect, test } from 'vitest'
import { matchScore, matchVerdict } from './match.ts'

const uscc = '91350100M000100Y43'

describe('two parties', () => {
  test('with the same credit code are the same, in whatever case it was typed', () => {
    expect(matchScore({ uscc, name: '甲' }, { uscc: ' 91350100m000100y43', name: '乙' })).toBe(100)
  })

  test('with the same mobile or e-mail match at 90', () => {
    expect(matchScore({ mobile: '+86 138-1234-5678' }, { mobile: '13812345678' })).toBe(90)
    expect(matchScore({ email: 'Li@X.com ' }, { email: 'li@x.com' })).toBe(90)
  })

  test('with one name match at 80 in one city and at 60 elsewhere', () => {
    const a = { name: '上海宝信软件股份有限公司', city: '上海' }
    expect(matchScore(a, { name: '上海宝信软件', city: '上海市' })).toBe(80)
    expect(matchScore(a, { name: '上海宝信软件', city: '北京' })).toBe(60)
    expect(matchScore(a, { name: '上海宝信软件' })).toBe(60)
  })

  test('with nothing in common, nothing filled or only placeholders do not match', () => {
    expect(matchScore({ name: '华东机械' }, { name: '西南食品' })).toBe(0)
    expect(matchScore({}, {})).toBe(0)
    expect(matchScore({ uscc: '无', mobile: '0', email: '-' }, { uscc: '无', mobile: '0', email: '-' })).toBe(0)
  })
})

test('90 and more blocks, 60 and more warns', () => {
  expect([100, 90, 80, 60, 0].map(matchVerdict)).toEqual(['block', 'block', 'warn', 'warn', 'none'])
})
