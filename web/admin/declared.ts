/** All objects by name: an administrator sets rights and fields of objects whose records they may not read. */
import { objects } from '../../flow/index.ts'
import type { Label } from '../api/types.ts'

export interface Declared {
  readonly name: string
  readonly plural: string
  readonly label: Label
  /** Labels of the transitions by the event they emit. */
  readonly emits: Readonly<Record<string, Label>>
  /** Labels of the transitions by name. */
  readonly steps: Readonly<Record<string, Label>>
}

const labelled = (pairs: readonly (readonly [string, Label])[]): Readonly<Record<string, Label>> =>
  Object.fromEntries(pairs)

export const declared: ReadonlyMap<string, Declared> = new Map<string, Declared>(
  objects.map(({ name, plural, label, transitions }) => [
    name,
    {
      name,
      plural,
      label,
      emits: labelled(Object.values(transitions).map((spec) => [spec.emits, spec.label])),
      steps: labelled(Object.entries(transitions).map(([step, spec]) => [step, spec.label])),
    },
  ]),
)
