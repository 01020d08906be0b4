import { describe, expect, test } from 'vitest'
import { hashIsOld, hashPassword, nobodysHash, passwordFits, passwordProblem } from './password.ts'

const codeOf = (password: string) =>
  passwordProblem(password, { field: 'password', known: ['liwei@example.com', 'Li Wei', '华东精机'] })?.code ?? 'good'

describe('passwords', () => {
  test('fifteen characters of anything are enough, spaces and Chinese included', () => {
    expect(codeOf('correct horse stapler rain')).toBe('good')
    expect(codeOf('春眠不觉晓处处闻啼鸟夜来风雨声')).toBe('good')
    expect(codeOf('x7 Kq2 vLm9 Tz4 w')).toBe('good')
    expect(codeOf(`${'many words '.repeat(9)}and one more`)).toBe('good')
  })

  test('fourteen are too few and 257 too many; a character outside the first plane counts once', () => {
    expect(codeOf('abcdefgh ijklm')).toBe('PASSWORD_SHORT')
    expect(codeOf('𠮷'.repeat(14))).toBe('PASSWORD_SHORT')
    expect(codeOf('word and '.repeat(30))).toBe('PASSWORD_LONG')
  })

  test('what is guessed first is refused', () => {
    for (const guess of [
      'aaaaaaaaaaaaaaa',
      'abcabcabcabcabc',
      '123456789012345',
      'abcdefghijklmnopq',
      'password123456789',
      'openltc openltc 1',
      'Password Password',
      'liwei@example.com',
      'qwertyuiopasdfghjkl',
      'correct horse battery staple',
    ]) {
      expect(codeOf(guess), guess).toBe('PASSWORD_COMMON')
    }
  })

  test('are kept as argon2id with 19 MiB, two passes, one lane', async () => {
    const stored = await hashPassword('a long sentence to keep')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(hashIsOld(stored)).toBe(false)
    expect(hashIsOld(stored.replace('m=19456', 'm=4096'))).toBe(true)
    expect(await passwordFits(stored, 'a long sentence to keep')).toBe(true)
    expect(await passwordFits(stored, 'a long sentence to keeP')).toBe(false)
    expect(await passwordFits(null, 'a long sentence to keep')).toBe(false)
  })

  test('the same characters fit, however they were composed', async () => {
    const stored = await hashPassword('Zoë walks the dog at nine')
    expect(await passwordFits(stored, 'Zoë walks the dog at nine')).toBe(true)
  })

  test('AUT-02: an unknown login takes as much work as a known one: the same hash at the same cost', async () => {
    const stored = await hashPassword('a long sentence to keep')
    const costOf = (hash: string) => hash.split('$').slice(1, 4)
    expect(costOf(await nobodysHash())).toEqual(costOf(stored))
    expect(await passwordFits(null, 'some wrong password here')).toBe(false)
  })
})
