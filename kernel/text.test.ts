/** Tests of normalising, comparing, masking, searching and exporting text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formulaSafe,
  indexGrams,
  jaroWinkler,
  maskEmail,
  maskMobile,
  normaliseEmail,
  normaliseName,
  normalisePhone,
  queryGrams,
  stripFormulaGuard,
  textProblem,
  usccValid,
} from './text.ts'

describe('names', () => {
  test.each([
    ['上海宝信软件股份有限公司', '上海宝信软件'],
    ['华为技术有限公司 ', '华为技术'],
    ['上海宝钢（集团）有限公司', '上海宝钢'],
    ['北京（ABC）有限责任公司', '北京abc'],
    ['Acme Co., Ltd.', 'acme'],
    ['ＡＣＭＥ，Inc.', 'acme'],
    ['Acme LLC', 'acme'],
    ['华为Co.,Ltd.', '华为'],
    ['Cisco', 'cisco'],
    ['Tesco Ltd', 'tesco'],
    ['集团', '集团'],
    ['Co., Ltd.', 'co'],
    ['', ''],
  ])('%j is compared as %j', (name, core) => {
    expect(normaliseName(name)).toBe(core)
  })
})

describe('telephone numbers', () => {
  test.each([
    ['13812345678', '+8613812345678'],
    ['138-1234-5678', '+8613812345678'],
    ['+86 138 1234 5678', '+8613812345678'],
    ['(+86)13812345678', '+8613812345678'],
    ['0086-13812345678', '+8613812345678'],
    ['8613812345678', '+8613812345678'],
    ['１３８１２３４５６７８', '+8613812345678'],
    ['\u202a13812345678\u202c', '+8613812345678'],
    ['010-62345678', '+861062345678'],
    ['0755 8888 6666', '+8675588886666'],
    ['400-123-4567', '+864001234567'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+1 415.555.0100', '+14155550100'],
  ])('%j is %s', (text, phone) => {
    expect(normalisePhone(text)).toBe(phone)
  })

  test.each(['1.38E+10', '1.38123E+10', '13812345678.0', '1381234567', '12812345678', '', '无', '+0123', '+86'])(
    '%j is none',
    (text) => {
      expect(normalisePhone(text)).toBeNull()
    },
  )

  test('without a prefix belongs to the given country', () => {
    expect(normalisePhone('020 7946 0958', '44')).toBe('+442079460958')
  })
})

test('e-mail addresses are trimmed and lower case, and anything else is none', () => {
  expect(normaliseEmail(' Li.Lei@Example.COM\n')).toBe('li.lei@example.com')
  expect(['a', 'a@b', 'a@@b.cn', 'a b@c.cn', '@b.cn', 'a@b..cn', ''].map(normaliseEmail)).toEqual(Array(7).fill(null))
})

test.each([
  ['martha', 'marhta', 0.961],
  ['dixon', 'dicksonx', 0.813],
  ['dwayne', 'duane', 0.84],
  ['same', 'same', 1],
  ['abc', 'xyz', 0],
  ['', '', 1],
  ['', 'a', 0],
])('the similarity of %j and %j is %d', (a, b, similarity) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(similarity, 3)
  expect(jaroWinkler(b, a)).toBeCloseTo(similarity, 3)
})

test('a credit code is valid only with its check digit', () => {
  expect(usccValid('91350100M000100Y43')).toBe(true)
  expect(usccValid('91350100M000100Y44')).toBe(false)
  expect(usccValid('91350100M000100Y4')).toBe(false)
  expect(usccValid('91350100I000100Y43')).toBe(false)
})

test('NUL and lone surrogates are named, everything else is text', () => {
  expect(textProblem('a\0b')).toBe('nul')
  expect(textProblem('a\ud83d')).toBe('surrogate')
  expect(textProblem('\udc00\ud800')).toBe('surrogate')
  expect(textProblem('喆 𠮷 😀 \u202e')).toBeNull()
})

test('mobile numbers and e-mail addresses are masked', () => {
  expect(maskMobile('13812341234')).toBe('138****1234')
  expect(maskMobile('+8613812341234')).toBe('138****1234')
  expect(maskMobile('12345')).toBe('****')
  expect(maskEmail('alice@x.com')).toBe('a***@x.com')
  expect(maskEmail('nobody')).toBe('***')
})

describe('grams for searching', () => {
  test('index single characters and pairs, look for pairs', () => {
    expect(indexGrams('宝信Ａ')).toEqual(['宝', '信', 'a', '宝信', '信a'])
    expect(queryGrams('宝信软件')).toEqual(['宝信', '信软', '软件'])
    expect(queryGrams('宝')).toEqual(['宝'])
    expect(queryGrams(' ，')).toEqual([])
  })

  test('a text has all the grams of every phrase within it', () => {
    const word = fc.string({ unit: fc.constantFrom('宝', '信', 'a', 'B', '1', ' ', '，', '𠮷') })
    fc.assert(
      fc.property(word, word, word, (before, phrase, after) => {
        const grams = new Set(indexGrams(before + phrase + after))
        expect(queryGrams(phrase).every((gram) => grams.has(gram))).toBe(true)
      }),
    )
  })
})

describe('cells of an export', () => {
  const openings = ['', ' ', '\t', '\n', '\r', '\u00a0', '\u200b', '\ufeff', '\u0001', '\u3000', '\u00ad', '\u3164']

  test.each(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹣'])(
    '%s is guarded, also behind what shows nothing',
    (sign) => {
      for (const opening of openings) {
        const cell = `${opening}${sign}cmd|' /C calc'!A0`
        expect(formulaSafe(cell)).toBe(`'${cell}`)
      }
    },
  )

  test('a leading tab or line break is guarded', () => {
    expect(['\tx', '\rx', '\nx'].map(formulaSafe)).toEqual(["'\tx", "'\rx", "'\nx"])
  })

  test('negative numbers stay numbers and telephone numbers stay text', () => {
    expect(formulaSafe('-12.50')).toBe('-12.50')
    expect(formulaSafe('+8613812345678')).toBe("'+8613812345678")
    expect(formulaSafe('-1+1')).toBe("'-1+1")
    expect(['', 'abc', '1-2', "O'Brien", "'quoted'"].map(formulaSafe)).toEqual([
      '',
      'abc',
      '1-2',
      "O'Brien",
      "'quoted'",
    ])
  })

  test('the guard comes off on import and any text returns as it was', () => {
    expect(stripFormulaGuard("'=1")).toBe('=1')
    expect(stripFormulaGuard("'abc")).toBe("'abc")
    const cell = fc.string({ unit: fc.constantFrom("'", '=', '-', '1', '.', 'a', ' ', '\t', '＋', '\u200b') })
    fc.assert(
      fc.property(cell, (text) => {
        expect(stripFormulaGuard(formulaSafe(text))).toBe(text)
        expect(formulaSafe(text)).not.toMatch(/^[=+@\t\r\n]/)
      }),
    )
  })
})
