/** Asks the indexes of grams and members first: few identifiers narrow a statement, many are better not fetched. */
import { columnOf } from './columns.ts'
import type { Tx } from './database.ts'
import { type Condition, gramsFor, type Known, keyOf, type Reach, type Test } from './where.ts'

interface Question {
  readonly key: string
  readonly object: string
  readonly tokens: readonly string[]
  readonly member: string | null
}

/** Beyond so many, what is looked for is so common that reading in order meets it soon. */
const few = 5_000

/** One statement for all lists that the conditions look into. */
export async function knownFor(tx: Tx, tenantId: string, conditions: readonly (Condition | null)[]): Promise<Known> {
  const asked = new Map<string, Question>()
  const gather = new Gathering(tenantId, asked)
  for (const condition of conditions) if (condition) gather.condition(condition)
  const questions = [...asked.values()]
  const known = new Map<string, readonly string[] | null>()
  if (questions.length === 0) return known
  const values: unknown[] = [tenantId, few + 1]
  const arms = questions.map(({ object, tokens, member }, n) => {
    values.push(columnOf(object), member ?? tokens)
    const place = `$${values.length - 1}, $${values.length}::${member ? 'uuid' : 'text[]'}`
    return `select ${n} as n, id from app.holding_${member ? 'member' : 'grams'}($1, ${place}, $2) as id`
  })
  const rows = await tx.query<{ n: number; id: string }>(arms.join(' union all '), values)
  questions.forEach(({ key }, n) => {
    const ids = rows.filter((row) => row.n === n).map((row) => row.id)
    known.set(key, ids.length > few ? null : ids)
  })
  return known
}

class Gathering {
  readonly #tenantId: string
  readonly #asked: Map<string, Question>

  constructor(tenantId: string, asked: Map<string, Question>) {
    this.#tenantId = tenantId
    this.#asked = asked
  }

  condition(condition: Condition): void {
    if ('all' in condition) this.#each(condition.all)
    else if ('any' in condition) this.#each(condition.any)
    else if ('not' in condition) this.condition(condition.not)
    else if ('within' in condition) this.reach(condition.within)
    else this.#test(condition)
  }

  reach({ scopes, actorId, object, only }: Reach): void {
    if (only) this.condition(only)
    if (actorId && scopes.includes('self')) this.#add({ object, tokens: [actorId], member: actorId })
  }

  #each(conditions: readonly Condition[]): void {
    for (const one of conditions) this.condition(one)
  }

  #test(test: Test): void {
    if (test.place.via) this.reach(test.place.via.reach)
    const tokens = gramsFor(this.#tenantId, test)
    if (tokens.length > 0) this.#add({ object: test.place.on.name, tokens, member: null })
  }

  #add(question: Omit<Question, 'key'>): void {
    const key = keyOf(question.object, question.tokens)
    this.#asked.set(key, { ...question, key })
  }
}
