/** The shapes that travel between page and server, as the REST contract states them. */
import type { FieldKind } from '../../kernel/field.ts'
import type { Label } from '../../kernel/label.ts'
import type { RefusalClass } from '../../kernel/refusal.ts'
import type { Role } from '../../kernel/role.ts'

export type { FieldKind, Label, RefusalClass, Role }

export interface FieldMeta {
  readonly name: string
  readonly kind: FieldKind
  readonly label: Label
  readonly help?: Label
  readonly required?: boolean
  readonly computed?: boolean
  readonly fixed?: boolean
  readonly options?: Readonly<Record<string, Label>>
  readonly target?: string
  readonly scale?: number
  readonly maxLength?: number
  readonly min?: string | number
  readonly max?: string | number
  readonly section?: string
  readonly listed?: boolean
  readonly default?: unknown
  readonly custom?: true
  readonly percent?: boolean
  /** What a new form begins with. */
  readonly begins?: 'today' | 'now' | 'usual'
  readonly check?: string
  readonly filterable?: boolean
  /** Money in the company's currency, whatever the record's own. */
  readonly base?: boolean
}

export interface PartMeta {
  readonly name: string
  readonly label: Label
  readonly computed?: boolean
  readonly min?: number
  readonly max?: number
  readonly fields: readonly FieldMeta[]
}

export interface StateMeta {
  readonly name: string
  readonly label: Label
  readonly ends?: 'well' | 'badly' | null
  readonly locked?: boolean
  readonly draft?: boolean
}

export interface TransitionMeta {
  readonly name: string
  readonly label: Label
  readonly help?: Label | null
  readonly from: readonly string[]
  readonly to?: string | readonly string[] | null
  readonly asks?: readonly string[]
  readonly takes?: readonly string[]
  readonly input?: readonly FieldMeta[]
  readonly tone?: 'primary' | 'danger' | 'quiet' | null
  readonly emits?: string
  /** Owed always, or in some cases only. */
  readonly reason?: boolean | 'sometimes'
  /** The step that takes this one back. */
  readonly undo?: string | null
}

export interface ObjectMeta {
  readonly name: string
  /** The label for many of them. */
  readonly many: Label
  readonly takesOwner?: boolean
  readonly plural: string
  readonly label: Label
  readonly area: string
  readonly title: string
  readonly numbered?: string | null
  readonly fields: readonly FieldMeta[]
  readonly parts: readonly PartMeta[]
  readonly states: readonly StateMeta[]
  readonly transitions: readonly TransitionMeta[]
  readonly can: Readonly<Record<string, boolean>>
  readonly board?: string | null
  readonly thread?: { readonly after?: readonly string[]; readonly amount?: string } | null
  readonly quiet?: readonly string[]
}

export interface Me {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly deptId: string | null
  readonly language?: Language
}

export interface Meta {
  readonly company: {
    readonly id: string
    readonly name: string
    readonly mode: string
    readonly timeZone: string
    readonly baseCurrency: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly demo?: boolean
  }
  readonly me: Me
  readonly objects: Readonly<Record<string, ObjectMeta>>
  readonly navigation: readonly { readonly area: string; readonly label: Label; readonly objects: readonly string[] }[]
}

export type Language = 'zh' | 'en'

export interface Money {
  readonly amount: string
  readonly currency: string
}

export interface Name {
  readonly object: string
  readonly title: string
  readonly no?: string | null
  readonly state?: string | null
}

export type Names = Readonly<Record<string, Name>>
export type Row = Readonly<Record<string, unknown>> & { readonly id: string }

/** A record as it arrives: common fields, own fields, parts as arrays, custom values by key. */
export type Entry = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly no: string | null
  readonly state: string
  readonly version: number
  readonly custom?: Readonly<Record<string, unknown>>
}

export type Values = Record<string, unknown>

export interface RefusalSay {
  readonly code: string
  readonly class: RefusalClass
  readonly field?: string
  readonly message: Label
  readonly details?: Readonly<Record<string, unknown>>
  readonly override?: readonly string[] | 'anyone'
}

export type Can = Readonly<Record<string, true | readonly RefusalSay[]>>

export interface Page {
  readonly data: readonly Entry[]
  readonly next: string | null
  readonly names: Names
}

export interface One {
  readonly data: Entry
  readonly can: Can
  readonly names: Names
}

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'between'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'empty'
  | 'notEmpty'
  | 'within'

export interface Condition {
  readonly field: string
  readonly op: Operator
  readonly value?: unknown
}

export type Filter = Condition | { readonly and: readonly Filter[] } | { readonly or: readonly Filter[] }

export interface Happened {
  readonly seq: number | string
  readonly type: string
  readonly act?: string
  readonly at: string
  readonly recordedAt: string
  readonly actorId: string | null
  readonly actorRole?: string | null
  readonly channel?: string | null
  readonly from: string | null
  readonly to: string | null
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown]>>
  readonly parts?: Readonly<Record<string, PartChange>>
  readonly input?: Readonly<Record<string, unknown>>
  readonly reason?: string | null
  readonly passed?: readonly string[] | null
  readonly passedWords?: readonly Label[]
}

export interface PartChange {
  readonly add?: readonly Row[]
  readonly change?: Readonly<Record<string, Readonly<Record<string, readonly [unknown, unknown]>>>>
  readonly remove?: readonly string[]
}

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly type: string
}

export interface BulkResult {
  readonly index: number
  readonly id?: string
  readonly status: number
  readonly data?: Entry
  readonly problem?: unknown
}
