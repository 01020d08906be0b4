/**
 * Matching rules: whether two records are the same party, by points that a person can read and change.
 *
 * The model is that of Fellegi and Sunter, "A Theory for Record Linkage" (JASA 64, 1969): each field that agrees
 * speaks for a match by log2(m/u), each that disagrees against it by log2((1−m)/(1−u)), m being how often it agrees
 * for the same party and u how often by chance. The points of a rule are such weights; values that are nearly the same
 * earn a part of them (Winkler 1990), a value that is missing says nothing. The sum against two limits decides.
 */
import { alike, type ComparisonKind, type Prepared, prepare } from './comparison.ts'
import type { Loose } from './fact.ts'
import { valueAt } from './fact.ts'

export interface MatchField {
  /** A field, or several by comma whose values are read as one: 'givenName, surname'. */
  readonly fields: string
  readonly compare: ComparisonKind
  /** Points when both are the same, and when they differ. */
  readonly agree: number
  readonly differ: number
  /** Likeness in per cent from which on points rise from `differ` to `agree`; 85 where nothing is said. */
  readonly from?: number | null
}

/** One way to find whom to compare with: records that have this in common. */
export interface MatchPass {
  readonly fields: string
  readonly by: 'same' | 'start' | 'pairs'
}

export interface MatchRule {
  readonly compare: readonly MatchField[]
  readonly passes: readonly MatchPass[]
  readonly suspectAt: number
  readonly sureAt: number
}

export type Verdict = 'sure' | 'suspect' | 'none'

/** What one comparison contributed. */
export interface Evidence {
  readonly fields: string
  readonly compare: ComparisonKind
  /** 0–1; null where one side has no value. */
  readonly likeness: number | null
  readonly points: number
}

export interface Likeness {
  readonly points: number
  readonly verdict: Verdict
  readonly evidence: readonly Evidence[]
}

const defaultFrom = 85

/** A record made ready for a rule: one value per comparison, and the keys under which it is found. */
export interface Subject {
  readonly values: readonly (Prepared | null)[]
  readonly keys: readonly string[]
}

export function subjectOf(rule: MatchRule, record: Loose): Subject {
  return {
    values: rule.compare.map(({ fields, compare }) => prepare(compare, textOf(record, fields))),
    keys: keysOf(rule, record),
  }
}

export function likenessOf(rule: MatchRule, a: Subject, b: Subject): Likeness {
  let points = 0
  const evidence = rule.compare.map((field, index): Evidence => {
    const [left, right] = [a.values[index] ?? null, b.values[index] ?? null]
    if (left === null || right === null)
      return { fields: field.fields, compare: field.compare, likeness: null, points: 0 }
    const likeness = alike(field.compare, left, right)
    const earned = pointsFor(field, likeness)
    points += earned
    return { fields: field.fields, compare: field.compare, likeness, points: earned }
  })
  const sum = Math.round(points * 10) / 10
  return { points: sum, verdict: verdictOf(rule, sum), evidence }
}

export function verdictOf(rule: Pick<MatchRule, 'sureAt' | 'suspectAt'>, points: number): Verdict {
  return points >= rule.sureAt ? 'sure' : points >= rule.suspectAt ? 'suspect' : 'none'
}

function pointsFor({ agree, differ, from }: MatchField, likeness: number): number {
  const lowest = (from ?? defaultFrom) / 100
  if (likeness >= 1) return agree
  if (likeness < lowest || lowest >= 1) return differ
  return Math.round((differ + (agree - differ) * ((likeness - lowest) / (1 - lowest))) * 10) / 10
}

/** Values of one or several fields as one text; an address reads from the large to the small. */
export function textOf(record: Loose, fields: string): string {
  return fieldNames(fields)
    .map((name) => plainText(valueAt(record, name)))
    .filter((text) => text !== '')
    .join(' ')
}

export const fieldNames = (fields: string): string[] =>
  fields
    .split(/[,，、]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')

function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  const { province, city, district, detail } = value as Loose
  return [province, city, district, detail].filter((part) => typeof part === 'string').join('')
}

const startLetters = 4
const mostPairs = 24

/** The keys of a record: two records are compared when they share one. */
export function keysOf(rule: MatchRule, record: Loose): string[] {
  const keys = rule.passes.flatMap((pass, index) => passKeys(rule, pass, record).map((key) => `${index}:${key}`))
  return [...new Set(keys)]
}

function passKeys(rule: MatchRule, { fields, by }: MatchPass, record: Loose): string[] {
  const parts = fieldNames(fields).map((name) => keyText(rule, record, name))
  if (parts.length === 0 || parts.some((part) => part === '')) return []
  if (by === 'same') return [parts.join('|')]
  if (by === 'start') return [parts.map((part) => [...part].slice(0, startOf(part)).join('')).join('|')]
  return pairsOf(parts.join(''))
}

/** Two Chinese characters say as much as four letters. */
const startOf = (text: string): number => (/^\p{Script=Han}/u.test(text) ? 2 : startLetters)

/** A field is keyed as it is compared, so that +86 138… and 138… meet. */
function keyText(rule: MatchRule, record: Loose, name: string): string {
  const kind = rule.compare.find((one) => fieldNames(one.fields).length === 1 && one.fields.trim() === name)?.compare
  return prepare(kind ?? 'exact', textOf(record, name))?.text ?? ''
}

/** Runs of three characters, two where the text is Chinese. */
function pairsOf(text: string): string[] {
  const letters = [...text]
  const size = /\p{Script=Han}/u.test(text) ? 2 : 4
  if (letters.length <= size) return [text]
  return letters
    .slice(0, letters.length - size + 1)
    .slice(0, mostPairs)
    .map((_, index) => letters.slice(index, index + size).join(''))
}
