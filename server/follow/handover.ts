/** Hands over what a person who leaves held: planned whole, carried out in batches, gone on with after a crash. */

import type { HandoverChoice } from '../../flow/setup/handover.ts'
import type { Command } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { clearPlan, type Item, keepOutcomes, openItems, planSlot, tallyOf } from '../store/handover.ts'
import { loadRecord } from '../store/records.ts'
import type { Model, Session, World } from '../world.ts'
import { executeBatch } from '../write/batch.ts'
import { carryOut } from '../write/effects.ts'
import { execute } from '../write/execute.ts'
import { canWait, sessionFor, slotsOf } from '../write/holdings.ts'
import type { Kind, Work } from './jobs.ts'

const perBatch = 50
export const handoverKind: Kind = {
  async run(world, work) {
    const scene = await sceneOf(world, work)
    if (scene.record.state === 'done') return
    if (scene.record.state === 'planned') await plan(scene)
    await carry(scene, work)
    await finish(scene)
  },
  async failed(world, job) {
    world.log.error('a hand-over could not be finished; start it again from its page', { handoverId: job.subjectId })
  },
}

interface Scene {
  readonly world: World
  readonly model: Model
  readonly place: { readonly tenantId: string; readonly handoverId: string }
  readonly record: Loose
  /** The system, on behalf of the administrator who asked. */
  readonly session: Session
}

async function sceneOf(world: World, { job }: Work): Promise<Scene> {
  const { tenantId, subjectId: handoverId } = job
  const model = await world.models.of(tenantId)
  const record = await load(world, model, { object: 'handover', id: handoverId })
  if (!record) throw new Error('the hand-over is gone')
  return { world, model, place: { tenantId, handoverId }, record, session: sessionFor(tenantId, record.ownerId) }
}

function load(world: World, model: Model, { object, id }: { object: string; id: string }): Promise<Loose | null> {
  const declaration = model.objects.get(object) as Declaration
  const { tenantId } = model
  return world.database.inTenant(tenantId, (tx) => loadRecord(tx, { tenantId, declaration }, { id }))
}

async function plan({ world, model, place, record, session }: Scene): Promise<void> {
  const choices = (record.choices ?? []) as readonly HandoverChoice[]
  const total = await world.database.inTenant(place.tenantId, async (tx) => {
    await clearPlan(tx, place.tenantId, place.handoverId)
    for (const slot of slotsOf(model)) {
      const chosen = choices.find((one) => one.object === slot.declaration.name && one.slot === slot.name)
      if (chosen?.to === 'keep') continue
      const waits = chosen?.to === 'pool' && slot.name === 'ownerId' && canWait(slot.declaration)
      const named = chosen && chosen.to !== 'pool' ? chosen.to : record.toId
      const to = waits ? null : named
      const planned = { ...place, personId: record.personId }
      await planSlot(tx, planned, { slot, to, regions: chosen?.byRegion ?? {} })
    }
    return (await tallyOf(tx, place)).total
  })
  await step(world, session, { act: 'begin', id: place.handoverId, input: { total } })
}

async function step(world: World, session: Session, what: Pick<Command, 'act' | 'id' | 'input'>): Promise<void> {
  const outcome = await execute(world, session, { command: { object: 'handover', ...what } })
  if (!outcome.ok) throw new Error(`handover.${what.act}: ${outcome.refusals.map(({ code }) => code).join(', ')}`)
}

/** A batch that was written but not yet noted down finds nothing left to give when it is done again. */
async function carry(scene: Scene, work: Work): Promise<void> {
  const { world, place, session, record } = scene
  for (;;) {
    work.pause()
    const items = await world.database.inTenant(place.tenantId, (tx) => openItems(tx, place, perBatch))
    if (items.length === 0) return
    const commands = await Promise.all(items.map((item) => commandFor(scene, item)))
    const ready = commands.filter((one): one is Command => one !== null)
    const done = await executeBatch(
      world,
      session,
      ready.map((one) => ({ ...one, reason: record.purpose as string })),
    )
    const outcomes = items.map((item, index) => {
      const command = commands[index]
      const outcome = command ? done[ready.indexOf(command)] : null
      const refusals = outcome && !outcome.ok ? outcome.refusals.map(({ code, details }) => ({ code, details })) : null
      return { id: item.id, outcome: refusals ? 'refused' : 'given', problem: refusals }
    })
    await world.database.inTenant(place.tenantId, (tx) => keepOutcomes(tx, place, outcomes))
  }
}

/** Null where the record no longer names the person. */
async function commandFor({ world, model, record: { personId } }: Scene, item: Item): Promise<Command | null> {
  const found = await load(world, model, { object: item.object, id: item.recordId })
  if (!found) return null
  const { object, recordId: id, slot, toId } = item
  const [part = '', field] = slot.split('.')
  const change = (input: Loose): Command => ({ object, act: 'change', id, input })
  if (field) {
    const rows = found[part] as readonly Loose[]
    if (!rows.some((row) => row[field] === personId)) return null
    const there = rows.some((row) => row[field] === toId)
    const left = there ? rows.filter((row) => row[field] !== personId) : rows
    return change({ [part]: left.map((row) => (row[field] === personId ? { ...row, [field]: toId } : row)) })
  }
  const held = found[slot]
  if (Array.isArray(held)) {
    if (!held.includes(personId)) return null
    const others = held.filter((one) => one !== personId)
    return change({ [slot]: [...new Set([...others, ...(toId && toId !== found.ownerId ? [toId] : [])])] })
  }
  if (held !== personId) return null
  if (item.act === 'pool') return { object, act: 'recycle', id, input: { rule: 'leave' } }
  return change({ [slot]: toId })
}

async function finish({ world, place, record, session }: Scene): Promise<void> {
  const { given, refused, by } = await world.database.inTenant(place.tenantId, (tx) => tallyOf(tx, place))
  await step(world, session, { act: 'finish', id: place.handoverId, input: { given, refused } })
  const notices = by.flatMap(({ toId, count }) =>
    toId === null
      ? []
      : [
          {
            notice: 'handover.received',
            to: [toId],
            object: 'user',
            id: record.personId as string,
            values: { name: record.personName, n: count },
          },
        ],
  )
  await carryOut(world, place.tenantId, notices)
}
