/** A person who leaves: what they hold, and handing it over; signing in and keys end before anything is given away. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HandoverChoice } from '../../flow/setup/handover.ts'
import type { Loose } from '../../kernel/fact.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { readRecord } from '../read/record.ts'
import { countHeld, exportsOf, headsAbove, itemsPage, managersAbove } from '../store/handover.ts'
import { addJob, jobsChannel } from '../store/jobs.ts'
import { countKeys, revokeKeysOf } from '../store/keys.ts'
import { loadRecord } from '../store/records.ts'
import { civilDate, execute } from '../write/execute.ts'
import { canWait, sessionFor, slotsOf } from '../write/holdings.ts'
import { limitOf } from './audit.ts'
import type { Doors } from './doors.ts'
import { exactBody, send, sessionOf, textOf } from './reply.ts'

const monthMs = 30 * 24 * 3_600_000
const mostChoices = 200
const no = (kind: Refusal['class'], code: string, field?: string): Refused =>
  new Refused([refuse(kind, code, field === undefined ? {} : { field })])

export function handoverRoutes(app: FastifyInstance, doors: Doors): void {
  const config = { permission: 'user:disable' }
  app.get('/api/v1/users/:id/holdings', { config }, async (request, reply) =>
    send(reply, { data: await holdings(doors, request) }),
  )
  app.post('/api/v1/users/:id/hand-over', { config }, (request, reply) => begin(doors, request, reply))
  const read = { permission: 'handover:read', query: ['after', 'limit', 'outcome'] }
  app.get('/api/v1/handovers/:id/items', { config: read }, async (request, reply) => {
    const { id } = request.params as { id: string }
    const { after = null, limit, outcome = null } = request.query as Record<string, string | undefined>
    const found = await readRecord(doors.world, sessionOf(request), { object: 'handover', id: isId(id) ? id : nobody })
    if (!found.ok) throw new Refused(found.refusals)
    const { tenantId } = sessionOf(request)
    const page = { after: isId(after) ? after : null, limit: limitOf(limit), outcome }
    const data = await doors.world.database.inTenant(tenantId, (tx) =>
      itemsPage(tx, { tenantId, handoverId: id }, page),
    )
    return send(reply, { data, next: data.length === page.limit ? (data.at(-1)?.id ?? null) : null })
  })
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** The person as the caller sees them; anybody else is not there. */
async function personOf({ world }: Doors, request: FastifyRequest): Promise<Loose & { id: string }> {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw no('missing', 'NOT_FOUND')
  const read = await readRecord(world, sessionOf(request), { object: 'user', id })
  if (!read.ok) throw new Refused(read.refusals)
  return { ...read.data, id }
}

async function holdings(doors: Doors, request: FastifyRequest) {
  const { world } = doors
  const person = await personOf(doors, request)
  const { tenantId } = sessionOf(request)
  const model = await world.models.of(tenantId)
  const slots = slotsOf(model)
  const at = world.clock()
  const since = new Date(Date.parse(at) - monthMs).toISOString()
  const found = await world.database.inTenant(tenantId, async (tx) => ({
    held: await countHeld(tx, { tenantId, personId: person.id }, slots),
    exports: await exportsOf(tx, tenantId, { userId: person.id, since }),
    heads: await headsAbove(tx, tenantId, person.id),
    managers: await managersAbove(tx, tenantId, person.id),
  }))
  const keys = await world.database.control((tx) => countKeys(tx, tenantId, { userId: person.id, at }))
  const slotsHeld = slots.flatMap((slot) => {
    const rows = found.held.filter((one) => one.object === slot.declaration.name && one.slot === slot.name)
    if (rows.length === 0) return []
    const count = rows.reduce((sum, row) => sum + row.count, 0)
    const regions = slot.region ? rows.map(({ region, count: n }) => ({ region: region ?? '', count: n })) : []
    const pool = slot.name === 'ownerId' && canWait(slot.declaration)
    return [
      {
        object: slot.declaration.name,
        slot: slot.name,
        label: labelOf(slot.declaration, slot.name),
        count,
        regions,
        pool,
      },
    ]
  })
  const suggested = { manager: found.managers[0] ?? null, head: found.heads[0] ?? null }
  return {
    id: person.id,
    name: person.name,
    state: person.state,
    held: slotsHeld,
    suggested,
    keys,
    exports: found.exports,
  }
}

