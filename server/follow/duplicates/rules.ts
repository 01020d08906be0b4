/** The active matching rules of an object, ready to be used on records. */
import { createHash } from 'node:crypto'
import { ruleOf } from '../../../flow/sell/matchRule.ts'
import type { Fingerprint } from '../../../flow/sell/pairing.ts'
import type { Loose } from '../../../kernel/fact.ts'
import {
  fieldNames,
  type Likeness,
  likenessOf,
  type MatchRule,
  type Subject,
  subjectOf,
  textOf,
} from '../../../kernel/likeness.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { activeRules } from '../../store/matching.ts'
import { loadRecords } from '../../store/records.ts'
import type { World } from '../../world.ts'

export interface ActiveRule {
  readonly id: string
  readonly rule: MatchRule
}

export interface Ruling {
  readonly tenantId: string
  readonly declaration: Declaration
  readonly rules: readonly ActiveRule[]
  /** All fields that are looked at. */
  readonly names: readonly string[]
  /** Changes with every change of the rules that would change keys. */
  readonly mark: string
}

/** Null where no rule is active: then nothing is looked for. */
export async function rulingOf(world: World, tenantId: string, object: string): Promise<Ruling | null> {
  const model = await world.models.of(tenantId)
  const [declaration, rules] = [model.objects.get(object), model.objects.get('matchRule')]
  if (!declaration || !rules) return null
  const stored = await world.database.inTenant(tenantId, async (tx) => {
    const ids = await activeRules(tx, tenantId, object)
    return loadRecords(tx, { tenantId, declaration: rules }, { ids, lock: false })
  })
  if (stored.length === 0) return null
  return ruling(
    { tenantId, declaration },
    stored.map((one) => ({ id: one.id as string, rule: ruleOf(one) })),
  )
}

export function ruling(place: Pick<Ruling, 'tenantId' | 'declaration'>, rules: readonly ActiveRule[]): Ruling {
  const rows = rules.flatMap(({ rule }) => [...rule.compare, ...rule.passes])
  const names = [...new Set(rows.flatMap((row) => fieldNames(row.fields)))]
  const mark = createHash('sha1')
    .update(
      JSON.stringify(
        rules.map(({ id, rule }) => [id, rule.passes, rule.compare.map((one) => [one.fields, one.compare])]),
      ),
    )
    .digest('hex')
  return { ...place, rules, names, mark }
}

/** A record as all rules see it. */
export interface Comparable {
  readonly record: Loose
  readonly subjects: readonly Subject[]
  /** Hashes of its keys, as text of whole numbers. */
  readonly keys: readonly string[]
}

export function comparableOf({ rules }: Ruling, record: Loose): Comparable {
  const subjects = rules.map(({ rule }) => subjectOf(rule, record))
  const keys = subjects.flatMap((subject, index) => subject.keys.map((key) => hashOf(`${rules[index]?.id} ${key}`)))
  return { record, subjects, keys }
}

export interface Match extends Likeness {
  readonly ruleId: string
}

/** What the rule that speaks loudest says of two records; null where none suspects them. */
export function matchOf({ rules }: Ruling, a: Comparable, b: Comparable): Match | null {
  let best: Match | null = null
  rules.forEach(({ id, rule }, index) => {
    const found = likenessOf(rule, a.subjects[index] as Subject, b.subjects[index] as Subject)
    if (found.verdict === 'none') return
    const better = best === null || (found.verdict === 'sure' && best.verdict !== 'sure') || found.points > best.points
    if (better) best = { ...found, ruleId: id }
  })
  return best
}

export const fingerprintOf = ({ names }: Ruling, a: Loose, b: Loose): Fingerprint => [
  hashes(names, a),
  hashes(names, b),
]

const hashes = (names: readonly string[], record: Loose): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, shortHash(textOf(record, name))]))

/** Enough to see that a value changed, too little to tell which it was: a pair outlives the erasure of a person. */
const shortHash = (text: string): string => String(Number(hashOf(text)) % 65_536)

/** 53 bits (cyrb53): of ten million keys two meet by accident once in a while, which costs one comparison. */
export function hashOf(text: string): string {
  let [h1, h2] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return String(4294967296 * (2097151 & h2) + (h1 >>> 0))
}
