/** All objects by name: an administrator sets rights and fields of objects whose records they may not read. */
import { objects } from '../../flow/index.ts'
import type { Label } from '../api/types.ts'

export interface Declared {
  readonly name: string
  readonly label: Label
  /** Labels of the transitions by name. */
  readonly steps: Readonly<Record<string, Label>>
}

export const declared: ReadonlyMap<string, Declared> = new Map(
  objects.map(({ name, label, transitions }) => [
    name,
    { name, label, steps: Object.fromEntries(Object.entries(transitions).map(([step, spec]) => [step, spec.label])) },
  ]),
)
