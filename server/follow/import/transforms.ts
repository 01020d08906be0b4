/** What is done to a cell before it is read: joined, split, replaced, left empty, written in this or that way. Pure. */
import type { Loose } from '../../../kernel/fact.ts'
import { Refused, refuse } from '../../../kernel/refusal.ts'

/** 'excel' and 'excel1904' are days counted from 1900 and from 1904, as spreadsheets keep them. */
export const dateOrders = ['ymd', 'mdy', 'dmy', 'excel', 'excel1904'] as const
export type DateOrder = (typeof dateOrders)[number]

export interface Transform {
  /** Several columns in one: '{account} {product}'. */
  readonly text?: string
  /** One piece of the cell: the first is 1, the last -1; `rest` takes all from there on. */
  readonly split?: { readonly by: string; readonly take: number; readonly rest?: boolean }
  /** White space inside counts once. At both ends it never counts. */
  readonly trim?: boolean
  readonly dates?: DateOrder
  readonly decimal?: '.' | ','
  /** Between the values of a field that takes several. */
  readonly separator?: string
  /** What stands where the cell is empty. */
  readonly default?: string
}

const isText = (value: unknown): boolean => typeof value === 'string'
const checks: Readonly<Record<keyof Transform, (value: unknown) => boolean>> = {
  text: isText,
  split: isSplit,
  trim: (value) => typeof value === 'boolean',
  dates: (value) => dateOrders.includes(value as DateOrder),
  decimal: (value) => value === '.' || value === ',',
  separator: (value) => isText(value) && value !== '',
  default: isText,
}

function isSplit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { by, take, rest, ...more } = value as Loose
  const place = Number.isInteger(take) && take !== 0
  return isText(by) && by !== '' && place && ['undefined', 'boolean'].includes(typeof rest) && isEmpty(more)
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

/** Refuses by name what it does not know. */
export function readTransforms(given: Loose): Readonly<Record<string, Transform>> {
  for (const [field, transform] of Object.entries(given)) {
    if (typeof transform !== 'object' || transform === null) throw wrong(`mapping.transforms.${field}`, '{…}')
    for (const [key, value] of Object.entries(transform as Loose)) {
      const check = Object.hasOwn(checks, key) ? checks[key as keyof Transform] : null
      if (!check?.(value))
        throw wrong(`mapping.transforms.${field}.${key}`, check ? 'valid' : Object.keys(checks).join(', '))
    }
  }
  return given as Readonly<Record<string, Transform>>
}

const wrong = (name: string, expected: string): Refused =>
  new Refused([refuse('invalid', 'WRONG_TYPE', { field: name, details: { name, expected } })])

/** The text of a field, once its column or columns are known. */
export function transformed(raw: string, { split, trim }: Transform): string {
  const piece = split ? pieceOf(raw, split) : raw
  return trim ? piece.replace(/\s+/gu, ' ').trim() : piece
}

function pieceOf(raw: string, { by, take, rest }: NonNullable<Transform['split']>): string {
  const pieces = raw.split(by)
  const at = take > 0 ? take - 1 : pieces.length + take
  return (rest ? pieces.slice(Math.max(0, at)).join(by) : (pieces[at] ?? '')).trim()
}

const usual = /[,;，；、|\n]+/

export const several = (text: string, separator: string | undefined): string[] =>
  text
    .split(separator ?? usual)
    .map((word) => word.trim())
    .filter((word) => word !== '')
