/** `npm run -s bench -- <name> [--json] [--option value]`: runs one benchmark of this folder and prints its result. */
import { readdirSync } from 'node:fs'
import type { Benchmark, Result } from './result.ts'

const folder = new URL('./', import.meta.url)
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

const [name = '', ...rest] = process.argv.slice(2)
if (!names.includes(name)) {
  console.error(`There is no benchmark "${name}"; there are: ${names.join(', ')}.`)
  process.exit(2)
}
const { run } = (await import(`./${name}/${name}.ts`)) as Benchmark
const result: Result = { name, ...(await run(optionsOf(rest))) }
process.stdout.write(rest.includes('--json') ? `${JSON.stringify(result)}\n` : told(result))
process.exit(result.holds ? 0 : 1)

function optionsOf(words: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {}
  words.forEach((word, index) => {
    if (word.startsWith('--') && word !== '--json') out[word.slice(2)] = words[index + 1] ?? ''
  })
  return out
}

function told({ figures, baseline, ...result }: Result): string {
  const lines = [
    ...Object.entries(figures),
    ...Object.entries(baseline).map(([key, value]) => [`baseline ${key}`, value]),
  ]
  const width = Math.max(...lines.map(([key]) => String(key).length))
  const rows = lines.map(([key, value]) => `  ${String(key).padEnd(width)}  ${JSON.stringify(value)}`)
  const verdict = result.holds ? 'holds' : 'DOES NOT HOLD'
  return `${result.name}\n${rows.join('\n')}\n  ratio ${result.ratio}, target ${result.target}: ${verdict}\n`
}
