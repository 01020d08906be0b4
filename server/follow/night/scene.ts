/** What every task of a night is given, and the few ways in which it asks the tables. */

import type { Night } from '../../../flow/nightly.ts'
import type { Evening } from '../../../flow/sell/dealNight.ts'
import type { ResolvedFact } from '../../../kernel/draft.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { system } from '../../../kernel/permit.ts'
import type { Tx } from '../../store/database.ts'
import { loadFact } from '../../store/facts.ts'
import type { Span } from '../../store/night.ts'
import type { Model, World } from '../../world.ts'

export interface NightScene {
  readonly world: World
  readonly tenantId: string
  readonly model: Model
  readonly night: Night
  readonly evening: Evening
  readonly span: Span
}

type Where = Readonly<Record<string, unknown>>

/** All records or rows of an object that equal the values; a list of values means one of them. */
export async function rowsOf(
  scene: NightScene,
  tx: Tx,
  { object, where }: { object: string; where: Where },
): Promise<Loose[]> {
  const { model, night, tenantId, world } = scene
  const compared = Object.entries(where).map(([field, value]) => [
    field,
    { is: Array.isArray(value) ? 'in' : '=', value },
  ])
  const fact = { kind: 'rows', object, where: Object.fromEntries(compared), id: null, limit: 1_000_000 }
  const asking = {
    tenantId,
    objects: model.objects,
    changes: model.changes,
    object,
    record: {},
    input: {},
    actor: system,
    now: night.now,
    today: night.today,
    timeZone: model.settings.timeZone,
    baseCurrency: model.settings.baseCurrency,
    secret: world.secrets.person,
  }
  return (await loadFact(tx, asking, fact as ResolvedFact)) as Loose[]
}

export function declared({ model }: NightScene, object: string): Declaration {
  const declaration = model.objects.get(object)
  if (!declaration) throw new Error(`the night needs the object ${object}`)
  return declaration
}

export const idsOf = (records: readonly Loose[]): string[] => records.map((record) => record.id as string)

/** The distinct values of a link, empty ones left out. */
export const linked = (records: readonly Loose[], name: string): string[] => [
  ...new Set(records.map((record) => record[name]).filter((id): id is string => typeof id === 'string')),
]
