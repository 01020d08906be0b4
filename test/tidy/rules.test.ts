/** The rules of the house, each seen to find what it is there to find and to leave alone what is fine. */
import { describe, expect, test } from 'vitest'
import { deadFiles, impurities, strangeAddresses, strayedSql } from './conduct.ts'
import { cycles, layerBreaches } from './layers.ts'
import { bannedWords, longFiles, longFunctions, longLines, manyParameters } from './shape.ts'
import { parse } from './source.ts'

const files = (texts: Record<string, string>) => Object.entries(texts).map(([path, text]) => parse(path, text))
const lines = (count: number) => '\n'.repeat(count)

describe('layers', () => {
  const account = { 'flow/sell/account.ts': `export const account = object('account', {})` }
  const breaches = (path: string, text: string) => layerBreaches(files({ ...account, [path]: text }))

  test.each([
    ['kernel/a.ts', `import pg from 'pg'`],
    ['kernel/a.ts', `import { b } from '../flow/b.ts'`],
    ['flow/sell/lead.ts', `import { account } from './account.ts'`],
    ['flow/sell/lead/states.ts', `import { account } from '../account.ts'`],
    ['metrics/a.ts', `import fs from 'node:fs'`],
    ['server/http/a.ts', `import { b } from '../follow/b.ts'`],
    ['server/store/a.ts', `import { b } from '../write/b.ts'`],
    ['server/write/a.ts', `import { b } from '../boot/b.ts'`],
    ['server/cellar/a.ts', `import { b } from '../store/b.ts'`],
    ['server/main.ts', `import { b } from '../web/b.ts'`],
    ['web/a.tsx', `import { b } from '../server/b.ts'`],
    ['web/a.tsx', `export * from '../server/b.ts'`],
    ['web/a.tsx', `const b = await import('../server/b.ts')`],
  ])('%s may not %s', (path, text) => expect(breaches(path, text)).toEqual([expect.stringMatching(`^${path}:1 `)]))

  test.each([
    ['kernel/a.ts', `import { Decimal } from 'decimal.js'`],
    ['flow/sell/lead.ts', `import { object } from '../../kernel/object.ts'; import { fields } from './lead/fields.ts'`],
    ['flow/sell/lead.ts', `import { reach } from './reach.ts'`],
    ['flow/index.ts', `export { lead } from './sell/lead.ts'`],
    ['flow/chain.ts', `import { lead } from './sell/lead.ts'`],
    ['server/http/a.ts', `import { b } from '../write/b.ts'; import type { Config } from '../boot/config.ts'`],
    ['server/main.ts', `import { b } from './follow/b.ts'; import fastify from 'fastify'`],
    ['web/a.tsx', `import type { B } from '../server/b.ts'; import { type C } from '../server/c.ts'`],
  ])('%s may %s', (path, text) => expect(breaches(path, text)).toEqual([]))

  test('a cycle is told once, with its way', () => {
    const found = cycles(files({ 'kernel/a.ts': `import './b.ts'`, 'kernel/b.ts': `import type { A } from './a.ts'` }))
    expect(found).toEqual(['kernel/a.ts:1 import cycle: kernel/a.ts → kernel/b.ts → kernel/a.ts'])
  })
})

