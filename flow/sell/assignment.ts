/** Who gets a new lead: the first rule that matches, and its way of choosing among its candidates (chain.md §3.3). */
import { type Fact, type Loose, source, valueAt } from '../../kernel/fact.ts'
import { Exact } from '../../kernel/money.ts'
import { type Condition, listOf, matches, plain } from './condition.ts'

export type Strategy = 'round_robin' | 'weighted' | 'least_open' | 'territory' | 'account_owner' | 'skill'

export interface Candidate {
  readonly userId: string
  readonly weight: string | null
  readonly provinces: string | null
  readonly cities: string | null
  readonly industries: string | null
  readonly skills: string | null
  /** How many leads the rule gave this person. */
  readonly assigned: number | null
}

export interface Rule {
  readonly id: string
  readonly seq: number
  readonly strategy: Strategy
  readonly poolId: string | null
  readonly skillField: string | null
  /** Cursor of the round robin: the person who got the last one. */
  readonly lastUserId: string | null
  readonly conditions: readonly Condition[]
  readonly candidates: readonly Candidate[]
}

export interface Person {
  readonly active: boolean
  /** On approved leave today. */
  readonly away: boolean
  /** Open leads held. */
  readonly open: number
}

/** All that choosing looks at. Rules come locked, so that cursor and counters stay true. */
export interface Board {
  readonly rules: readonly Rule[]
  readonly people: Readonly<Record<string, Person>>
  /** The customer the lead surely belongs to: the one it names, or a match of 80 and more. */
  readonly account: { readonly id: string; readonly ownerId: string | null } | null
  readonly holdingLimit: number | null
}

export const assignmentBoard: Fact<Board> = source('assignmentBoard')

export type Choice =
  | { readonly userId: string; readonly ruleId: string | null }
  /** A rule matched, but none of its candidates is available. */
  | { readonly userId: null; readonly ruleId: string }

/** Null where no rule speaks for this lead: it waits in the pool to be claimed. */
export function choose(lead: Loose, board: Board): Choice | null {
  const owner = board.account?.ownerId ?? null
  if (owner !== null && available(owner, board)) return { userId: owner, ruleId: null }
  const rule = [...board.rules].sort((a, b) => a.seq - b.seq || order(a.id, b.id)).find((one) => speaksFor(one, lead))
  if (!rule) return null
  const userId = strategies[rule.strategy](rule, lead, board)
  return { userId, ruleId: rule.id } as Choice
}

function speaksFor(rule: Rule, lead: Loose): boolean {
  if (rule.strategy === 'account_owner') return false
  if (rule.poolId !== null && rule.poolId !== lead.poolId) return false
  return rule.conditions.every((condition) => matches(lead, condition))
}

function available(userId: string, { people, holdingLimit }: Board): boolean {
  const person = people[userId]
  return person?.active === true && !person.away && (holdingLimit === null || person.open < holdingLimit)
}

const free = (rule: Rule, board: Board): Candidate[] => rule.candidates.filter((one) => available(one.userId, board))

type Chooser = (rule: Rule, lead: Loose, board: Board) => string | null

/** The next person after the last one, in the order of the list; those who are away are passed over. */
const roundRobin: Chooser = (rule, _lead, board) => {
  const last = rule.candidates.findIndex((one) => one.userId === rule.lastUserId)
  const turned = [...rule.candidates.slice(last + 1), ...rule.candidates.slice(0, last + 1)]
  return turned.find((one) => available(one.userId, board))?.userId ?? null
}

/** The smallest assigned / weight, ties by user id; a weight of zero gets nothing. */
const weighted: Chooser = (rule, _lead, board) => {
  const share = (one: Candidate) => new Exact(one.assigned ?? 0).div(one.weight ?? '1')
  const willing = free(rule, board).filter((one) => new Exact(one.weight ?? '1').gt(0))
  return willing.sort((a, b) => share(a).comparedTo(share(b)) || order(a.userId, b.userId))[0]?.userId ?? null
}

const leastOpen: Chooser = (rule, _lead, board) => fewestOpen(free(rule, board), board)

/** Whoever covers the most exactly described territory: city before province before industry. */
const territory: Chooser = (rule, lead, board) => {
  const rank = (one: Candidate) =>
    covers(one.cities, lead.region?.city) * 4 +
    covers(one.provinces, lead.region?.province) * 2 +
    covers(one.industries, lead.industry)
  const inside = free(rule, board).filter((one) => rank(one) > 0)
  const best = Math.max(0, ...inside.map(rank))
  return fewestOpen(
    inside.filter((one) => rank(one) === best),
    board,
  )
}

/** Whoever has a skill that the lead's field names; in a text, that it mentions. */
const skill: Chooser = (rule, lead, board) => {
  const wanted = plain(valueAt(lead, rule.skillField ?? 'industry'))
  const skilled = free(rule, board).filter((one) =>
    listOf(one.skills).some((known) => known === wanted || (rule.skillField === 'needDesc' && wanted.includes(known))),
  )
  return fewestOpen(skilled, board)
}

const strategies: Readonly<Record<Strategy, Chooser>> = {
  round_robin: roundRobin,
  weighted,
  least_open: leastOpen,
  territory,
  account_owner: () => null,
  skill,
}

function fewestOpen(candidates: readonly Candidate[], { people }: Board): string | null {
  const open = (one: Candidate) => people[one.userId]?.open ?? 0
  return [...candidates].sort((a, b) => open(a) - open(b) || order(a.userId, b.userId))[0]?.userId ?? null
}

const covers = (list: string | null, value: unknown): number =>
  plain(value) !== '' && listOf(list).includes(plain(value)) ? 1 : 0

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
