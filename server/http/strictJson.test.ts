import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeUtf8, JsonProblem, parseStrict } from './strictJson.ts'

function problemOf(text: string): JsonProblem {
  try {
    parseStrict(text)
  } catch (error) {
    return error as JsonProblem
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`)
}

describe('strict JSON', () => {
  test('reads what the platform reads, to the same value', () => {
    const clean = fc.jsonValue({ maxDepth: 6 }).filter((value) => {
      const text = JSON.stringify(value)
      return !/__proto__|constructor|prototype|\\u0000|\\ud[89a-f]|e\+|[0-9]{16}/i.test(text)
    })
    fc.assert(
      fc.property(clean, (value) => {
        const text = JSON.stringify(value, null, 2)
        expect(parseStrict(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('refuses whatever the platform refuses', () => {
    const broken = [
      '',
      ' ',
      '{',
      '[1,]',
      '{"a":1,}',
      "{'a':1}",
      '01',
      '1.',
      '+1',
      '.5',
      'nul',
      '"\t"',
      '"\\x"',
      '1 2',
      '"a',
    ]
    for (const text of broken) expect(problemOf(text).code).toBe('BAD_REQUEST')
  })

  test('a key that appears twice is named', () => {
    expect(problemOf('{"a":{"price":1,"price":2}}').field).toBe('a.price')
    expect(problemOf('{"a":1,"\\u0061":2}').field).toBe('a')
  })

  test('numbers that would change are refused, ordinary ones are not', () => {
    for (const text of ['1e400', '-1e400', '9007199254740993', '1e22', '0.12345678901234567890']) {
      expect(problemOf(`{"amount":${text}}`).field).toBe('amount')
    }
    expect(parseStrict('[0, -0.5, 1e3, 9007199254740991, 0.1]')).toEqual([0, -0.5, 1000, 9007199254740991, 0.1])
  })

  test('ten thousand levels of nesting end in a refusal, not in a broken stack', () => {
    expect(problemOf('['.repeat(10_000)).message).toContain('nesting')
    expect(problemOf(`${'{"a":'.repeat(10_000)}1`).message).toContain('nesting')
  })

  test('a hundred thousand items are too many', () => {
    expect(problemOf(`[${Array(100_000).fill('1').join(',')}]`).message).toContain('at most')
  })

  test('NUL and halves of a surrogate pair are refused with the field that holds them', () => {
    expect(problemOf('{"lines":[{"name":"a\\u0000"}]}')).toMatchObject({ code: 'BAD_TEXT', field: 'lines[0].name' })
    expect(problemOf('{"name":"\\ud83d"}')).toMatchObject({ code: 'BAD_TEXT', field: 'name' })
    expect(parseStrict('{"name":"\\ud83d\\ude00 𠮷"}')).toEqual({ name: '😀 𠮷' })
  })

  test('keys that reach for the prototype are refused', () => {
    expect(problemOf('{"__proto__":{"polluted":true}}').field).toBe('__proto__')
    expect(problemOf('{"a":{"constructor":{}}}').field).toBe('a.constructor')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('bytes that are no UTF-8 are refused', () => {
    expect(() => decodeUtf8(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toThrow(JsonProblem)
  })

  test('a long string is read in one go', () => {
    const long = 'x'.repeat(900_000)
    expect(parseStrict(JSON.stringify({ long }))).toEqual({ long })
  })
})