describe('shape', () => {
  test('a file of 300 lines passes, one of 301 does not', () => {
    expect(longFiles(files({ 'kernel/a.ts': lines(300) }))).toEqual([])
    expect(longFiles(files({ 'kernel/a.ts': lines(301) }))).toHaveLength(1)
  })

  test('a function of 70 lines passes, one of 71 does not, in a test it may', () => {
    const long = (count: number) => `\nexport const a = () => {${lines(count - 1)}}`
    expect(longFunctions(files({ 'kernel/a.ts': long(70) }))).toEqual([])
    expect(longFunctions(files({ 'kernel/a.ts': long(71) }))).toEqual([
      'kernel/a.ts:2 the function has 71 lines, 70 at most',
    ])
    expect(longFunctions(files({ 'kernel/a.test.ts': long(300) }))).toEqual([])
  })

  test('a brace in a string, a template or a pattern misleads nobody', () => {
    const text = 'function a() { return ["{", `}${`{`}`, /[{/]/] }\nfunction b() {}\n'
    expect(longFunctions(files({ 'kernel/a.ts': text + lines(100) }))).toEqual([])
  })

  test('three parameters pass, four do not, in methods and arrows too', () => {
    expect(manyParameters(files({ 'kernel/a.ts': 'function a(this: X, b, c, d) {}' }))).toEqual([])
    for (const text of [
      'function a(b, c, d, e) {}',
      'const a = (b, c, d, ...e) => 1',
      'const a = { m(b, c, d, e) {} }',
    ]) {
      expect(manyParameters(files({ 'kernel/a.ts': text }))).toHaveLength(1)
    }
  })

  test('a line is counted in characters, not bytes', () => {
    expect(longLines(files({ 'kernel/a.ts': `// ${'线'.repeat(117)}` }))).toEqual([])
    expect(longLines(files({ 'kernel/a.ts': `// ${'线'.repeat(118)}` }))).toHaveLength(1)
  })

  test('empty words are refused as names of files and types, words of the trade are not', () => {
    for (const name of ['UserManager', 'OrderService', 'LineDTO', 'BaseEntity']) {
      expect(bannedWords(files({ 'server/store/a.ts': `interface ${name} {}` }))).toHaveLength(1)
    }
    for (const name of ['SalesManager', 'LegalEntity', 'ServiceAgent', 'Utilisation']) {
      expect(bannedWords(files({ 'server/store/a.ts': `interface ${name} {}` }))).toEqual([])
    }
    expect(bannedWords(files({ 'web/utils/a.ts': '', 'flow/cash/legalEntity.ts': '' }))).toHaveLength(1)
  })
})

describe('conduct', () => {
  test.each(['Date.now()', 'new Date()', 'Math.random()', 'process.env.A', "fetch('a')", 'crypto.randomUUID()'])(
    '%s is impure',
    (text) => expect(impurities(files({ 'flow/sell/a.ts': `const a = ${text}` }))).toHaveLength(1),
  )

  test.each(['new Date(0)', '({ process: 1 }).process', 'row.process.name', 'Math.max(1)', "object('process')"])(
    '%s is pure',
    (text) => expect(impurities(files({ 'kernel/a.ts': `const a = ${text}` }))).toEqual([]),
  )

  test.each([
    '`select id from lead where tenant_id = ${id}`',
    "'insert into lead values (1)'",
    "'update lead set name = 1'",
    "'delete from lead'",
    "'with a as (select 1) select 2'",
    "'SELECT 1'",
  ])('%s is SQL and stands in the store only', (text) => {
    expect(strayedSql(files({ 'server/http/a.ts': `const a = ${text}` }))).toHaveLength(1)
    expect(strayedSql(files({ 'server/store/a.ts': `const a = ${text}` }))).toEqual([])
  })

  test.each(["'Select a file from the list'", "'update'", "'with care'", "'selected'"])('%s is no SQL', (text) =>
    expect(strayedSql(files({ 'web/a.ts': `const a = ${text}` }))).toEqual([]),
  )

  test('a file that only a test reaches is dead, one that the server, a page or an address reaches is not', () => {
    const sources = files({
      'server/main.ts': `import './store/a.ts'`,
      'server/store/a.ts': `new URL('./b.worker.js', import.meta.url)`,
      'server/store/b.worker.ts': '',
      'server/store/dead.ts': '',
      'server/store/dead.test.ts': `import './dead.ts'`,
      'web/main.tsx': `const page = () => import('./page.tsx')`,
      'web/page.tsx': '',
    })
    expect(deadFiles(sources, ['web/main.tsx'])).toEqual(['server/store/dead.ts:1 nothing reaches this file'])
  })

  test('an address of a registry or a path of a machine is found', () => {
    const address = ['https://registry', 'npmjs', 'org/a'].join('.')
    const path = ['', 'root', 'a'].join('/')
    const found = strangeAddresses([{ path: 'a.md', text: `fine\n${address}\nsee ${path}` }])
    expect(found.map((line) => line.split(' ')[0])).toEqual(['a.md:2', 'a.md:3'])
  })
})
