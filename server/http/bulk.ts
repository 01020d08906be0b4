/** Many changes of one object in one request: each item is decided, and answered, by itself. */
import type { FastifyRequest } from 'fastify'
import type { Command } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { recordToJson } from '../../kernel/json.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import type { Session, World } from '../world.ts'
import { executeBatch } from '../write/batch.ts'
import { execute, type Outcome } from '../write/execute.ts'
import type { Doors } from './doors.ts'
import { isOpen, mayAct } from './permission.ts'
import { problemOf } from './problem.ts'
import { exactBody, idempotencyOf, sessionOf, textOf } from './reply.ts'
import { isDangerous, requireFresh } from './stepUp.ts'
import { commandOf, declarationOf } from './write.ts'

export const bulkItems = 1000
export const bulkBytes = 4 * 1024 * 1024
/** So many items share a transaction; longer ones would hold up the log of the company. */
const perTransaction = 100

export async function runBulk(doors: Doors, request: FastifyRequest, object: string) {
  const { world } = doors
  const session = sessionOf(request)
  const model = await world.models.of(session.tenantId)
  const declaration = declarationOf(model, object)
  const body = exactBody(request, ['act', 'items'])
  const act = textOf(body, 'act', { max: 80 })
  if (!isOpen(declaration, act)) {
    throw new Refused([refuse('invalid', 'UNKNOWN_CHOICE', { field: 'act', details: { name: 'act', value: act } })])
  }
  if (!mayAct(model, session.actor, { object, action: act })) throw new Refused([refuse('forbidden', 'FORBIDDEN')])
  const { items } = body
  if (!Array.isArray(items)) throw new Refused([wrongType('items', '[{id, version, input}]')])
  if (items.length > bulkItems) {
    throw new Refused([refuse('invalid', 'BULK_LIMIT', { field: 'items', status: 413, details: { max: bulkItems } })])
  }
  const read = items.map((item) => readItem(declaration, act, item))
  if (read.some((one) => 'command' in one && isDangerous(object, one.command.input))) requireFresh(doors, request)
  const outcomes = await runAll(world, session, { read, idempotency: idempotencyOf(request) })
  const about = { declaration, messages: world.registry.messages }
  const results = outcomes.map((outcome, index) => {
    const id = items[index]?.id ?? null
    if (!outcome.ok) {
      const problem = problemOf(outcome.refusals, request.id, about)
      return { index, id, status: problem.status, problem }
    }
    const { record } = outcome
    const { no, state, version } = recordToJson(declaration, record, model.settings.baseCurrency)
    const status = act === 'create' ? 201 : 200
    return { index, id: record.id ?? id, status, data: { id: record.id ?? id, no, state, version } }
  })
  return { results }
}

type ReadItem = { readonly command: Command } | { readonly refusals: readonly Refusal[] }

/** An item that cannot be read is refused in its place; the others go on. */
function readItem(declaration: Declaration, act: string, item: unknown): ReadItem {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { refusals: [wrongType('items', '{…}')] }
  const { id, version, input = {}, ...rest } = item as Loose
  const unknown = Object.keys(rest).filter((key) => key !== 'confirm' && key !== 'reason')
  if (unknown.length > 0) {
    return { refusals: unknown.map((name) => refuse('invalid', 'UNKNOWN_FIELD', { field: name, details: { name } })) }
  }
  if (act !== 'create' && !isId(id)) return { refusals: [refuse('missing', 'NOT_FOUND')] }
  if (act === 'create' && id !== undefined) return { refusals: [wrongType('id', 'nothing')] }
  if (version !== undefined && !Number.isSafeInteger(version)) return { refusals: [wrongType('version', '1')] }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { refusals: [wrongType('input', '{…}')] }
  try {
    const asked = { object: declaration.name, act, ...(act === 'create' ? {} : { id: id as string }) }
    const body = { ...input, ...rest }
    return { command: commandOf(declaration, asked, { body, ...(version === undefined ? {} : { version }) }) }
  } catch (error) {
    if (error instanceof Refused) return { refusals: error.refusals }
    throw error
  }
}

const wrongType = (field: string, expected: string): Refusal =>
  refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } })

interface Run {
  readonly read: readonly ReadItem[]
  readonly idempotency: { key: string; fingerprint: string } | undefined
}

/** With an idempotency key each item has its own answer kept, so that a repeated request repeats nothing. */
async function runAll(world: World, session: Session, { read, idempotency }: Run): Promise<Outcome[]> {
  const outcomes: Outcome[] = read.map((one) => ({ ok: false, refusals: 'refusals' in one ? one.refusals : [] }))
  const ready = read.flatMap((one, index) => ('command' in one ? [{ index, command: one.command }] : []))
  if (idempotency) {
    for (const { index, command } of ready) {
      const { key, fingerprint } = idempotency
      outcomes[index] = await execute(world, session, { command, idempotency: { key: `${key}#${index}`, fingerprint } })
    }
    return outcomes
  }
  for (let from = 0; from < ready.length; from += perTransaction) {
    const part = ready.slice(from, from + perTransaction)
    const done = await executeBatch(
      world,
      session,
      part.map((one) => one.command),
    )
    part.forEach(({ index }, i) => {
      outcomes[index] = done[i] as Outcome
    })
  }
  return outcomes
}
