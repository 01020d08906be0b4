/** Tales of deals: from the first talk through the stages to a quote, or to an end before it. */
import type { Loose } from '../../kernel/fact.ts'
import { contractTale } from './contracts.ts'
import { type Deal, passGate } from './gates.ts'
import { orderFromQuote } from './orders.ts'
import { amountOf, type DealPlan, managerOf } from './plans.ts'
import { quoted } from './quotes.ts'
import { talk } from './talk.ts'
import type { Tale, Teller } from './teller.ts'

const yuan = (amount: number) => ({ amount: amount.toFixed(2), currency: 'CNY' })

export async function* dealTale(t: Teller, plan: DealPlan, deal: Deal): Tale {
  yield t.days(0, 2)
  await equip(t, plan, deal)
  for (const stage of ['S1', 'S2', 'S3'] as const) {
    yield t.days(Math.ceil(2 * plan.pace), Math.ceil(12 * plan.pace))
    await meet(t, plan, deal)
    if (plan.goal === stage) return yield* staysQuiet(t, plan, deal)
    if (plan.goal === 'invalid' && stage === 'S2') return await invalidate(t, plan, deal)
    if (plan.goal === 'lost' && stage === (plan.pace > 1 ? 'S3' : 'S2')) return await lose(t, plan, deal)
    if (plan.faults.has('skipped') && stage === 'S2') break
    await workOff(t, plan, deal)
    yield t.days(Math.ceil(1 * plan.pace), Math.ceil(6 * plan.pace))
    if (stage === 'S2') yield* passGate(t, plan, { code: 'ATI', about: { opportunityId: deal.opportunityId } })
    await advance(t, plan, deal)
    if (plan.faults.has('backAndForth') && stage !== 'S1') yield* wavered(t, plan, deal)
  }
  if (plan.goal === 'S4') return yield* staysQuiet(t, plan, deal)
  const quote = yield* quoted(t, plan, deal)
  if (plan.goal === 'lostLate') return await lose(t, plan, deal)
  if (!quote) return
  if (plan.faults.has('longWait')) yield t.days(18, 32)
  if (quote.needsContract) yield* contractTale(t, plan, { ...deal, quoteId: quote.id })
  else yield* orderFromQuote(t, plan, { ...deal, quoteId: quote.id })
}

/** A second person at the customer, the address for invoices, what is wanted, and who helps. */
async function equip(t: Teller, plan: DealPlan, { accountId, opportunityId, party }: Deal): Promise<void> {
  const { rep } = plan
  const account = await t.find('account', accountId)
  if (!account.address) {
    await t.act(rep, 'account.change', {
      id: accountId,
      confirm: ['ACCOUNT_DUPLICATE_POSSIBLE'],
      input: {
        address: party.street,
        tier: t.chance.pick(['A', 'B', 'B', 'C']),
        invoiceName: party.name,
        invoiceTaxNo: party.uscc,
      },
    })
    const { name, title, mobile, email } = t.luck.words.person()
    await t.act(rep, 'contact.create', { input: { accountId, name, title, mobile, email, decisionRole: 'technical' } })
  }
  const lines = plan.lines.map(({ code, qty, price }) => ({
    productId: t.ground.products.get(code),
    qty: String(qty),
    price: price.toFixed(2),
  }))
  const team = [
    { userId: t.ground.sessions.get(rep)?.userId, role: 'AR', split: '1' },
    { userId: t.ground.sessions.get('presales')?.userId, role: 'SR', split: '0' },
    { userId: t.ground.sessions.get('delivery')?.userId, role: 'FR', split: '0' },
  ]
  await t.act(rep, 'opportunity.change', {
    id: opportunityId,
    input: { lines, amount: yuan(amountOf(plan)), productLine: null, ...(amountOf(plan) > 200_000 ? { team } : {}) },
  })
}

