/** Real public data, found beside the repository and never kept in it; tests that need it are skipped aloud without. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The folder named by OPENLTC_DATA, else the one beside the repository; null where neither holds the data set. */
export function dataFolder(name: string): string | null {
  const folder = join(process.env.OPENLTC_DATA ?? resolve(root, '../shared/data'), name)
  if (existsSync(folder)) return folder
  console.warn(`SKIPPED: ${name} is not there; set OPENLTC_DATA to the folder of the public data sets.`)
  return null
}

// biome-ignore lint/suspicious/noExplicitAny: values worked out elsewhere, in their own shape
export const expectedOf = (folder: string, name: string): any =>
  JSON.parse(readFileSync(join(folder, '..', 'expected', `${name}.json`), 'utf8'))

export const mappingsOf = (name: string, file: string): Record<string, unknown>[] =>
  [JSON.parse(readFileSync(join(root, 'imports', name, `${file}.json`), 'utf8'))].flat()
