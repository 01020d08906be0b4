/** The sources of the house as data: files, their imports and their syntax trees. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

export interface Import {
  /** As written. */
  specifier: string
  /** The file meant, from the root of the repository; absent for packages. */
  file?: string
  line: number
  kind: 'static' | 'type' | 'dynamic' | 'address'
}

export interface Source {
  /** From the root of the repository, with forward slashes. */
  path: string
  text: string
  program: Node
  imports: Import[]
  isTest: boolean
  lineOf(node: Node): number
}

const folders = ['kernel', 'flow', 'manage', 'metrics', 'server', 'web', 'test', 'bench', 'tools']

export function readSources(): Source[] {
  const configs = readdirSync(root).filter((name) => name.endsWith('.config.ts'))
  const paths = [...configs, ...folders.flatMap(filesUnder)].filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  return paths.sort().map((path) => parse(path, readFileSync(join(root, path), 'utf8')))
}

export function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

export function parse(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path} does not parse: ${parsed.errors[0]?.message}`)
  const starts = [...text.matchAll(/\n/g)].map((match) => match.index + 1)
  const source: Source = {
    path,
    text,
    program: parsed.program as unknown as Node,
    imports: [],
    isTest: path.startsWith('test/') || /\.test\.tsx?$/.test(path),
    lineOf: (node) => 1 + countUpTo(starts, node.start),
  }
  source.imports = importsOf(source)
  return source
}

/** Calls `visit` for the node and everything below it, with the nodes above, nearest first. */
export function walk(node: Node, visit: (node: Node, above: Node[]) => void, above: Node[] = []): void {
  visit(node, above)
  const path = [node, ...above]
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, path)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** The text of a string or template literal; holes of a template count as one question mark. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { value: { raw: string } }[]).map((part) => part.value.raw).join('?')
}

/** The name of an identifier, or undefined for anything else. */
export function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node.name) : undefined
}

const importing: Record<string, Import['kind']> = {
  ImportDeclaration: 'static',
  ExportNamedDeclaration: 'static',
  ExportAllDeclaration: 'static',
  ImportExpression: 'dynamic',
  TSImportType: 'type',
}

function importsOf(source: Source): Import[] {
  const imports: Import[] = []
  const add = (node: Node, kind: Import['kind'], from: unknown) => {
    const specifier = textOf(from)
    if (specifier === undefined) return
    const file = specifier.startsWith('.') ? normalize(join(dirname(source.path), specifier)) : undefined
    imports.push({ specifier, line: source.lineOf(node), kind, ...(file && { file }) })
  }
  walk(source.program, (node) => {
    const kind = importing[node.type]
    if (kind) add(node, isTypeOnly(node) ? 'type' : kind, node.source ?? node.argument)
    if (isAddress(node)) add(node, 'address', (node.arguments as Node[])[0])
  })
  return imports
}

function isTypeOnly(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const names = node.specifiers
  if (!Array.isArray(names) || names.length === 0) return false
  return names.every((name: Node) => name.importKind === 'type' || name.exportKind === 'type')
}

/** `new URL('./x', import.meta.url)` names a file that runs on its own. */
function isAddress(node: Node): boolean {
  if (node.type !== 'NewExpression' || nameOf(node.callee) !== 'URL') return false
  const base = (node.arguments as Node[])[1]
  return base?.type === 'MemberExpression' && (base.object as Node).type === 'MetaProperty'
}

function countUpTo(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
