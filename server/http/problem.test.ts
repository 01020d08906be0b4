import { describe, expect, test } from 'vitest'
import { say } from '../../kernel/label.ts'
import { refusalOrder, refuse } from '../../kernel/refusal.ts'
import { doorMessages } from './messages.ts'
import { problemOf } from './problem.ts'

describe('problems', () => {
  test('the first class in the order of precedence gives the status', () => {
    const statuses = refusalOrder.map((kind) => problemOf([refuse(kind, 'ANY')], 'r').status)
    expect(statuses).toEqual([401, 403, 404, 428, 409, 423, 409, 403, 400, 422])
    const mixed = problemOf([refuse('guard', 'LATE'), refuse('invalid', 'WRONG_TYPE', { field: 'x' })], 'r')
    expect(mixed).toMatchObject({ status: 400, code: 'WRONG_TYPE' })
  })

  test('several invalid values are one problem with an error for each', () => {
    const given = [
      refuse('invalid', 'UNKNOWN_FIELD', { field: 'a' }),
      refuse('invalid', 'UNKNOWN_FIELD', { field: 'b' }),
    ]
    const problem = problemOf(given, 'r')
    expect(problem.code).toBe('VALIDATION')
    expect(problem.errors.map((error) => error.field)).toEqual(['a', 'b'])
  })

  test('a refusal may name another status and carries who may override it', () => {
    const problem = problemOf([refuse('guard', 'POOL_ALREADY_CLAIMED', { status: 409, override: ['SM'] })], 'r')
    expect(problem.status).toBe(409)
    expect(problem.errors[0]?.override).toEqual(['SM'])
  })

  test('labels in details are said in each language, whole amounts as text', () => {
    const duty = refuse('duty', 'SOD_VIOLATION', {
      details: { rule: 'S01', say: say('报价与审批', 'quote and approve'), n: 5n },
    })
    const [error] = problemOf([duty], 'r').errors
    expect(error?.message).toEqual({
      zh: '职责分离冲突：S01 报价与审批',
      en: 'Segregation of duties conflict: S01 quote and approve',
    })
    expect(error?.details).toMatchObject({ n: '5' })
  })

  test('every message of the doors stands in both languages with the same placeholders', () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    for (const [code, message] of Object.entries(doorMessages)) {
      expect(holes(message.zh), code).toEqual(holes(message.en))
      expect(message.zh, code).toMatch(/\p{Script=Han}/u)
    }
  })
})
