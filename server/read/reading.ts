/** Whoever reads: with the company's model, the rights, the clock and the calendar that reading depends on. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Actor } from '../../kernel/permit.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { zoneOf } from '../store/zone.ts'
import type { Model, Session, World } from '../world.ts'

export interface Reading {
  readonly world: World
  readonly session: Session
  readonly tenantId: string
  readonly model: Model
  readonly actor: Actor
  readonly now: string
  /** Today where the company is. */
  readonly today: string
}

export type Answer<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** Runs a question; what it refuses is returned, what breaks is thrown. */
export async function reading<T extends object>(
  world: World,
  session: Session,
  work: (reading: Reading) => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { ok: true, ...(await work(await openReading(world, session))) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusals: error.refusals }
    throw error
  }
}

export async function openReading(world: World, session: Session): Promise<Reading> {
  const model = await world.models.of(session.tenantId)
  const now = world.clock()
  const today = zoneOf(model.settings.timeZone).toCivil(now).date
  return { world, session, tenantId: session.tenantId, model, actor: session.actor, now, today }
}

export function declarationOf({ model }: Reading, object: string): Declaration {
  const declaration = model.objects.get(object)
  if (!declaration) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return declaration
}

export const badFilter = (problem: string): Refused =>
  new Refused([refuse('invalid', 'BAD_FILTER', { details: { problem } })])

export const badRequest = (problem: string): Refused =>
  new Refused([refuse('invalid', 'BAD_REQUEST', { details: { problem } })])

export const notFound = (): Refused => new Refused([refuse('missing', 'NOT_FOUND')])

/** Names in messages are cut, so that a hostile one fills no page. */
export const short = (name: unknown): string => {
  const text = typeof name === 'string' ? name : (JSON.stringify(name) ?? typeof name)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

export const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
