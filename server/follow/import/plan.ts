/** What is done to every row of one import, and how a cell names another record. */
import type { Field } from '../../../kernel/field.ts'
import type { Declaration } from '../../../kernel/object.ts'
import type { Mapping, Target } from './mapping.ts'

/** What is done to every row of one import. */
export interface Plan {
  readonly declaration: Declaration
  readonly mapping: Mapping
  readonly targets: ReadonlyMap<string, Target>
  readonly headers: readonly string[]
  readonly timeZone: string
}

/** A cell that names another record. */
export interface Reference {
  readonly name: string
  readonly object: string
  readonly text: string
  /** Which row of the part it stands in, where a cell brings several. */
  readonly at?: number
}

export const linkKinds = new Set(['link', 'member', 'department'])

export const referredObject = (field: Field): string =>
  field.kind === 'link' ? (field.target ?? '') : field.kind === 'member' ? 'user' : 'department'
