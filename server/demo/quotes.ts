/** Tales of quotes: drafted from the deal, approved where they must be, sent, answered. */
import type { Loose } from '../../kernel/fact.ts'
import { type Deal, passGate } from './gates.ts'
import { nightAfter } from './hours.ts'
import { type DealPlan, managerOf } from './plans.ts'
import type { Tale, Teller } from './teller.ts'

/** The accepted quote, or null where there is none in the end. */
export async function* quoted(t: Teller, plan: DealPlan, deal: Deal): Tale<Loose | null> {
  const { rep, goal, pace } = plan
  const { opportunityId } = deal
  if ((await t.find('opportunity', opportunityId)).state !== 'open') return null
  await t.act(rep, 'opportunity.draftQuote', {
    id: opportunityId,
    input: { validUntil: t.date(goal === 'quoteExpired' ? 20 : 60) },
  })
  const { id } = await t.made('quote')
  yield t.hours(1, 20)
  await t.act(rep, 'quote.change', {
    id,
    input: { paymentTermId: t.ground.terms[plan.term], ...(await retyped(t, plan, id)) },
  })
  if (goal === 'quoteDraft') return null
  if (!(yield* approved(t, plan, id))) return null
  if (goal === 'quoteApproved') return null
  yield* passGate(t, plan, { code: 'ATB', about: { opportunityId } })
  yield t.hours(1, 20)
  await t.act(rep, 'quote.send', { id })
  if (goal === 'quoteSent') return null
  if (goal === 'quoteExpired') return yield* expired(t, id)
  yield t.days(Math.ceil(3 * pace), Math.ceil(14 * pace))
  if (goal === 'lostLate') return null
  if (goal === 'quoteCancelled') {
    await t.act(rep, 'quote.cancel', { id, reason: '客户变更方案，报价作废' })
    return null
  }
  if (goal === 'quoteRejected') return await rejected(t, plan, id)
  if ((await t.find('quote', id)).validUntil < t.today) return null
  const again = t.chance.yes(0.15) && plan.faults.size === 0
  return await accepted(t, plan, again ? yield* revised(t, plan, id) : id)
}

/** In one region people type again what was carried over (docs/demo.md). */
async function retyped(t: Teller, plan: DealPlan, id: string): Promise<Loose> {
  if (!plan.faults.has('retyped')) return {}
  const quote = await t.find('quote', id)
  const lines = (quote.lines as Loose[]).map(({ productId, unit, qty, price, description }) => ({
    productId,
    unit,
    qty,
    price,
    description: `${description}（重录）`,
  }))
  return { subject: `${quote.subject ?? ''}-报价`, lines }
}

/** False where it waits for approval for good. */
async function* approved(t: Teller, plan: DealPlan, id: string): Tale<boolean> {
  const { rep } = plan
  let quote = await t.act(rep, 'quote.submit', { id })
  for (let bounce = plan.faults.has('bounced') ? 3 : 0; bounce > 0 && quote.state === 'in_approval'; bounce--) {
    yield t.days(2, 5)
    await t.act(managerOf(plan.area), 'quote.sendBack', {
      id,
      reason: t.chance.pick(['折扣依据不足，请补充竞品报价', '毛利测算有误，请重算']),
    })
    await t.act(managerOf(plan.area), 'comment.create', {
      input: {
        object: 'quote',
        recordId: id,
        body: '请把竞品报价单附上再提交。',
        mentions: [t.ground.sessions.get(rep)?.userId],
      },
    })
    yield t.days(1, 3)
    await t.act(rep, 'quote.change', { id, input: { notes: `第 ${4 - bounce} 次补充折扣说明` } })
    quote = await t.act(rep, 'quote.submit', { id })
  }
  if (quote.state !== 'in_approval') return true
  if (plan.goal === 'quoteInApproval') return false
  if ((quote.approvalExtra ?? []).includes('ARF')) {
    yield t.days(1, 2)
    await t.act('finance', 'quote.endorse', { id })
  }
  yield t.days(1, 3)
  const level = quote.approvalLevel as string
  await t.act(level === 'L2' || level === 'L3' ? 'boss' : managerOf(plan.area), 'quote.approve', { id })
  return true
}

async function* expired(t: Teller, id: string): Tale<null> {
  yield nightAfter((await t.find('quote', id)).validUntil)
  if ((await t.find('quote', id)).state === 'sent') await t.act('system', 'quote.expire', { id })
  return null
}

async function rejected(t: Teller, plan: DealPlan, id: string): Promise<null> {
  await t.act(plan.rep, 'quote.reject', {
    id,
    input: { rejectReason: t.chance.pick(['price', 'delivery', 'terms', 'postponed']) },
  })
  return null
}

/** The customer asked for changes: a new version takes the place of the sent one. */
async function* revised(t: Teller, plan: DealPlan, id: string): Tale<string> {
  await t.act(plan.rep, 'quote.revise', { id })
  const next = (await t.made('quote')).id as string
  yield t.hours(2, 20)
  await t.act(plan.rep, 'quote.change', {
    id: next,
    input: { deliveryTerms: '交货期 30 天，含运费', validUntil: t.date(60) },
  })
  yield* approved(t, plan, next)
  yield* passGate(t, plan, { code: 'ATB', about: { opportunityId: (await t.find('quote', next)).opportunityId } })
  await t.act(plan.rep, 'quote.send', { id: next })
  yield t.days(2, 8)
  return next
}

async function accepted(t: Teller, plan: DealPlan, id: string): Promise<Loose | null> {
  const { contactId, validUntil, state } = await t.find('quote', id)
  if (validUntil < t.today || state !== 'sent') return null
  const contact = contactId ? await t.find('contact', contactId) : null
  return t.act(plan.rep, 'quote.accept', {
    id,
    input: { acceptance: [t.ground.papers.acceptance], acceptedBy: contact?.name ?? null, poNo: `PO-${t.serial()}` },
  })
}
