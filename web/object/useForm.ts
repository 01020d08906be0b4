/** What a person has typed into a form: kept as a draft until it is saved or dropped. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { formatAmount } from '../../kernel/money.ts'
import type { Entry, FieldMeta, Money, ObjectMeta, PartMeta, Values } from '../api/types.ts'
import { isEmpty, ownerField, pathOf, valueIn } from '../field/kinds.ts'
import { todayIn } from '../ui/format.ts'

export interface Form {
  readonly values: Values
  readonly set: (path: string, value: unknown) => void
  /** A value the form itself begins with, once it is known: nobody typed it. */
  readonly begin: (path: string, value: unknown) => void
  /** What differs from where the form began. */
  readonly changed: Values
  readonly dirty: boolean
  readonly restored: boolean
  /** Forgets what was typed. */
  readonly drop: () => void
  /** Forgets the stored draft, after a save. */
  readonly settle: () => void
}

const saveAfterMs = 400

export function useForm(start: Values, draftKey: string): Form {
  const begun = useRef(start)
  const stored = useMemo(() => read(draftKey), [draftKey])
  const [values, setValues] = useState<Values>(() => ({ ...start, ...stored }))
  const [restored, setRestored] = useState(stored !== null)
  const settled = useRef(false)
  const changed = useMemo(() => difference(begun.current, values), [values])
  const dirty = Object.keys(changed).length > 0

  useEffect(() => {
    const timer = setTimeout(() => !settled.current && write(draftKey, dirty ? changed : null), saveAfterMs)
    return () => clearTimeout(timer)
  }, [draftKey, changed, dirty])

  return {
    values,
    set: (path, value) => setValues((before) => ({ ...before, [path]: value })),
    begin: (path, value) => {
      begun.current = { ...begun.current, [path]: value }
      setValues((before) => (isEmpty(before[path]) ? { ...before, [path]: value } : before))
    },
    changed,
    dirty,
    restored,
    drop: () => {
      setValues(begun.current)
      setRestored(false)
      write(draftKey, null)
    },
    settle: () => {
      settled.current = true
      write(draftKey, null)
    },
  }
}

/** Values of a new record: defaults of the declaration, the company's currency, then what the address gives. */
export function startOf(
  object: ObjectMeta,
  { baseCurrency, timeZone }: { baseCurrency: string; timeZone: string },
  given: Values = {},
): Values {
  const values: Values = {}
  for (const field of object.fields) {
    if (field.check === 'currency' && field.required) values[pathOf(field)] = baseCurrency
    if (field.begins === 'today') values[pathOf(field)] = todayIn(timeZone)
    if (field.begins === 'now') values[pathOf(field)] = new Date().toISOString()
    if (field.computed || field.default === undefined || field.default === null) continue
    values[pathOf(field)] = field.kind === 'money' ? moneyOf(field.default, baseCurrency) : field.default
  }
  for (const part of object.parts) if (!part.computed) values[part.name] = []
  return { ...values, ...given }
}

/** Declarations write money in minor units; forms hold it as people write it. */
const moneyOf = (minor: unknown, currency: string): Money => ({
  amount: formatAmount(BigInt(String(minor)), currency),
  currency,
})

/** Values of a stored record, by the paths of the form. */
export function valuesOf(object: ObjectMeta, entry: Entry): Values {
  const values: Values = {}
  for (const field of object.fields) values[pathOf(field)] = valueIn(entry, field) ?? null
  for (const part of object.parts) values[part.name] = entry[part.name] ?? []
  return values
}

export function editableFields(object: ObjectMeta, existing: boolean): readonly FieldMeta[] {
  const own = object.fields.filter((field) => !field.computed && !(existing && field.fixed))
  return !existing && mayName(object) ? [...own, ownerField] : own
}

/** Documents and customers have an owner that their maker may choose. */
const mayName = (object: ObjectMeta): boolean =>
  object.takesOwner === true && Boolean(object.numbered) && !object.fields.some((field) => field.name === 'ownerId')

export const editableParts = (object: ObjectMeta): readonly PartMeta[] => object.parts.filter((part) => !part.computed)

export const missingIn = (fields: readonly FieldMeta[], values: Values): ReadonlySet<string> =>
  new Set(fields.filter((field) => field.required && isEmpty(values[pathOf(field)])).map(pathOf))

export function difference(before: Values, after: Values): Values {
  const found: Values = {}
  for (const [path, value] of Object.entries(after)) if (!same(before[path], value)) found[path] = value
  return found
}

export function same(one: unknown, other: unknown): boolean {
  if (isEmpty(one) && isEmpty(other)) return true
  return JSON.stringify(one) === JSON.stringify(other)
}

function read(key: string): Values | null {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Values) : null
  } catch {
    return null
  }
}

function write(key: string, values: Values | null): void {
  try {
    if (values) localStorage.setItem(key, JSON.stringify(values))
    else localStorage.removeItem(key)
  } catch {
    // Without storage there is no draft; the form works as before.
  }
}
