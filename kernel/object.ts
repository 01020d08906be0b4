/** The language in which a business object is declared; a wrong declaration does not compile. */
import type { Facts, FactValue, Loose } from './fact.ts'
import type { Field, Fields, ValueOf } from './field.ts'
import type { Label } from './label.ts'
import type { Actor } from './permit.ts'
import type { Permit } from './role.ts'
import type { Settings } from './settings.ts'

/** Rows that belong to one record and change with it: lines, a payment plan, versions. */
export interface Part<F extends Fields = Fields> {
  readonly label: Label
  readonly fields: F
  /** Only the system writes them. */
  readonly computed?: boolean
  readonly min?: number
  readonly max?: number
}

export type Parts = Readonly<Record<string, Part>>
export const part = <const F extends Fields>(spec: Part<F>): Part<F> => spec

/** What every record has (chain.md §0.1). `state` is no field: only transitions move it. */
export interface Common<S extends string = string> {
  readonly id: string
  readonly no: string | null
  readonly state: S
  readonly version: number
  readonly ownerId: string | null
  readonly deptId: string | null
  /** Team, participants and people it is shared with: they count as 'self'. */
  readonly memberIds: readonly string[]
  readonly createdAt: string
  readonly createdBy: string | null
  readonly updatedAt: string
  readonly updatedBy: string | null
  readonly entryMode: 'manual' | 'converted' | 'import' | 'api' | 'portal' | 'automation'
  readonly derivedFrom: { readonly object: string; readonly id: string } | null
  /** Id of the root of the chain this record belongs to: its lead, or its first record without one. */
  readonly caseId: string
  /** Fields that came from the predecessor when the record was made from it. */
  readonly inheritedFields: readonly string[]
  /** Inherited fields that a person typed over. */
  readonly rekeyedFields: readonly string[]
  /** What a history import left open: codes of the checks that were not made (R35). */
  readonly importedGap: readonly string[]
  /** 'zoho:4563': unique per object, so that the same record of another system is met again. */
  readonly sourceKey: string | null
  readonly isTest: boolean
  readonly custom: Readonly<Record<string, unknown>>
}

export type Row<F extends Fields> = { readonly id: string } & { readonly [K in keyof F]: ValueOf<F[K]> }
export type RecordOf<F extends Fields, P extends Parts, S extends string = string> = Common<S> & {
  readonly [K in keyof F]: ValueOf<F[K]>
} & { readonly [K in keyof P]: readonly Row<P[K]['fields']>[] }

/** Everything a rule may look at. `record` already holds what the command gives; `before` is as stored. */
export interface Context<F extends Fields, P extends Parts, A extends Facts, S extends string> {
  readonly record: RecordOf<F, P, S>
  readonly before: RecordOf<F, P, S> | null
  /** Arguments of the command, already of their types. */
  readonly input: Loose
  readonly facts: { readonly [K in keyof A]: FactValue<A[K]> }
  readonly actor: Actor
  readonly now: string
  /** Today in the company's time zone. */
  readonly today: string
  readonly settings: Settings
  /** A history import checks structure only (R35). */
  readonly history: boolean
}

export interface Guard<C> {
  readonly code: string
  readonly holds: (context: C) => boolean
  /** Values for the placeholders of the message, and what else the page may show. */
  readonly details?: (context: C) => Readonly<Record<string, unknown>>
  readonly field?: string
  /** Roles that may let it pass by naming the code and a reason; 'anyone' makes it a warning to confirm. */
  readonly override?: readonly string[] | 'anyone'
  /** Depends on what the command brings, so it says nothing about whether the button is open. */
  readonly onInput?: boolean
  readonly status?: number
}

/** Two duties that one person must not do on the same record (roles.md §4). */
export interface Duty<C> {
  readonly rule: string
  readonly say: Label
  /** The person who did the other duty. */
  readonly doneBy: (context: C) => string | null | undefined
}

/** What a rule may write: own fields, whole parts, and who holds the record. */
export type Sets<F extends Fields, P extends Parts> = Partial<
  { [K in keyof F]: ValueOf<F[K]> } & { [K in keyof P]: readonly (Loose & { id?: string })[] } & Pick<
      Common,
      'ownerId' | 'deptId' | 'memberIds'
    >
>

export interface Step<F extends Fields, P extends Parts, A extends Facts, S extends string> {
  readonly needs?: readonly (keyof A & string)[]
  readonly guards?: readonly Guard<Context<F, P, A, S>>[]
  readonly notBy?: readonly Duty<Context<F, P, A, S>>[]
  readonly sets?: (context: Context<F, P, A, S>) => Sets<F, P>
}

