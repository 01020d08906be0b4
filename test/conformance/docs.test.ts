/** The documents hold to the product: the variables, routes, buttons, links and samples they name are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { chain } from '../../flow/chain.ts'
import { objects } from '../../flow/index.ts'
import { given } from '../../kernel/given.ts'
import type { Label } from '../../kernel/label.ts'
import { problems, registry } from '../../kernel/registry.ts'
import { openApi } from '../../server/http/openapi.ts'
import { en } from '../../web/shell/words.en.ts'
import { zh } from '../../web/shell/words.zh.ts'
import { adminWords } from '../../web/words/admin.ts'
import { importWords } from '../../web/words/import.ts'
import { peopleWords } from '../../web/words/people.ts'
import { signInWords } from '../../web/words/signIn.ts'
import { loan } from './loan.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const under = (folder: string, end: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}/${name}`.replaceAll('\\', '/'))
const pages = ['README.md', 'README.zh-CN.md', ...under('docs', '.md')]

describe('the documents', () => {
  it('name the variables of the environment that the server reads, all of them and no other', () => {
    const known = variablesRead()
    for (const page of ['docs/operate.md', 'docs/operate.zh-CN.md']) {
      const told = [...environmentOf(page).matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name)
      expect(told.sort(), page).toEqual(known)
    }
    // As an assignment before a command; an upper-case name alone may be a code or a shell variable.
    const used = pages.flatMap((page) => [...read(page).matchAll(/^([A-Z_]+)=\S* .*npm /gm)].map(([, name]) => name))
    expect(used.filter((name) => !known.includes(name as string))).toEqual([])
  })

  it('name routes that there are', () => {
    const known = routesThere()
    for (const page of ['docs/api.md', 'docs/api.zh-CN.md']) {
      const told = [...read(page).matchAll(/`(GET|POST|PATCH|DELETE) (\/[^\s?`]*)/g)]
      expect(told.length, page).toBeGreaterThan(40)
      const strange = told
        .map(([, method, path]) => `${method} ${plain(path as string)}`)
        .filter((one) => !known.has(one))
      expect(strange, page).toEqual([])
    }
  })

  it('walk through resources and transitions that there are', () => {
    const byPlural = new Map(objects.map((one) => [one.plural, one]))
    const walk = [...read('docs/api.md').matchAll(/\b(?:step|post|change|newest|api GET) \/(\w+)(?:\/\$\w+ (\w+))?/g)]
    expect(walk.length).toBeGreaterThan(25)
    for (const [line, plural, act] of walk) {
      const declaration = byPlural.get(plural as string)
      expect(declaration, line).toBeDefined()
      if (line.startsWith('step')) expect(Object.keys(declaration?.transitions ?? {}), line).toContain(act)
    }
  })

  it('name buttons as they are called on the pages', () => {
    const labels = buttons()
    for (const language of ['zh', 'en'] as const) {
      for (const page of under(`docs/guide/${language}`, '.md')) {
        const told = [...read(page).matchAll(/\*\*([^*]+)\*\*/g)].map(([, text]) => text as string)
        const free = [
          '链路',
          'thread',
          '线索到现金全景',
          'the river',
          '搜索',
          '列表',
          '记录',
          '评论',
          '语言与外观',
          'Search',
          'Lists',
          'Records',
          'Comments',
          'Language and looks',
        ]
        const headings = [...read(page).matchAll(/^(?:\d+\.|-) \*\*([^*]+)\*\*[:：]/gm)].map(
          ([, text]) => text as string,
        )
        expect(
          told.filter((text) => !labels[language].has(text) && ![...free, ...headings].includes(text)),
          page,
        ).toEqual([])
      }
    }
  })

  it('link to what is there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)]
        .filter(([, image, target]) => image === '' && !/^(https?:|#)/.test(target as string))
        .map(([, , target]) => (target as string).replace(/#.*$/, ''))
        .filter((target) => !existsSync(resolve(join(root, dirname(page)), target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('keep the architecture within a hundred lines', () => {
    expect(read('docs/ARCHITECTURE.md').split('\n').length).toBeLessThan(100)
  })

  it('show an object that compiles, is sound, and does what the page says', () => {
    expect(read('docs/object-language.md')).toContain(read('test/conformance/loan.ts').trimEnd())
    expect(problems(registry([...objects, loan], chain)).filter((one) => one.includes('loan'))).toEqual([])
    const id = '00000000-0000-7000-8000-000000000001'
    const draft = { accountId: id, returnBy: '2026-05-01', lines: [{ id, productId: id }] }
    const lent = (out: number, today: string) =>
      given(loan).in('draft', draft).as('SM').at(`${today}T02:00:00.000Z`, today).facts({ out }).when('lend')
    lent(0, '2026-04-01').emits('loan.lent')
    lent(0, '2026-06-01').refuses('LOAN_DATE_PAST')
    lent(3, '2026-04-01').refuses('LOANS_TOO_MANY')
  })
})

/** The second chapter of the page: the table of variables. */
const environmentOf = (page: string): string => read(page).split(/^## /m)[2] ?? ''

function variablesRead(): string[] {
  const source = read('server/boot/config.ts')
  return [...new Set([...source.matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(([, name]) => name as string))].sort()
}

/** Those of the description, and those the routes themselves name. */
function routesThere(): Set<string> {
  const { paths } = openApi(registry(objects, chain), null) as unknown as { paths: Record<string, object> }
  const out = new Set<string>()
  for (const [path, item] of Object.entries(paths))
    for (const method of Object.keys(item)) out.add(`${method.toUpperCase()} ${plain(path)}`)
  for (const file of under('server/http', '.ts')) {
    const own = /\/(imports|packs)\.ts$/.exec(file)?.[1]
    const base = `/api/v1/${own ?? 'leads'}`
    const text = read(file).replaceAll('${base}', base).replaceAll('(base,', `('${base}',`)
    for (const [, method, path] of text.matchAll(/\.(get|post|patch|delete)\(\s*['`](\/[^'`]*)['`]/g))
      out.add(`${(method as string).toUpperCase()} ${plain(path as string)}`)
  }
  return out
}

/** Every parameter alike; {plural} stands for a resource and {transition} for one of its own. */
function plain(path: string): string {
  const filled = path.replace('{plural}', 'leads').replace('{transition}', 'claim')
  return filled.replace(/^\/api\/v1/, '').replace(/\{\w+\}|:\w+/g, '{}')
}

/** Labels of transitions and the words of buttons, in both languages. */
function buttons(): Record<'zh' | 'en', Set<string>> {
  const steps: Label[] = objects.flatMap((one) => Object.values(one.transitions).map(({ label }) => label))
  const words: Label[] = [
    ...Object.values(adminWords),
    ...Object.values(importWords),
    ...Object.values(signInWords),
    ...Object.values(peopleWords),
  ]
  const made = objects.flatMap(({ label }) =>
    [zh, en].map((each) => each.createObject.replace('{object}', each === zh ? label.zh : label.en)),
  )
  const told = [...steps, ...words]
  return {
    zh: new Set([...told.map((one) => one.zh), ...made, ...Object.values(zh)]),
    en: new Set([...told.map((one) => one.en), ...made, ...Object.values(en)]),
  }
}
