/** A record as its reader may see it: hidden values absent, personal data masked, money with its currency. */
import { commonFields } from '../../kernel/common.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import { currencyOf, toJson } from '../../kernel/json.ts'
import type { Declaration } from '../../kernel/object.ts'
import { maskEmail, maskMobile } from '../../kernel/text.ts'
import { visibleCustom, visibleFields } from './place.ts'
import type { Reading } from './reading.ts'
import { isVisible, seesPersonal } from './scope.ts'
import { waitingView } from './waiting.ts'

export type Shown = Record<string, unknown>

/** `fields` narrows what is shown; parts appear as far as the record carries them. */
export function showRecord(
  reading: Reading,
  { declaration, record }: { declaration: Declaration; record: Loose },
  fields?: ReadonlySet<string> | null,
): Shown {
  const view = viewOf(reading, declaration, record)
  const wanted = (name: string) => !fields || fields.has(name)
  const out: Shown = { id: record.id }
  for (const { name, field } of visibleFields(reading, declaration)) {
    if (wanted(name)) out[name] = view.value(field, record[name])
  }
  for (const [name, part] of Object.entries(declaration.parts)) {
    const rows = record[name] as readonly Loose[] | undefined
    if (rows) out[name] = rows.map((row) => showRow(view, part.fields, row))
  }
  const custom = visibleCustom(reading, declaration).filter(({ key }) => wanted('custom') || wanted(`custom.${key}`))
  if (!fields || custom.length > 0) {
    out.custom = Object.fromEntries(custom.map((field) => [field.key, view.custom(field, record.custom?.[field.key])]))
  }
  if (fields) out.version = record.version
  return out
}

export interface View {
  readonly plain: boolean
  value(field: Field | undefined, value: unknown): unknown
  /** Custom values and those in the log hold money as whole minor units in text. */
  custom(field: Field, value: unknown): unknown
  sees(field: Field): boolean
}

/** How this reader sees the values of this record. */
export function viewOf(reading: Reading, declaration: Declaration, record: Loose): View {
  const base = reading.model.settings.baseCurrency
  const currency = currencyOf(record, base)
  const plain = seesPersonal(reading, declaration, record)
  const waiting = waitingView(reading, declaration, record)
  const value = (field: Field | undefined, raw: unknown): unknown => {
    if (field && waiting?.hidden.has(field)) return null
    if (field?.mask && !plain && !waiting?.open.has(field)) return masked(field.mask, raw)
    return toJson(raw, field?.base ? base : currency)
  }
  return {
    plain,
    value,
    custom: (field, raw) =>
      value(field, field.kind === 'money' && typeof raw === 'string' && /^-?\d+$/.test(raw) ? BigInt(raw) : raw),
    sees: (field) => isVisible(reading, field),
  }
}

export function showRow(view: View, fields: Fields, row: Loose): Shown {
  const out: Shown = { id: row.id }
  for (const [name, field] of Object.entries(fields)) {
    if (view.sees(field)) out[name] = view.value(field, row[name])
  }
  return out
}

function masked(mask: NonNullable<Field['mask']>, value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return null
  if (mask === 'mobile') return maskMobile(value)
  return mask === 'email' ? maskEmail(value) : '***'
}

/** Names of the columns a reading of these fields needs; placement, currency and state are always among them. */
export function columnsFor(declaration: Declaration, fields: ReadonlySet<string> | null): Set<string> | undefined {
  if (!fields) return undefined
  const always = ['no', 'state', 'version', 'ownerId', 'deptId', 'memberIds', 'poolId', 'currency', 'custom']
  const derived = fields.has('derivedFrom') ? ['derivedObject', 'derivedId'] : []
  const known = [...Object.keys(declaration.fields), ...Object.keys(commonFields)].filter((name) => fields.has(name))
  return new Set([...always, ...derived, ...known])
}
