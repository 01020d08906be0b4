/** What suspected duplicates and merges share: who may look, and how the two sides are named. */
import type { Loose } from '../../kernel/fact.ts'
import type { Permit } from '../../kernel/role.ts'

/** Whoever may merge looks at the queue; a representative sees the pairs of their own records. */
export const pairPermit: Permit = { SDR: 'self', REP: 'self', SM: 'tree', MKT: 'all', OPS: 'all' }

/** Field → hash of its value, on either side. */
export type Fingerprint = readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>]

/** Whether a value that was compared then is another one now; what a rule compares besides since is no change. */
export const changedSince = (then: Fingerprint | null, now: Fingerprint): boolean =>
  then === null ||
  now.some((side, index) => Object.entries(side).some(([name, hash]) => (then[index]?.[name] ?? hash) !== hash))

/** The names of the two links of a pair. */
export function sidesOf(objectName: string): readonly [string, string] {
  const name = `${objectName.charAt(0).toUpperCase()}${objectName.slice(1)}`
  return [`${objectName}Id`, `other${name}Id`]
}

/** The two records a pair is about. */
export function idsIn(pair: Loose): readonly [string, string] {
  const [one, other] = sidesOf(pair.object)
  return [pair[one], pair[other]]
}