/** What the person is on such records. */
function labelOf({ fields, parts }: Loose, slot: string) {
  if (slot === 'ownerId') return { zh: '负责人', en: 'Owner' }
  if (slot === 'memberIds') return { zh: '参与人', en: 'Participant' }
  const [part = '', field] = slot.split('.')
  return field ? parts[part].label : fields[part].label
}

async function begin(doors: Doors, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { world, door, audit } = doors
  const session = sessionOf(request)
  const { tenantId, userId } = session
  const body = exactBody(request, ['rule', 'toId', 'choices', 'reason'])
  const person = await personOf(doors, request)
  const purpose = textOf(body, 'reason', { max: 500 })
  const rule = textOf(body, 'rule', { max: 10 })
  const toId = textOf(body, 'toId', { max: 36 })
  const model = await world.models.of(tenantId)
  const choices = readChoices(body.choices ?? [])
  await requireActive(doors, tenantId, {
    ids: [toId, ...choices.flatMap(({ to, byRegion = {} }) => [to, ...Object.values(byRegion)])],
    leaver: person.id,
  })
  if (person.state === 'active') {
    const command = {
      object: 'user',
      act: 'disable',
      id: person.id,
      version: person.version,
      input: {},
      reason: purpose,
    }
    const disabled = await execute(world, session, { command })
    if (!disabled.ok) throw new Refused(disabled.refusals)
  }
  const at = world.clock()
  await world.database.control((tx) => revokeKeysOf(tx, tenantId, { userId: person.id, at }))
  await door.withdraw({ tenantId, userId: person.id })
  const id = world.newId()
  const input = {
    personId: person.id,
    personName: person.name,
    rule,
    toId,
    choices,
    purpose,
    on: civilDate(model, at),
    ownerId: userId,
  }
  const made = await execute(world, sessionFor(tenantId, userId), {
    command: { object: 'handover', act: 'create', id, input },
  })
  if (!made.ok) throw new Refused(made.refusals)
  await world.database.inTenant(tenantId, (tx) =>
    addJob(tx, tenantId, { id: world.newId(), kind: 'handover', subjectId: id, at }),
  )
  await world.database.notify(jobsChannel, id)
  audit.note(request, 'person.left', { userId: person.id, handoverId: id })
  return send(reply.code(202).header('Location', `/api/v1/handovers/${id}`), { data: { id } })
}

function readChoices(given: unknown): HandoverChoice[] {
  const wrong = () => no('invalid', 'HANDOVER_CHOICES', 'choices')
  if (!Array.isArray(given) || given.length > mostChoices) throw wrong()
  return given.map((one: unknown) => {
    const { object, slot, to, byRegion = {} } = (one ?? {}) as Loose
    const plain = [object, slot, to].every((text) => typeof text === 'string' && text.length <= 80)
    const regions = typeof byRegion === 'object' && byRegion !== null && !Array.isArray(byRegion)
    if (!plain || !regions || !Object.values(byRegion).every((id) => typeof id === 'string')) throw wrong()
    return { object, slot, to, byRegion }
  })
}

/** Nothing goes to somebody who is not there, nor back to the one who leaves. */
async function requireActive(
  { world }: Doors,
  tenantId: string,
  { ids, leaver }: { ids: readonly string[]; leaver: string },
): Promise<void> {
  const declaration = (await world.models.of(tenantId)).objects.get('user')
  for (const id of new Set(ids.filter((one) => one !== 'keep' && one !== 'pool'))) {
    const found =
      declaration && isId(id)
        ? await world.database.inTenant(tenantId, (tx) => loadRecord(tx, { tenantId, declaration }, { id }))
        : null
    if (!found || found.state !== 'active' || id === leaver) throw no('invalid', 'HANDOVER_TO', 'toId')
  }
}
