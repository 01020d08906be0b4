/** Revalues a month for every legal entity that is open (R13): what is up to date stays as it is. */
import type { Loose } from '../../kernel/fact.ts'
import { formatAmount } from '../../kernel/money.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import { allRecords } from '../store/whole.ts'
import type { Session, World } from '../world.ts'
import { execute } from '../write/execute.ts'

export interface Run {
  readonly entity: string
  readonly state: 'posted' | 'same' | 'refused'
  /** The exchange difference in base currency; above zero is a gain. */
  readonly difference: string | null
  readonly items: number | null
  readonly refusals: readonly Refusal[]
}

export async function revalueMonth(
  world: World,
  session: Session,
  { month, entity }: { month: string; entity: string | null },
): Promise<Run[]> {
  const entities = await recordsOf(world, session.tenantId, 'legalEntity')
  const asked = entities.filter((one) => one.state === 'active' && (entity === null || one.code === entity))
  if (asked.length === 0) throw new Refused([refuse('missing', 'NOT_FOUND')])
  const out: Run[] = []
  for (const one of asked) out.push(await revalueEntity(world, session, { month, entity: one }))
  return out
}

async function recordsOf(world: World, tenantId: string, object: string): Promise<Loose[]> {
  const declaration = world.registry.objects.get(object)
  if (!declaration) throw new Error(`no object ${object}`)
  return world.database.inTenant(tenantId, (tx) => allRecords(tx, { tenantId, declaration }))
}

async function revalueEntity(
  world: World,
  session: Session,
  { month, entity }: { month: string; entity: Loose },
): Promise<Run> {
  const told = { entity: entity.code as string, difference: null, items: null, refusals: [] }
  const period = await periodOf(world, session, { month, entityId: entity.id })
  const outcome = await execute(world, session, {
    command: { object: 'accountingPeriod', act: 'revalue', id: period.id, version: period.version, input: {} },
  })
  if (!outcome.ok) {
    const same = outcome.refusals.every(({ code }) => code === 'REVALUED_ALREADY')
    return same ? { ...told, state: 'same' } : { ...told, state: 'refused', refusals: outcome.refusals }
  }
  const { settings } = await world.models.of(session.tenantId)
  const difference = formatAmount(outcome.record.revaluedBy, settings.baseCurrency)
  return { ...told, state: 'posted', difference, items: outcome.record.revaluation.length }
}

async function periodOf(
  world: World,
  session: Session,
  { month, entityId }: { month: string; entityId: string },
): Promise<Loose> {
  const periods = await recordsOf(world, session.tenantId, 'accountingPeriod')
  const known = periods.find((one) => one.entityId === entityId && one.month === month)
  if (known) return known
  const made = await execute(world, session, {
    command: { object: 'accountingPeriod', act: 'create', input: { entityId, month } },
  })
  if (!made.ok) throw new Refused(made.refusals)
  return made.record
}
