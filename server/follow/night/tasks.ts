/** All that a night looks at, in order: each task turns one page of records into what is to be done. */

import { ordersTonight } from '../../../flow/fulfil/orderNight.ts'
import { activitiesTonight, campaignsTonight, followUpsToday } from '../../../flow/nightly.ts'
import {
  amendmentsTonight,
  contractsTonight,
  dealsTonight,
  gateDecisionsTonight,
  quotesTonight,
} from '../../../flow/sell/dealNight.ts'
import type { Effect } from '../../../kernel/command.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Tx } from '../../store/database.ts'
import { type Candidates, openOrdersOf } from '../../store/night.ts'
import { accountEffects, leadEffects } from './holding.ts'
import { declared, idsOf, linked, type NightScene, rowsOf } from './scene.ts'

export interface Task {
  readonly object: string
  readonly of: Candidates
  effects(scene: NightScene, tx: Tx, records: readonly Loose[]): Promise<readonly Effect[]>
}

type Plain = (records: readonly Loose[], scene: NightScene) => readonly Effect[]
const plain = (object: string, of: Candidates, effects: Plain): Task => ({
  object,
  of,
  effects: async (scene, _tx, records) => effects(records, scene),
})

export const tasks: readonly Task[] = [
  plain('campaign', 'campaign', (records, { night }) => campaignsTonight(records, night)),
  { object: 'lead', of: 'lead', effects: leadEffects },
  { object: 'account', of: 'account', effects: accountEffects },
  plain('activity', 'overdue', (records, { night }) => activitiesTonight(records, night)),
  plain('activity', 'followUp', (records, { night }) => followUpsToday(records, night)),
  plain('quote', 'quote', (records, { evening }) => quotesTonight(records, evening)),
  plain('gateDecision', 'gateDecision', (records, { evening }) => gateDecisionsTonight(records, evening)),
  { object: 'contract', of: 'contract', effects: contractEffects },
  plain('amendment', 'amendment', (records, { evening }) => amendmentsTonight(records, evening)),
  { object: 'opportunity', of: 'opportunity', effects: dealEffects },
  plain('share', 'lapsed', (records) => records.map(({ id }) => ({ object: 'share', act: 'expire', id, input: {} }))),
  plain('order', 'order', (records, { evening }) => ordersTonight(records, evening)),
]

async function contractEffects(scene: NightScene, tx: Tx, contracts: readonly Loose[]): Promise<readonly Effect[]> {
  const states = Object.entries(declared(scene, 'order').states)
  const open = states.filter(([, state]) => !state.ends).map(([name]) => name)
  const orders = await openOrdersOf(tx, scene.tenantId, { contractIds: idsOf(contracts), open })
  const asked = contracts.map((record) => ({ record, ordersOpen: orders.get(record.id) ?? 0 }))
  return contractsTonight(asked, scene.evening)
}

async function dealEffects(scene: NightScene, tx: Tx, deals: readonly Loose[]): Promise<readonly Effect[]> {
  const pipelines = await rowsOf(scene, tx, { object: 'pipeline', where: { id: linked(deals, 'pipelineId') } })
  const stages = new Map(
    pipelines.flatMap((pipeline) =>
      (pipeline.stages as readonly Loose[]).map((stage) => [`${pipeline.id} ${stage.key}`, stage] as const),
    ),
  )
  const asked = deals.map((record) => ({ record, stage: stages.get(`${record.pipelineId} ${record.stage}`) ?? null }))
  return dealsTonight(asked, scene.evening)
}
