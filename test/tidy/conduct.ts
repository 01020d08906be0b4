/** What code may do where: a pure kernel, SQL in its place, nothing dead, no addresses that do not belong. */
import { type Node, nameOf, type Source, textOf, walk } from './source.ts'

const pureFolders = /^(kernel|flow|manage|metrics)\//
const impureNames = new Set(['fetch', 'process', 'performance', 'crypto', 'console', 'setTimeout', 'setInterval'])
const impureMembers = new Set(['Date.now', 'Math.random'])

/** Clock, randomness and the outside world are arguments of what is pure. */
export function impurities(sources: Source[]): string[] {
  return sources
    .filter(({ path, isTest }) => pureFolders.test(path) && !isTest)
    .flatMap((source) => {
      const found: string[] = []
      walk(source.program, (node, above) => {
        const what = impurityOf(node, above[0])
        if (what) found.push(`${source.path}:${source.lineOf(node)} ${what} in what must be pure: make it an argument`)
      })
      return found
    })
}

function impurityOf(node: Node, parent?: Node): string | undefined {
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
    return (node.arguments as Node[]).length === 0 ? 'new Date()' : undefined
  }
  if (node.type === 'MemberExpression') {
    const member = `${nameOf(node.object)}.${nameOf(node.property)}`
    return impureMembers.has(member) ? member : undefined
  }
  const name = nameOf(node)
  if (!name || !impureNames.has(name) || !parent) return undefined
  return isUse(node, parent) ? name : undefined
}

/** A name is used when it is called or looked into, not when it names a field. */
function isUse(node: Node, parent: Node): boolean {
  if (parent.type === 'CallExpression') return parent.callee === node
  return parent.type === 'MemberExpression' && parent.object === node
}

const sqlPlaces = /^(server\/(store|insight)|test|bench)\//
const sql = [
  /^\s*(select\s|insert\s+into\s|update\s+\S+(\s+\w+)?\s+set\s|delete\s+from\s)/,
  /^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+(\s+\w+)?\s+SET\s|DELETE\s+FROM\s)/,
  /^\s*with\s+(recursive\s+)?\w+(\s*\([^)]*\))?\s+as\s/i,
]

/** A sentence of the pages begins with a capital; SQL is written small, or shouted. */
export function strayedSql(sources: Source[]): string[] {
  return sources
    .filter(({ path, isTest }) => !sqlPlaces.test(path) && !isTest)
    .flatMap((source) => {
      const found: string[] = []
      walk(source.program, (node) => {
        const text = textOf(node)
        if (text !== undefined && sql.some((one) => one.test(text))) {
          found.push(`${source.path}:${source.lineOf(node)} SQL stands only in server/store and server/insight`)
        }
      })
      return found
    })
}

const ownEntries = [
  /\.config\.ts$/,
  /^tools\/[^/]*\.(mjs|ts)$/,
  /^bench\/main\.ts$/,
  /^bench\/([^/]+)\/\1\.ts$/,
  /\.d\.ts$/,
]
const productEntries = [/^server\/main\.ts$/, /^server\/cli\/main\.ts$/, /\.worker\.ts$/]
const testEntries = [/\.test\.tsx?$/, /^test\/support\/setup\.ts$/, /^test\/types\//]
/** The language of rule tests is part of the kernel, though only tests speak it. */
const testLanguage = /^kernel\/given\b/

/** `webEntries` are the scripts that web/index.html loads. Product code that only tests reach is dead too. */
export function deadFiles(sources: Source[], webEntries: string[]): string[] {
  const entries = (patterns: RegExp[]) =>
    sources.filter(({ path }) => patterns.some((one) => one.test(path))).map(({ path }) => path)
  const product = reach(sources, [...entries([...productEntries, ...ownEntries]), ...webEntries])
  const tested = reach(sources, entries(testEntries))
  return sources
    .map(({ path }) => path)
    .filter((path) => !product.has(path) && !(isForTests(path) && tested.has(path)))
    .map((path) => `${path}:1 nothing reaches this file`)
}

function isForTests(path: string): boolean {
  return path.startsWith('test/') || path.startsWith('bench/') || /\.test\.tsx?$/.test(path) || testLanguage.test(path)
}

function reach(sources: Source[], from: string[]): Set<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const queue = [...from]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    for (const { file } of byPath.get(path)?.imports ?? []) if (file) queue.push(...standsFor(file, byPath))
  }
  return reached
}

/** A worker is addressed as the .js file it is built into. */
function standsFor(file: string, known: Map<string, Source>): string[] {
  return [file, file.replace(/\.js$/, '.ts')].filter((path) => known.has(path))
}

/** Written in pieces, so that this file does not hold what it looks for. */
const foreign = [
  ['registry', 'npmjs'],
  ['registry', 'npmmirror'],
  ['npm', 'taobao'],
  ['registry', 'yarnpkg'],
].map((parts) => parts.join('.'))
const machinePath = new RegExp(['(^|[\\s"\'`(=])/', '(work|root|home/\\w+)', '/\\w'].join(''))

/** Where packages come from and where a checkout lies is the business of each machine. */
export function strangeAddresses(files: { path: string; text: string }[]): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = foreign.find((one) => line.includes(one)) ?? machinePath.exec(line)?.[0]
      return found ? [`${path}:${index + 1} names a place outside the project: ${found.trim()}`] : []
    }),
  )
}
