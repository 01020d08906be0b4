/** The chain in the order money travels: the one place where the read layer knows objects by name. */
import type { Declaration } from '../../kernel/object.ts'
import type { Pointing } from '../store/thread.ts'
import type { Reading } from './reading.ts'
import { mayRead } from './scope.ts'

/** From the first contact to the money in the bank. */
export const riverOrder = [
  'lead',
  'opportunity',
  'quote',
  'contract',
  'order',
  'shipment',
  'invoice',
  'payment',
] as const

/** Where leads come from stands before it; a campaign is shared by many chains. */
export const source = 'campaign'
/** Stands in the thread only where there is one: not every contract is changed. */
export const aside = 'amendment'
export const threadOrder: readonly string[] = [
  source,
  ...riverOrder.flatMap((name) => (name === 'contract' ? [name, aside] : [name])),
]

/** States in which another record carries the same business on: nothing is lost there. */
export const replaced: ReadonlySet<string> = new Set(['merged', 'superseded'])

export const readable = (now: Reading, names: readonly string[]): Declaration[] =>
  names.flatMap((name) => {
    const declaration = now.model.objects.get(name)
    return declaration && mayRead(now, declaration) ? [declaration] : []
  })

/** Own links of an object to one of the named objects: [field, target]. */
export const linksTo = ({ fields }: Declaration, targets: readonly string[]): (readonly [string, string])[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'link' && targets.includes(field.target ?? '') ? [[name, field.target as string] as const] : [],
  )

/** The same for its rows. */
export const rowsTo = (
  { name: object, parts }: Declaration,
  targets: readonly string[],
): (Pointing & { target: string })[] =>
  Object.entries(parts).flatMap(([part, { fields }]) =>
    Object.entries(fields).flatMap(([field, spec]) =>
      spec.kind === 'link' && targets.includes(spec.target ?? '')
        ? [{ object, part, field, target: spec.target as string }]
        : [],
    ),
  )