export interface Transition<F extends Fields, P extends Parts, A extends Facts, S extends string>
  extends Step<F, P, A, S> {
  readonly label: Label
  readonly help?: Label
  readonly from: readonly S[]
  /** Absent: the state stays. A list: `chooses` says which. */
  readonly to?: S | readonly S[]
  readonly chooses?: (context: Context<F, P, A, S>) => S
  /** The event, in the past tense: 'won'. */
  readonly emits: string
  /** Own fields or parts that must be filled, now or before. */
  readonly asks?: readonly (keyof F | keyof P)[]
  /** Own fields or parts that may be given along. */
  readonly takes?: readonly (keyof F | keyof P)[]
  /** Arguments that are no fields of the record; they stand in the event. */
  readonly input?: Fields
  readonly tone?: 'primary' | 'danger' | 'quiet'
  /** The compensating transition offered for a while after this one (R6). */
  readonly undo?: string
}

export interface StateSpec {
  readonly label: Label
  readonly ends?: 'well' | 'badly'
  /** The record may be edited here by those who may change it; absent means it may. */
  readonly locked?: boolean
  /** Drafts can be deleted. */
  readonly draft?: boolean
}

export interface ObjectSpec<F extends Fields, P extends Parts, A extends Facts, S extends string, T extends string> {
  readonly label: Label
  /** Resource name and menu word. */
  readonly plural: string
  readonly area: 'sell' | 'fulfil' | 'cash' | 'care' | 'manage' | 'setup'
  readonly title: (keyof F & string) | 'no'
  /** Prefix of the human number, e.g. 'LD'; absent: records have none. */
  readonly numbered?: string
  readonly fields: F
  readonly parts?: P
  readonly facts?: A
  /** These fields make the identity: one record per combination, made when first addressed. */
  readonly identity?: readonly (keyof F & string)[]
  readonly states: Readonly<Record<S, StateSpec>>
  readonly starts: NoInfer<S> | ((context: Context<NoInfer<F>, NoInfer<P>, NoInfer<A>, NoInfer<S>>) => NoInfer<S>)
  readonly create?: Step<NoInfer<F>, NoInfer<P>, NoInfer<A>, NoInfer<S>> & {
    readonly takesOwner?: boolean
    readonly emits?: string
  }
  readonly change?: Step<NoInfer<F>, NoInfer<P>, NoInfer<A>, NoInfer<S>>
  readonly remove?: Step<NoInfer<F>, NoInfer<P>, NoInfer<A>, NoInfer<S>>
  /** Values that follow from the record alone, computed at every write. */
  readonly derive?: (record: RecordOf<NoInfer<F>, NoInfer<P>, NoInfer<S>>, settings: Settings) => Sets<F, P>
  readonly transitions: { readonly [K in T]: Transition<NoInfer<F>, NoInfer<P>, NoInfer<A>, NoInfer<S>> }
  readonly permits: { readonly [K in NoInfer<T> | 'read' | 'create' | 'change']: Permit } & { readonly remove?: Permit }
  readonly messages?: Readonly<Record<string, Label>>
  /** Fields that hold no business meaning and stay out of events' diffs in the timeline. */
  readonly quiet?: readonly (keyof F & string)[]
  /** Children whose access follows this record live under it in the thread. */
  readonly thread?: { readonly after?: readonly string[]; readonly amount?: keyof F & string }
  readonly board?: (keyof F & string) | 'state'
  /** A number without gaps per series, taken last before commit by this transition into this field. */
  readonly gapless?: {
    readonly transition: NoInfer<T>
    readonly field: keyof F & string
    readonly series: (record: RecordOf<NoInfer<F>, NoInfer<P>, NoInfer<S>>, today: string) => string
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a declaration whose type parameters no longer matter
type Any = any

/** A declaration as the rest of the system sees it: data, whatever its types were. */
export interface Declaration
  extends Pick<
    ObjectSpec<Fields, Parts, Facts, string, string>,
    'label' | 'plural' | 'area' | 'title' | 'numbered' | 'fields' | 'identity' | 'quiet' | 'board'
  > {
  readonly name: string
  readonly create?: Step<Any, Any, Any, string> & { readonly takesOwner?: boolean; readonly emits?: string }
  readonly change?: Step<Any, Any, Any, string>
  readonly remove?: Step<Any, Any, Any, string>
  readonly derive?: (record: Any, settings: Settings) => Loose
  readonly thread?: { readonly after?: readonly string[]; readonly amount?: string }
  readonly gapless?: {
    readonly transition: string
    readonly field: string
    readonly series: (record: Any, today: string) => string
  }
  readonly states: Readonly<Record<string, StateSpec>>
  readonly starts: string | ((context: Any) => string)
  readonly transitions: Readonly<Record<string, Transition<Any, Any, Any, string>>>
  readonly permits: Readonly<Record<string, Permit>>
  readonly parts: Parts
  readonly facts: Facts
  readonly messages: Readonly<Record<string, Label>>
}

export function object<
  const Name extends string,
  const F extends Fields,
  const S extends string,
  const T extends string,
  const P extends Parts = Record<never, never>,
  const A extends Facts = Record<never, never>,
>(name: Name, spec: ObjectSpec<F, P, A, S, T>): Declaration & { readonly name: Name } {
  return Object.freeze({ parts: {}, facts: {}, messages: {}, ...spec, name }) as Any
}

/** The declaration with a company's own fields added; they live under `custom` in the record. */
export interface CustomField extends Field {
  readonly key: string
  readonly filterable: boolean
}
