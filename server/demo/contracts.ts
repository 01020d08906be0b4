/** Tales of contracts: drafted from the quote, reviewed, approved by another, and signed. */
import type { Loose } from '../../kernel/fact.ts'
import { type Deal, passGate } from './gates.ts'
import { orderFromContract } from './orders.ts'
import { amountOf, type DealPlan, managerOf } from './plans.ts'
import type { Tale, Teller } from './teller.ts'

export interface Agreed extends Deal {
  readonly quoteId: string
}

export async function* contractTale(t: Teller, plan: DealPlan, deal: Agreed): Tale {
  const { rep, goal, pace } = plan
  yield t.days(0, Math.ceil(4 * pace))
  await t.act(rep, 'quote.draftContract', { id: deal.quoteId })
  const { id } = await t.made('contract')
  if (goal === 'contractDraft') return
  yield t.hours(2, 20)
  if (plan.faults.has('retyped')) await retype(t, plan, id)
  await t.act(rep, 'contract.requestReview', { id, input: { document: [t.ground.papers.contract] } })
  if (goal === 'contractReview') return
  if (!(yield* reviewed(t, plan, id))) return
  await t.act(rep, 'contract.submit', { id })
  if (goal === 'contractInApproval') return
  yield* passGate(t, plan, { code: 'ATC', about: { contractId: id } })
  yield t.days(1, Math.ceil(4 * pace))
  await t.act(amountOf(plan) >= 800_000 ? 'boss' : managerOf(plan.area), 'contract.approve', { id })
  if (goal === 'contractApproved') return
  yield t.hours(2, 20)
  yield* signed(t, plan, id)
  if (goal !== 'won') return
  yield* orderFromContract(t, plan, { ...deal, contractId: id })
}

/** Again what the quote said already, in other words (docs/demo.md). */
async function retype(t: Teller, { rep }: DealPlan, id: string): Promise<void> {
  const contract = await t.find('contract', id)
  const lines = (contract.lines as Loose[]).map(({ productId, unit, qty, price, vatRate, discount, description }) => ({
    productId,
    unit,
    qty,
    price,
    vatRate,
    discount,
    description: `${description} `.replace('（重录）', '').trim(),
  }))
  await t.act(rep, 'contract.change', { id, input: { title: `${contract.title}（合同）`, lines } })
}

/** False where the talks stop. */
async function* reviewed(t: Teller, plan: DealPlan, id: string): Tale<boolean> {
  const { rep, goal } = plan
  yield t.days(1, Math.ceil(4 * plan.pace))
  const hard = goal === 'contractNegotiating' || goal === 'contractVoid' || t.chance.yes(0.25)
  if (!hard) return true
  await t.act('legal', 'contract.raiseIssue', { id, input: { text: '违约金上限与我方范本不一致', mustFix: true } })
  await t.act('legal', 'contract.review', {
    id,
    input: { outcome: 'negotiating', comment: '请与客户协商违约责任条款' },
  })
  if (goal === 'contractNegotiating') return false
  yield t.days(2, 9)
  if (goal === 'contractVoid') {
    await t.act(rep, 'contract.void', { id, reason: '条款未能达成一致' })
    return false
  }
  const input = {
    document: [t.ground.papers.contract],
    paper: 'redline_ours',
    deviations: '违约金上限调整为合同额 10%',
  }
  await t.act(rep, 'contract.addVersion', { id, input })
  yield t.days(1, 3)
  const { issues } = await t.find('contract', id)
  await t.act('legal', 'contract.resolveIssue', { id, input: { issue: (issues as Loose[])[0]?.id } })
  return true
}

async function* signed(t: Teller, { rep, goal, area }: DealPlan, id: string): Tale {
  const { contactId } = await t.find('contract', id)
  const contact = contactId ? await t.find('contact', contactId) : null
  await t.act(rep, 'contract.sendForSignature', {
    id,
    input: {
      sealType: 'contract',
      signatories: [
        { party: 'us', name: area === 'east' ? '陆鸣' : '沈砚', method: 'wet_ink' },
        { party: 'customer', name: contact?.name ?? '采购部', method: 'wet_ink' },
      ],
    },
  })
  yield t.days(1, 3)
  const [ours, theirs] = (await t.find('contract', id)).signatories as Loose[]
  await t.act(rep, 'contract.sign', { id, input: { signatory: ours?.id } })
  if (goal === 'contractSigning') return
  yield t.days(2, 8)
  const input = { signatory: theirs?.id, signedCopy: [t.ground.papers.signed], effectiveDate: t.today }
  await t.act(rep, 'contract.sign', { id, input })
}
