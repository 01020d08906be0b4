/** The kinds of field a business object is made of, and the type of value each one holds. */
import type { Label } from './label.ts'
import type { Role } from './role.ts'

export type FieldKind =
  | 'text'
  | 'longText'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'date'
  | 'datetime'
  | 'choice'
  | 'choices'
  | 'link'
  | 'member'
  | 'members'
  | 'department'
  | 'toggle'
  | 'files'
  | 'address'
  | 'data'

/** What a declaration may say of any field. `computed` values are never typed by a person. */
export interface FieldSpec {
  readonly label: Label
  readonly help?: Label
  readonly required?: boolean
  readonly computed?: boolean
  /** May be given at creation and never changed after it. */
  readonly fixed?: boolean
  /** Unique in the company, ignoring empty values; or unique together with the named fields. */
  readonly unique?: boolean | readonly string[]
  readonly default?: unknown
  /** What a new form begins with: the day, the moment, or the one record that is the default or stands alone. */
  readonly begins?: 'today' | 'now' | 'usual'
  /** Roles that never see the value, whatever else they may read. */
  readonly hide?: readonly Role[]
  /** How the value is shown to a reader who is neither owner nor holder of the right to personal data. */
  readonly mask?: 'mobile' | 'email' | 'text'
  /** Says something of a person: encrypted in the log, and gone with the person's key (R17). */
  readonly personal?: boolean
  /** Found by the global search. */
  readonly search?: boolean
  readonly min?: string | number
  readonly max?: string | number
  /** Shown in lists unless a reader chooses otherwise. */
  readonly listed?: boolean
  /** Heading in forms and record pages under which the field stands. */
  readonly section?: string
  /** Money kept in the company's base currency whatever the currency of the document. */
  readonly base?: boolean
  /** A second check of the value by name: see kernel/validate.ts. */
  readonly check?: 'email' | 'phone' | 'uscc' | 'currency' | 'vatRate' | 'timeZone' | 'url'
}

export interface Field<Value = unknown> extends FieldSpec {
  readonly kind: FieldKind
  readonly maxLength?: number
  readonly scale?: number
  readonly options?: Readonly<Record<string, Label>>
  readonly target?: string
  /** A fraction shown as per cent. */
  readonly percent?: boolean
  /** Only there to carry the type of the value. */
  readonly value?: Value
}

export type Fields = Readonly<Record<string, Field>>
export type ValueOf<F> = F extends Field<infer Value> ? Value | null : never

/** A point on the map of China: codes of GB/T 2260 or plain names, whichever the company keeps. */
export interface Address {
  readonly country?: string
  readonly province?: string
  readonly city?: string
  readonly district?: string
  readonly detail?: string
}

type Plain<Extra = unknown> = FieldSpec & Extra

export const text = (spec: Plain<{ maxLength?: number }>): Field<string> => ({ kind: 'text', maxLength: 200, ...spec })
export const longText = (spec: Plain<{ maxLength?: number }>): Field<string> => ({
  kind: 'longText',
  maxLength: 20_000,
  ...spec,
})
export const integer = (spec: Plain): Field<number> => ({ kind: 'integer', ...spec })
/** Exact decimal, held as canonical text ("12.5"); `scale` digits after the point. */
export const decimal = (spec: Plain<{ scale?: number }>): Field<string> => ({ kind: 'decimal', scale: 4, ...spec })
/** A fraction: 0.125 is 12.5 %. */
export const percent = (spec: Plain): Field<string> => ({ kind: 'decimal', scale: 6, percent: true, ...spec })
/** Integer minor units in the record's `currency` field, or the company's base currency where it has none. */
export const money = (spec: Plain): Field<bigint> => ({ kind: 'money', ...spec })
/** Civil date 'YYYY-MM-DD', without a zone. */
export const date = (spec: Plain): Field<string> => ({ kind: 'date', ...spec })
/** Instant, ISO 8601 in UTC. */
export const datetime = (spec: Plain): Field<string> => ({ kind: 'datetime', ...spec })
export const toggle = (spec: Plain): Field<boolean> => ({ kind: 'toggle', default: false, ...spec })
export const link = (target: string, spec: Plain): Field<string> => ({ kind: 'link', target, ...spec })
export const member = (spec: Plain): Field<string> => ({ kind: 'member', ...spec })
export const members = (spec: Plain): Field<readonly string[]> => ({ kind: 'members', ...spec })
export const department = (spec: Plain): Field<string> => ({ kind: 'department', ...spec })
/** Identifiers of stored files. */
export const files = (spec: Plain): Field<readonly string[]> => ({ kind: 'files', ...spec })
export const address = (spec: Plain): Field<Address> => ({ kind: 'address', ...spec })
/** Structured data without a form of its own; `Shape` is what the owner of the field promises. */
export const data = <Shape>(spec: Plain): Field<Shape> => ({ kind: 'data', ...spec })

export function choice<const Options extends Readonly<Record<string, readonly [string, string]>>>(
  options: Options,
  spec: Plain,
): Field<keyof Options & string> {
  return { kind: 'choice', options: labelled(options), ...spec }
}

export function choices<const Options extends Readonly<Record<string, readonly [string, string]>>>(
  options: Options,
  spec: Plain,
): Field<readonly (keyof Options & string)[]> {
  return { kind: 'choices', options: labelled(options), ...spec }
}

function labelled(options: Readonly<Record<string, readonly [string, string]>>): Readonly<Record<string, Label>> {
  return Object.fromEntries(Object.entries(options).map(([key, [zh, en]]) => [key, { zh, en }]))
}
