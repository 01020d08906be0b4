/** The only way anything changes: one transaction from idempotency key to commit, for a person, a key or the chain. */
import type { Command, Happening } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { fromPlain, toPlain } from '../../kernel/json.ts'
import type { Declaration } from '../../kernel/object.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { Fault, type Tx } from '../store/database.ts'
import { claimKey, keepAnswer } from '../store/sideline.ts'
import { zoneOf } from '../store/zone.ts'
import type { Model, Session, World } from '../world.ts'
import { refusalOf } from './constraint.ts'
import { failPoint } from './failpoint.ts'
import { perform } from './perform.ts'
import { openUnit, type Unit } from './unit.ts'

export interface Order {
  readonly command: Command
  /** Decide and write, answer what would be, and roll back. */
  readonly dryRun?: boolean
  /** The caller's key and a fingerprint of the whole request. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string }
}

export type Outcome =
  | { readonly ok: true; readonly record: Loose; readonly happenings: readonly Happening[]; readonly replayed: boolean }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

class DryRun extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('dry run')
    this.outcome = outcome
  }
}

/** Runs one command. Refusals are returned; faults of the world are thrown and say whether to retry. */
export async function execute(world: World, session: Session, order: Order): Promise<Outcome> {
  const model = await world.models.of(session.tenantId)
  for (let attempt = 1; ; attempt++) {
    try {
      const now = world.clock()
      const scene = { world, session, model, now, today: civilDate(model, now) }
      const done = await world.database.inTenant(session.tenantId, (tx) => inTransaction({ ...scene, tx }, order))
      failPoint('committed')
      announce(world, session, done.unit?.events ?? [])
      return done.outcome
    } catch (error) {
      if (error instanceof DryRun) return error.outcome
      if (error instanceof Refused) return { ok: false, refusals: error.refusals }
      if (attempt < 4 && isPassing(error, model)) await pause(attempt)
      else return orThrow(error, model)
    }
  }
}

type Scene = { world: World; session: Session; model: Model; tx: Tx; now: string; today: string }
type Done = { outcome: Outcome; unit: Unit | null }

async function inTransaction(scene: Scene, order: Order): Promise<Done> {
  const { session } = scene
  const { idempotency, command } = order
  const place = { tenantId: session.tenantId, now: scene.now, today: scene.today, newId: scene.world.newId }
  const principal = session.userId ?? session.tenantId
  if (idempotency && !order.dryRun) {
    const found = await claimKey(scene.tx, place, { principal, ...idempotency })
    if (found)
      return { outcome: replay(scene.model, command, { found, fingerprint: idempotency.fingerprint }), unit: null }
  }
  failPoint('key claimed')
  const unit = openUnit(scene)
  const { record, happening } = await perform(unit, command)
  failPoint('decided')
  await unit.finish()
  const final = (await unit.get(declarationOf(scene.model, command.object), happening.id, false)) ?? record
  const outcome: Outcome = { ok: true, record: final, happenings: unit.events, replayed: false }
  if (order.dryRun) throw new DryRun(outcome)
  if (idempotency)
    await keepAnswer(scene.tx, place, {
      principal,
      key: idempotency.key,
      answer: { record: plain(final), happenings: unit.events },
    })
  failPoint('before commit')
  return { outcome, unit }
}

function replay(
  model: Model,
  command: Command,
  given: { found: { fingerprint: string; answer: Loose | null }; fingerprint: string },
): Outcome {
  const { found, fingerprint } = given
  if (found.fingerprint !== fingerprint) return { ok: false, refusals: [refuse('guard', 'IDEMPOTENCY_MISMATCH')] }
  if (found.answer === null) return { ok: false, refusals: [refuse('conflict', 'IDEMPOTENCY_RUNNING')] }
  const declaration = declarationOf(model, command.object)
  return {
    ok: true,
    record: restored(declaration, found.answer.record),
    happenings: found.answer.happenings,
    replayed: true,
  }
}

const plain = (record: Loose): Loose =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map((row) => (typeof row === 'object' && row !== null ? plain(row) : row))
        : toPlain(value),
    ]),
  )

function restored(declaration: Declaration, saved: Loose): Loose {
  return Object.fromEntries(
    Object.entries(saved).map(([name, value]) => {
      const part = declaration.parts[name]
      if (!part) return [name, fromPlain(declaration.fields[name], value)]
      return [
        name,
        (value as Loose[]).map((row) =>
          Object.fromEntries(Object.entries(row).map(([key, one]) => [key, fromPlain(part.fields[key], one)])),
        ),
      ]
    }),
  )
}

function declarationOf(model: Model, name: string): Declaration {
  const declaration = model.objects.get(name)
  if (!declaration) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return declaration
}

/** Today where the company is. */
export const civilDate = (model: Model, now: string): string => zoneOf(model.settings.timeZone).toCivil(now).date

/** Beyond so many changes nobody looks at each: one for each object says that there are many. */
const manyChanges = 200
/** Sign-in follows each person. */
const toldEach: ReadonlySet<string> = new Set(['user'])

export function announce(world: World, session: Session, events: Unit['events']): void {
  const { tenantId } = session
  const isMany = (object: string) => events.length > manyChanges && !toldEach.has(object)
  const many = new Set(events.map((event) => event.object).filter(isMany))
  world.changes.publish([
    ...[...many].map((object) => ({ tenantId, object, id: '', version: 0, type: `${object}.many` })),
    ...events.flatMap(({ object, id, version, type }) =>
      many.has(object) ? [] : [{ tenantId, object, id, version, type }],
    ),
  ])
}

/** Deadlocks, serialization and a twin that made the same identity first: the same command may succeed now. */
export function isPassing(error: unknown, model: Model): boolean {
  const code = (error as { code?: string }).code
  if (code === '40001' || code === '40P01') return true
  const constraint = (error as { constraint?: string }).constraint ?? ''
  return (
    code === '23505' && [...model.objects.values()].some((one) => one.identity && constraint === `${one.name}_pkey`)
  )
}

const pause = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, attempt * 5 + Math.random() * 20))

function orThrow(error: unknown, model: Model): Outcome {
  const refusal = refusalOf(error, model)
  if (refusal) return { ok: false, refusals: [refusal] }
  const code = (error as { code?: string }).code
  if (code === '40001' || code === '40P01' || code === '55P03')
    throw new Fault('the record is busy; try again', true, error)
  throw error
}
