/** Decision gates of the demo year, and what a deal is to all that follows from it. */
import type { Loose } from '../../kernel/fact.ts'
import { type DealPlan, managerOf } from './plans.ts'
import type { Tale, Teller } from './teller.ts'
import type { Party } from './words.ts'

/** A deal and whom it is with. */
export interface Deal {
  readonly accountId: string
  readonly contactId: string
  readonly opportunityId: string
  readonly party: Party
}

/** Gates stand before deals from half a million on (standard mode); minor units. */
const gateFrom = 50_000_000n
interface Gate {
  readonly code: 'ATI' | 'ATB' | 'ATC'
  readonly about: { readonly opportunityId?: string; readonly contractId?: string }
}

/** Asks for a decision where one is due and it has not been taken. */
export async function* passGate(t: Teller, plan: DealPlan, { code, about }: Gate): Tale {
  const gate = t.ground.gates.get(code)
  const { contractId, opportunityId } = about
  const amount = contractId
    ? (await t.find('contract', contractId)).gross
    : (await t.find('opportunity', opportunityId as string)).amount
  if (!gate || amount < gateFrom) return
  const deliverables = (gate.deliverables as Loose[]).map((one) => ({ name: one.name, note: '见附件资料' }))
  const round = await t.act(plan.rep, 'gateDecision.create', { input: { gateId: gate.id, ...about, deliverables } })
  await t.act(plan.rep, 'gateDecision.request', { id: round.id })
  yield t.days(1, 4)
  const seat = code === 'ATI' && amount < 100_000_000n ? managerOf(plan.area) : 'boss'
  await t.act(seat, 'gateDecision.decide', { id: round.id, input: { outcome: 'go' }, reason: '客户资信良好，毛利达标' })
}
