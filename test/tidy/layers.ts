/** Who may import whom: the folders are the architecture. */
import type { Import, Source } from './source.ts'

const business = ['flow', 'manage']

/** Folder → what it may import besides itself; `npm` stands for any package and Node's own modules. */
const layers: Record<string, string[]> = {
  kernel: ['decimal.js'],
  flow: ['kernel'],
  manage: ['kernel'],
  metrics: ['kernel', 'flow', 'manage'],
  server: ['kernel', 'flow', 'manage', 'metrics', 'npm'],
  web: ['kernel', 'flow', 'manage', 'metrics', 'npm'],
}

/** Inside the server. boot/, cli/, demo/ and main.ts wire, so they may import all; only they may import boot/.
 *  world.ts names what every part is given. */
const sections: Record<string, string[]> = {
  store: [],
  reach: [],
  insight: ['store'],
  read: ['insight', 'store'],
  write: ['store'],
  follow: ['write', 'insight', 'store', 'reach'],
  http: ['write', 'read', 'insight', 'store', 'reach'],
}
const wiring = ['boot', 'cli', 'demo', 'main.ts', 'world.ts']

export function layerBreaches(sources: Source[]): string[] {
  const objects = new Set(sources.filter(({ text }) => /= object\('/.test(text)).map(({ path }) => path))
  const production = sources.filter(({ path, isTest }) => !isTest && layers[folderOf(path)])
  return production.flatMap((source) =>
    source.imports.flatMap((one) => {
      const why = breach(source.path, one, objects)
      return why ? [`${source.path}:${one.line} ${why}`] : []
    }),
  )
}

/** Import cycles among files, types included: each is told once, from its first file. */
export function cycles(sources: Source[]): string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.flatMap(({ file, kind }) => (file && (kind === 'static' || kind === 'type') ? [file] : [])),
    ]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push(`${path}:1 import cycle: ${[...trail.slice(at), path].join(' → ')}`)
    if (at >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}

function breach(path: string, one: Import, objects: ReadonlySet<string>): string | undefined {
  const from = folderOf(path)
  const to = one.file === undefined ? packageOf(one.specifier) : folderOf(one.file)
  if (one.file === undefined) {
    const allowed = layers[from]?.includes('npm') || layers[from]?.includes(to)
    return allowed ? undefined : `${from} may not import ${one.specifier}`
  }
  if (from === 'web' && to === 'server') return one.kind === 'type' ? undefined : 'web imports only types from server'
  if (to !== from) return layers[from]?.includes(to) ? undefined : `${from} may not import ${to} (${one.specifier})`
  if (from === 'server') return serverBreach(path, one)
  if (business.includes(from) && objects.has(one.file)) return objectBreach(path, one)
  return undefined
}

function serverBreach(path: string, one: Import): string | undefined {
  const [from, to] = [sectionOf(path), sectionOf(one.file ?? '')]
  if (from === to || wiring.includes(from) || to === 'world.ts') return undefined
  if (to === 'boot' && one.kind === 'type') return undefined
  const allowed = sections[from]
  if (!allowed) return `server/${from} is no section of the server`
  return allowed.includes(to) ? undefined : `server/${from} may not import server/${to}`
}

/** Objects name one another by string; only the lists of objects and the chain import them. Rules are shared freely. */
function objectBreach(path: string, one: Import): string | undefined {
  if (/(^|\/)(index\.ts|chain\.ts)$/.test(path) || path.startsWith('flow/chain/')) return undefined
  if (objectOf(path) === objectOf(one.file ?? '')) return undefined
  return `an object may not import another (${one.specifier})`
}

/** flow/sell/lead.ts, flow/sell/lead.messages.ts and flow/sell/lead/states.ts are one object. */
function objectOf(path: string): string {
  return path.split('/').slice(0, 3).join('/').replace(/\..*$/, '')
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function sectionOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
