/** Builds dist/: the server and the command line by esbuild, the pages by vite, side by side. */
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parts, root, run, stampFile, stampOf } from './prepare.mjs'

const builders = { server: buildServer, web: buildWeb }

/** Builds the named parts (`server`, `web`); throws when one does not build. */
export async function build(names = Object.keys(parts)) {
  mkdirSync(join(root, 'dist'), { recursive: true })
  await Promise.all(
    names.map(async (name) => {
      const stamp = stampOf(name)
      await builders[name]()
      writeFileSync(stampFile(name), stamp)
    }),
  )
}

async function buildServer() {
  const { build: bundle } = await import('esbuild')
  const entries = { server: 'server/main.ts', ltc: 'server/cli/main.ts' }
  for (const path of workers('server')) entries[basename(path, '.ts')] = path
  const entryPoints = Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(root, path))))
  if (Object.keys(entryPoints).length > 0) {
    await bundle({
      absWorkingDir: root,
      entryPoints,
      outdir: 'dist',
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
    })
  }
  copy('server/boot/supervisor.mjs', 'dist/supervisor.mjs')
  copy('server/store/migrations', 'dist/migrations')
}

async function buildWeb() {
  if (!existsSync(join(root, 'web/index.html'))) return
  const code = await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'])
  if (code !== 0) throw new Error('The pages did not build.')
}

/** Files named *.worker.ts run in threads of their own, so each is an entry beside the server. */
function workers(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return workers(path)
    return path.endsWith('.worker.ts') ? [path] : []
  })
}

function copy(from, to) {
  if (existsSync(join(root, from))) cpSync(join(root, from), join(root, to), { recursive: true })
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await build()
}
