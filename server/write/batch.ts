/** Many commands in one transaction with set-based questions and writes; refused ones are reported in their place. */
import type { Command } from '../../kernel/command.ts'
import { Refused } from '../../kernel/refusal.ts'
import type { Tx } from '../store/database.ts'
import type { Model, Session, World } from '../world.ts'
import { refusalOf } from './constraint.ts'
import { announce, civilDate, isPassing, type Outcome } from './execute.ts'
import { foresee } from './foresee.ts'
import { perform } from './perform.ts'
import { openUnit, type Unit } from './unit.ts'
import { Entangled, type Follows } from './work.ts'

export interface Batch {
  readonly commands: readonly Command[]
  /** Decide everything, write nothing. */
  readonly dryRun?: boolean
  readonly commandId?: string
  readonly follows?: Follows
  /** Written in the same transaction, after all else: a checkpoint, say. False takes everything back. */
  readonly along?: (tx: Tx, done: Done) => Promise<boolean>
}

export interface Done {
  readonly outcomes: readonly Outcome[]
  readonly events: Unit['events']
}

/** Thrown by a batch whose company does not want it any more: nothing of it stands. */
export class TakenBack extends Error {}

class Tried extends Error {
  readonly done: Done
  constructor(done: Done) {
    super('dry run')
    this.done = done
  }
}

export const executeBatch = async (
  world: World,
  session: Session,
  commands: readonly Command[],
): Promise<readonly Outcome[]> => (await runBatch(world, session, { commands })).outcomes

export async function runBatch(world: World, session: Session, batch: Batch): Promise<Done> {
  if (batch.commands.length === 0 && !batch.along) return { outcomes: [], events: [] }
  const model = await world.models.of(session.tenantId)
  for (let attempt = 1; ; attempt++) {
    try {
      const now = world.clock()
      const scene = { world, session, model, now, today: civilDate(model, now) }
      const done = await world.database.inTenant(session.tenantId, async (tx) => {
        const parts = await inHalves({ ...scene, tx }, batch, batch.commands)
        const all = { outcomes: parts.flatMap((one) => one.outcomes), events: parts.flatMap((one) => one.events) }
        if (batch.dryRun) throw new Tried(all)
        if (batch.along && !(await batch.along(tx, all))) throw new TakenBack('the batch was taken back')
        return all
      })
      announce(world, session, done.events)
      return done
    } catch (error) {
      if (error instanceof Tried) return error.done
      if (attempt > 3 || !isPassing(error, model)) throw error
    }
  }
}

type Scene = {
  readonly world: World
  readonly session: Session
  readonly model: Model
  readonly tx: Tx
  readonly now: string
  readonly today: string
}

/** What only the database could refuse is found by halves, each behind a savepoint, without giving up the rest. */
async function inHalves(scene: Scene, batch: Batch, commands: readonly Command[]): Promise<Done[]> {
  if (commands.length === 0) return []
  const { tx, model } = scene
  await tx.query('savepoint half')
  try {
    const done = await inOne(scene, batch, commands)
    await tx.query('release savepoint half')
    return [done]
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusals[0] : refusalOf(error, model)
    if (!refusal && !(error instanceof Entangled)) throw error
    await tx.query('rollback to savepoint half')
    if (commands.length === 1) {
      const refusals = error instanceof Refused ? error.refusals : refusal ? [refusal] : []
      return [{ outcomes: [{ ok: false, refusals }], events: [] }]
    }
    const middle = Math.ceil(commands.length / 2)
    return [
      ...(await inHalves(scene, batch, commands.slice(0, middle))),
      ...(await inHalves(scene, batch, commands.slice(middle))),
    ]
  }
}

async function inOne(scene: Scene, batch: Batch, commands: readonly Command[]): Promise<Done> {
  const { commandId, follows } = batch
  const unit = openUnit({ ...scene, ...(commandId ? { commandId } : {}), ...(follows ? { follows } : {}) })
  await foresee(unit, commands)
  const outcomes: Outcome[] = []
  for (const command of commands) outcomes.push(await tryOne(unit, command, commands.length === 1))
  if (!batch.dryRun) await unit.finish()
  return { outcomes, events: unit.events }
}

/** A lone command is taken back by its savepoint, whatever it had to write. */
async function tryOne(unit: Unit, command: Command, alone: boolean): Promise<Outcome> {
  if (alone) return performed(unit, command)
  const mark = unit.mark()
  try {
    return await performed(unit, command)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    unit.back(mark)
    return { ok: false, refusals: error.refusals }
  }
}

async function performed(unit: Unit, command: Command): Promise<Outcome> {
  const { record, happening } = await perform(unit, command)
  return { ok: true, record, happenings: [happening], replayed: false }
}