const meet = (t: Teller, { rep }: DealPlan, { opportunityId, accountId, contactId }: Deal) =>
  talk(t, rep, {
    opportunityId,
    accountId,
    contactId,
    outcome: t.chance.pick(['interested', 'connected', 'callback'] as const),
  })

/** A talk now and then, so that the deal is not forgotten, for some weeks. */
async function* staysQuiet(t: Teller, plan: DealPlan, deal: Deal): Tale {
  for (let talks = t.chance.int(0, 2); talks > 0; talks--) {
    yield t.days(8, 20)
    await meet(t, plan, deal)
  }
}

/** What the stage asks to be done, ticked by whoever did it. */
async function workOff(t: Teller, plan: DealPlan, { opportunityId }: Deal): Promise<void> {
  const { checks, stage, memberIds } = await t.find('opportunity', opportunityId)
  const helped = (memberIds as string[]).includes(t.ground.sessions.get('presales')?.userId ?? '')
  for (const item of (checks as Loose[]).filter((one) => one.stage === stage && !one.doneAt && !one.waivedAt)) {
    const seat = item.key === 'document' && helped ? 'presales' : plan.rep
    await t.act(seat, 'opportunity.tickItem', {
      id: opportunityId,
      input: { item: item.id, note: `${item.labelZh}，见跟进记录` },
    })
  }
}

async function advance(t: Teller, plan: DealPlan, { opportunityId }: Deal): Promise<void> {
  const deal = await t.find('opportunity', opportunityId)
  await t.act(plan.rep, 'opportunity.advance', {
    id: opportunityId,
    input: {
      ...(deal.needSummary ? {} : { needSummary: t.luck.words.need() }),
      ...(deal.expectedCloseDate < t.today ? { expectedCloseDate: t.date(30) } : {}),
      ...(deal.stage === 'S3' && deal.competitors.length === 0 ? rivals(t) : {}),
    },
  })
}

const rivals = (t: Teller): Loose =>
  t.chance.yes(0.4)
    ? { noCompetitors: true }
    : { competitors: [{ name: t.chance.pick(['远汇泵业', '铭川阀门', '北岭流体']) }] }

/** Back a stage and on again, twice: the need was not understood. */
async function* wavered(t: Teller, plan: DealPlan, { opportunityId }: Deal): Tale {
  const { stage } = await t.find('opportunity', opportunityId)
  const toStage = stage === 'S3' ? 'S2' : 'S3'
  yield t.days(3, 8)
  await t.act(plan.rep, 'opportunity.back', { id: opportunityId, input: { toStage }, reason: '客户需求变化，重新确认' })
  yield t.days(4, 10)
  yield* passGate(t, plan, { code: 'ATI', about: { opportunityId } })
  const deal = await t.find('opportunity', opportunityId)
  const late = deal.expectedCloseDate < t.today
  await t.act(plan.rep, 'opportunity.advance', {
    id: opportunityId,
    input: late ? { expectedCloseDate: t.date(40) } : {},
  })
}

async function lose(t: Teller, plan: DealPlan, { opportunityId }: Deal): Promise<void> {
  if ((await t.find('opportunity', opportunityId)).state !== 'open') return
  await t.act(plan.rep, 'opportunity.lose', {
    id: opportunityId,
    input: {
      lossReason: plan.lossReason,
      lossNote: t.chance.pick([
        '对手价格低约一成，客户以价格优先',
        '客户项目推迟到明年立项',
        '交货期不能满足客户停产窗口',
      ]),
      ...(plan.lossReason === 'competitor'
        ? { lossCompetitor: t.chance.pick(['远汇泵业', '铭川阀门', '北岭流体']) }
        : {}),
    },
  })
}

const invalidate = async (t: Teller, plan: DealPlan, { opportunityId }: Deal): Promise<void> => {
  await t.act(managerOf(plan.area), 'opportunity.invalidate', { id: opportunityId, reason: '与已有商机重复' })
}
