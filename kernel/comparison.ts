/** How alike two values are, from 0 to 1, by the kind of thing they are: the words of matching rules. */
import { jaroWinkler, normaliseEmail, normaliseName, normalisePhone } from './text.ts'

export const comparisonKinds = [
  'exact',
  'spelling',
  'name',
  'company',
  'words',
  'phone',
  'email',
  'address',
  'date',
  'digits',
] as const
export type ComparisonKind = (typeof comparisonKinds)[number]

/** A value made ready once, so that comparing it a hundred times costs little. */
export interface Prepared {
  readonly text: string
  readonly words: readonly string[]
}

/** The value in the form in which its kind compares; null where there is nothing to compare. */
export function prepare(kind: ComparisonKind, raw: string): Prepared | null {
  const text = formOf(kind, raw)
  if (text === null || text === '') return null
  const words = kind === 'name' || kind === 'words' ? wordsOf(raw) : kind === 'address' ? addressWords(raw) : []
  return { text, words }
}

/** 0 is nothing in common, 1 the same. */
export function alike(kind: ComparisonKind, a: Prepared, b: Prepared): number {
  if (a.text === b.text) return 1
  switch (kind) {
    case 'spelling':
    case 'company':
      return nearSpelling(a.text, b.text)
    case 'digits':
      return 1 - editDistance(a.text, b.text) / Math.max(a.text.length, b.text.length)
    case 'name':
      return Math.max(nearWords(a.words, b.words), nearSpelling(a.text, b.text))
    case 'words':
      return sharedWords(a.words, b.words)
    case 'address':
      return nearAddress(a, b)
    case 'date':
      return nearDate(a.text, b.text)
    default:
      return 0
  }
}

function formOf(kind: ComparisonKind, raw: string): string | null {
  switch (kind) {
    case 'company':
      return normaliseName(raw)
    case 'phone':
      return normalisePhone(raw) ?? enough(raw.normalize('NFKC').replace(/[^0-9]/g, ''), 7)
    case 'email':
      return normaliseEmail(raw)
    case 'digits':
      return raw.normalize('NFKC').replace(/[^0-9]/g, '')
    case 'date':
      return enough(
        raw
          .normalize('NFKC')
          .replace(/[^0-9]/g, '')
          .slice(0, 8),
        8,
      )
    default:
      return plain(raw).replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, '')
  }
}

const enough = (text: string, least: number): string | null => (text.length >= least ? text : null)

const plain = (raw: string): string => raw.normalize('NFKC').toLowerCase()

/** Words, and each Chinese character by itself, since Chinese is written without spaces. */
export function wordsOf(raw: string): string[] {
  const text = plain(raw).replace(/['’`]/g, '')
  return [...new Set(text.match(/\p{Script=Han}|[\p{L}\p{N}\p{M}]+/gu)?.flatMap(splitHan) ?? [])]
}

const splitHan = (word: string): string[] => word.match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? []

const streetWords: Readonly<Record<string, string>> = {
  st: 'street',
  str: 'street',
  ave: 'avenue',
  av: 'avenue',
  blvd: 'boulevard',
  bl: 'boulevard',
  rd: 'road',
  dr: 'drive',
  ln: 'lane',
  pl: 'place',
  ct: 'court',
  cct: 'circuit',
  cres: 'crescent',
  sq: 'square',
  hwy: 'highway',
  pkwy: 'parkway',
  n: 'north',
  s: 'south',
  e: 'east',
  w: 'west',
  first: '1',
  second: '2',
  third: '3',
  fourth: '4',
  fifth: '5',
  sixth: '6',
  seventh: '7',
  eighth: '8',
  ninth: '9',
  tenth: '10',
}

function addressWords(raw: string): string[] {
  return wordsOf(raw).map((word) => streetWords[word] ?? word.replace(/^(\d+)(st|nd|rd|th)$/, '$1'))
}

/** The better of Jaro–Winkler and of the share of letters that need no mending. */
export function nearSpelling(a: string, b: string): number {
  const edits = editDistance(a, b)
  return Math.max(jaroWinkler(a, b), 1 - edits / Math.max(a.length, b.length))
}

/** Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] as number) + 1)
      }
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] as number
}

/** Words in any order, each with the one nearest to it (Monge and Elkan 1996), the longer side counting. */
function nearWords(a: readonly string[], b: readonly string[]): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  if (few.length === 0) return 0
  const open = [...many]
  let sum = 0
  for (const word of few) {
    let best = -1
    let at = -1
    open.forEach((other, index) => {
      const near = word === other ? 1 : nearSpelling(word, other)
      if (near > best) [best, at] = [near, index]
    })
    if (at >= 0) open.splice(at, 1)
    sum += Math.max(best, 0)
  }
  return sum / (few.length + (many.length - few.length) / 2)
}

/** Share of the words both have; a shorter name inside a longer one is nearly the same. */
function sharedWords(a: readonly string[], b: readonly string[]): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  if (few.length === 0) return 0
  const other = new Set(many)
  let common = 0
  for (const word of few) {
    if (other.has(word)) common++
    else if (word.length > 3) common += Math.max(0, ...many.map((one) => (nearSpelling(word, one) >= 0.9 ? 0.9 : 0)))
  }
  const covered = common / few.length
  const union = common / (few.length + many.length - common)
  return 0.75 * covered + 0.25 * union
}

/** House numbers that differ outweigh a street that is the same. */
function nearAddress(a: Prepared, b: Prepared): number {
  const numbers = (words: readonly string[]) => words.filter((word) => /^\d/.test(word))
  const [left, right] = [numbers(a.words), numbers(b.words)]
  const shared = Math.max(sharedWords(a.words, b.words), nearSpelling(a.text, b.text) - 0.1)
  if (left.length === 0 || right.length === 0) return shared
  return left[0] === right[0] || left.some((one) => right.includes(one)) ? Math.max(shared, 0.5) : shared * 0.5
}

/** The same digits in a row, day and month exchanged, or one digit wrong. */
function nearDate(a: string, b: string): number {
  if (a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6, 8) && a.slice(6, 8) === b.slice(4, 6)) return 0.95
  const edits = editDistance(a, b)
  return edits === 1 ? 0.9 : edits === 2 ? 0.75 : edits === 3 ? 0.4 : 0
}
