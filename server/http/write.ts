/** A request that changes something: its body as a command, what it did as the answer. */
import type { FastifyReply } from 'fastify'
import type { Command, Happening } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { recordToJson } from '../../kernel/json.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { openReading } from '../read/reading.ts'
import { readRecord } from '../read/record.ts'
import { showRecord } from '../read/show.ts'
import type { Model, Session } from '../world.ts'
import { execute, type Outcome } from '../write/execute.ts'
import type { Doors } from './doors.ts'
import { mayAct } from './permission.ts'
import { sendProblem } from './problem.ts'
import { bodyOf, dryRunOf, etag, idempotencyOf, send, sessionOf, versionOf } from './reply.ts'
import { isDangerous, requireFresh } from './stepUp.ts'

export interface Asked {
  readonly object: string
  readonly act: string
  readonly id?: string
}

type Done = Extract<Outcome, { ok: true }>

export async function write(doors: Doors, reply: FastifyReply, asked: Asked): Promise<FastifyReply> {
  const { world } = doors
  const { request } = reply
  const session = sessionOf(request)
  const model = await world.models.of(session.tenantId)
  const declaration = declarationOf(model, asked.object)
  const version = versionOf(request)
  const command = commandOf(declaration, asked, {
    body: bodyOf(request),
    ...(version === undefined ? {} : { version }),
  })
  if (isDangerous(asked.object, command.input)) requireFresh(doors, request)
  const dryRun = dryRunOf(request)
  const idempotency = idempotencyOf(request)
  const outcome = await execute(world, session, { command, dryRun, ...(idempotency ? { idempotency } : {}) })
  if (!outcome.ok) return sendProblem(reply, outcome.refusals, { declaration, messages: world.registry.messages })
  if (outcome.replayed) reply.header('Idempotency-Replayed', 'true')
  const answer = { ...(await shown(doors, { session, model, declaration, asked, outcome, dryRun })) }
  if (asked.act === 'create' && !dryRun) {
    reply.code(201).header('Location', `/api/v1/${declaration.plural}/${outcome.record.id}`)
  }
  if (asked.act !== 'remove' && !dryRun) reply.header('ETag', etag(outcome.record.version))
  return send(reply, answer)
}

export function declarationOf(model: Model, object: string): Declaration {
  const declaration = model.objects.get(object)
  if (!declaration) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return declaration
}

/** `confirm` and `reason` stand beside the fields; a field of the object that is called so keeps its value. */
export function commandOf(
  declaration: Declaration,
  { object, act, id }: Asked,
  given: { body: Loose; version?: number },
): Command {
  const { confirm, reason, ...fields } = given.body
  const refusals: Refusal[] = []
  const wrong = (field: string, expected: string) =>
    refusals.push(refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } }))
  const codes = Array.isArray(confirm) && confirm.length <= 50 && confirm.every((code) => typeof code === 'string')
  if (confirm !== undefined && !codes) wrong('confirm', '["CODE"]')
  if (reason !== undefined && reason !== null && (typeof reason !== 'string' || reason.length > 2000))
    wrong('reason', 'text')
  if (refusals.length > 0) throw new Refused(refusals)
  const own = Object.hasOwn(declaration.fields, 'reason') && reason !== undefined
  return {
    object,
    act,
    input: own ? { ...fields, reason } : fields,
    ...(id === undefined ? {} : { id }),
    ...(given.version === undefined ? {} : { version: given.version }),
    ...(codes ? { confirm } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
  }
}

interface Shown {
  readonly session: Session
  readonly model: Model
  readonly declaration: Declaration
  readonly asked: Asked
  readonly outcome: Done
  readonly dryRun: boolean
}

/** The record as its reader sees it now; a reader who gave it out of sight is told only where it stands. */
async function shown(doors: Doors, show: Shown): Promise<Record<string, unknown>> {
  const { session, model, declaration, asked, outcome, dryRun } = show
  const told = eventOf(show)
  if (asked.act === 'remove') return dryRun ? { ...told, dryRun } : told
  if (dryRun) return { data: await previewOf(doors, show), can: {}, names: {}, ...told, dryRun }
  const read = await readRecord(doors.world, session, { object: declaration.name, id: outcome.record.id })
  if (read.ok) return { data: read.data, can: read.can, names: read.names, ...told }
  const { id, no, state, version } = recordToJson(declaration, outcome.record, model.settings.baseCurrency)
  return { data: { id, no, state, version }, can: {}, names: {}, ...told }
}

/** The event of the command itself, and what it caused among the objects the caller may read. */
function eventOf({ session, model, declaration, asked, outcome }: Shown) {
  const isOwn = (one: Happening) => one.object === declaration.name && one.act === asked.act
  const own =
    outcome.happenings.find((one) => isOwn(one) && (!asked.id || one.id === asked.id)) ?? outcome.happenings[0]
  const caused = outcome.happenings
    .filter((one) => one !== own && mayAct(model, session.actor, { object: one.object, action: 'read' }))
    .map(({ type, object, id }) => ({ type, object, id }))
  if (!own) return { event: null, caused }
  const { type, object, id, from, to, version, passed } = own
  return { event: { type, object, id, from, to, version, passed }, caused }
}

/** What would stand there, as far as the caller may see it. */
async function previewOf({ world }: Doors, { session, declaration, outcome }: Shown): Promise<Loose> {
  return showRecord(await openReading(world, session), { declaration, record: outcome.record })
}
