/**
 * `npm test [-- --long | --tenth] [part …]`: types and lint, build, then each part of the tests; the last line is the
 * sum. With `--tenth` a tenth of the files with full counts runs after them with those counts: another one every day.
 * Parts: check build rules conformance boot stories faults browser.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { install, isInstalled, root, run } from './prepare.mjs'

const projects = ['rules', 'conformance', 'boot', 'stories', 'faults', 'browser']
const needBuild = ['boot', 'stories', 'faults', 'browser']
const node = process.execPath
const sum = { passed: 0, failed: 0, skipped: 0 }

const args = process.argv.slice(2)
if (args.includes('--long')) process.env.LONG = '1'
const asked = args.filter((arg) => !arg.startsWith('--'))
const unknown = asked.filter((part) => !['check', 'build', ...projects].includes(part))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown[0]}"; the parts are check, build, ${projects.join(', ')}.`)
  process.exit(2)
}
const wants = (part) => asked.length === 0 || asked.includes(part)

if (!isInstalled()) await install()
if (wants('check')) await check()
if (wants('build') || needBuild.some(wants)) await buildAll()
for (const project of projects) if (wants(project)) await test(project)
if (args.includes('--tenth')) await testTenth()

const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`)
const onlyChecks = asked.length > 0 && asked.every((part) => part === 'check' || part === 'build')
process.exitCode = sum.failed > 0 || (sum.passed === 0 && !onlyChecks) ? 1 : 0

async function check() {
  const [types, lint] = await Promise.all([
    run(node, ['node_modules/typescript/bin/tsc', '--noEmit']),
    run(node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--max-diagnostics=40', '.']),
  ])
  report('types', types)
  report('lint', lint)
}

async function buildAll() {
  const { build } = await import('./build.mjs')
  const code = await build().then(
    () => 0,
    (fault) => {
      console.error(fault.message)
      return 1
    },
  )
  report('build', code)
}

/** Files whose tests have full counts for the long run, in a fixed order; the day of the year says which are due. */
async function testTenth() {
  const today = process.env.TENTH ?? String(dayOfYear(new Date()))
  const files = ['stories', 'http', 'faults', 'golden', 'browser']
    .flatMap((folder) => readdirSync(join(root, 'test', folder)).map((name) => `test/${folder}/${name}`))
    .filter((path) => path.endsWith('.test.ts') && readFileSync(join(root, path), 'utf8').includes('process.env.LONG'))
    .sort()
  const due = files.filter((_path, index) => index % 10 === Number(today) % 10)
  console.log(`\na tenth of the long tests (TENTH=${today}): ${due.join(', ') || 'none today'}`)
  process.env.LONG = '1'
  for (const project of ['stories', 'faults', 'browser']) {
    const own = due.filter((path) => (project === 'stories' ? /stories|http|golden/ : new RegExp(project)).test(path))
    if (own.length > 0) await test(project, own)
  }
}

function dayOfYear(date) {
  return Math.floor((date - Date.UTC(date.getUTCFullYear(), 0, 0)) / 86_400_000)
}

async function test(project, files = []) {
  if (project === 'browser' && !(await haveBrowser())) return
  const folder = mkdtempSync(join(tmpdir(), 'openltc-test-'))
  const result = join(folder, 'result.json')
  const started = performance.now()
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${result}`]
  const code = await run(node, [
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--passWithNoTests',
    ...files,
    ...reporters,
  ])
  const counts = countsOf(result)
  rmSync(folder, { recursive: true, force: true })
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  for (const key of Object.keys(sum)) sum[key] += counts[key]
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const what = files.length > 0 ? `${project} (long)` : project
  const told = [`${counts.passed} passed`, `${counts.failed} failed`, `${counts.skipped} skipped`].join(', ')
  console.log(`${what}: ${told} (${seconds} s)`)
}

async function haveBrowser() {
  const folder = join(root, 'test/browser')
  if (!existsSync(folder) || !readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.test.ts')))
    return true
  try {
    process.env.CHROMIUM_PATH = findBrowser()
    return true
  } catch (fault) {
    console.error(fault.message)
    sum.failed += 1
    return false
  }
}

/** A file that does not even load has no failed test of its own: it counts as one. */
function countsOf(path) {
  if (!existsSync(path)) return { passed: 0, failed: 0, skipped: 0 }
  const result = JSON.parse(readFileSync(path, 'utf8'))
  const unloaded = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  ).length
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + unloaded,
    skipped: result.numPendingTests + (result.numTodoTests ?? 0),
  }
}

function report(name, code) {
  console.log(`${name}: ${code === 0 ? 'ok' : 'FAILED'}`)
  if (code !== 0) sum.failed += 1
}
