/** The public records whose true pairs are known, as rows by their own column names. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { Loose } from '../../kernel/fact.ts'

export interface Known {
  readonly name: string
  readonly rows: readonly Loose[]
  /** True pairs of positions as 'a-b', the smaller first. */
  readonly truth: ReadonlySet<string>
  /** Whether two rows may be compared at all: within one list, or only across two. */
  readonly comparable: (a: number, b: number) => boolean
}

export const pairId = (a: number, b: number): string => (a < b ? `${a}-${b}` : `${b}-${a}`)

/** rec-12-org and its copies rec-12-dup-0 … are one person. */
export function febrl(folder: string, name: string): Known {
  const rows = read(join(folder, 'febrl', `${name}.csv`))
  return { name: `febrl ${name}`, rows, truth: samePerson(rows), comparable: () => true }
}

/** Two lists of the same people, each of whom stands once in either. */
export function febrl4(folder: string): Known {
  const [left, right] = ['a', 'b'].map((half) => read(join(folder, 'febrl', `dataset4${half}.csv`))) as [
    Loose[],
    Loose[],
  ]
  const rows = [...left, ...right]
  return {
    name: 'febrl dataset4',
    rows,
    truth: samePerson(rows),
    comparable: (a, b) => a < left.length !== b < left.length,
  }
}

function samePerson(rows: readonly Loose[]): Set<string> {
  const people = new Map<string, number[]>()
  rows.forEach((row, index) => {
    const person = String(row.rec_id).replace(/-(org|dup-\d+)$/, '')
    people.set(person, [...(people.get(person) ?? []), index])
  })
  const truth = new Set<string>()
  for (const group of people.values()) {
    group.forEach((a, at) => {
      for (const b of group.slice(at + 1)) truth.add(pairId(a, b))
    })
  }
  return truth
}

export function restaurantGuides(folder: string): Known {
  const at = (file: string) => join(folder, 'restaurants', file)
  const fodors = read(at('fodors.csv'))
  const zagats = read(at('zagats.csv'))
  const rows = [...fodors, ...zagats]
  const place = (list: readonly Loose[], offset: number) =>
    new Map(list.map((row, index) => [String(row.id), index + offset]))
  const [left, right] = [place(fodors, 0), place(zagats, fodors.length)]
  const truth = new Set(
    read(at('matches_fodors_zagats.csv')).map(({ fodors_id, zagats_id }) =>
      pairId(left.get(fodors_id) as number, right.get(zagats_id) as number),
    ),
  )
  return { name: 'restaurants', rows, truth, comparable: (a, b) => a < fodors.length !== b < fodors.length }
}

const read = (file: string): Loose[] =>
  Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
    transformHeader: (name) => name.trim(),
    transform: (value) => value.trim(),
  }).data
