/** Brings a checkout into a state that can run: packages installed, everything built. Needs nothing but Node. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What each built part is made of; a change in one of these makes it stale. */
const shared = ['kernel', 'flow', 'manage', 'metrics', 'package-lock.json', 'tools/build.mjs']
export const parts = {
  server: ['server', ...shared],
  web: ['web', 'vite.config.ts', ...shared],
}

/** Installs and builds what is missing or stale. `quiet` prints only when something has to be done, to stderr. */
export async function prepare({ quiet = false } = {}) {
  requireNode()
  const say = (line) => (quiet ? process.stderr.write(`${line}\n`) : console.log(line))
  if (!isInstalled()) {
    say('Installing packages …')
    await install()
  }
  const stale = Object.keys(parts).filter((part) => !isBuilt(part))
  if (stale.length > 0) {
    say(`Building ${stale.join(' and ')} …`)
    const { build } = await import('./build.mjs')
    await build(stale)
  }
}

export function isInstalled() {
  try {
    const wanted = readJson('package-lock.json').packages
    const present = readJson('node_modules/.package-lock.json').packages
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
    )
  } catch {
    return false
  }
}

export async function install() {
  const flags = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const cli = process.env.npm_execpath
  const [command, args] = cli?.endsWith('.js') ? [process.execPath, [cli, ...flags]] : ['npm', flags]
  const code = await run(command, args, { shell: process.platform === 'win32' && command === 'npm' })
  if (code !== 0) throw new Error(`Installing the packages failed: "npm ci" ended with code ${code}.`)
}

export function isBuilt(part) {
  return sources(part).length === 0 || readStamp(part) === stampOf(part)
}

/** A hash over path and content of every source of the part. */
export function stampOf(part) {
  const hash = createHash('sha256')
  for (const path of sources(part))
    hash
      .update(`${path}\n`)
      .update(readFileSync(join(root, path)))
      .update('\n')
  return hash.digest('hex')
}

export const stampFile = (part) => join(root, 'dist', `.stamp-${part}`)

/** Runs a command with our own streams; answers its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 1 : code))
  })
}

function sources(part) {
  const found = parts[part].flatMap((path) => filesUnder(path)).filter((path) => !/\.test\.tsx?$/.test(path))
  return found.some((path) => path.startsWith(`${part}/`)) ? found.sort() : []
}

function filesUnder(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
  )
}

function readStamp(part) {
  try {
    return readFileSync(stampFile(part), 'utf8')
  } catch {
    return ''
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(`OpenLTC needs Node 20.19 or newer; this is ${process.versions.node}.`)
}
