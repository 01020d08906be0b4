/** Tales of orders: made from what was agreed, checked, held and released, supplied, shipped, received, accepted. */
import type { Loose } from '../../kernel/fact.ts'
import type { Deal } from './gates.ts'
import { amountOf, type DealPlan } from './plans.ts'
import { shipped } from './shipments.ts'
import type { Tale, Teller } from './teller.ts'

export async function* orderFromQuote(t: Teller, plan: DealPlan, deal: Deal & { readonly quoteId: string }): Tale {
  if (plan.order === 'none' || plan.goal !== 'won') return
  yield t.days(1, 4)
  await t.act('desk', 'quote.draftOrder', { id: deal.quoteId, input: { requestedDate: t.date(t.chance.int(12, 30)) } })
  yield* orderTale(t, plan, { ...deal, orderId: (await t.made('order')).id })
}

export async function* orderFromContract(
  t: Teller,
  plan: DealPlan,
  deal: Deal & { readonly contractId: string },
): Tale {
  if (plan.order === 'none') return
  yield t.days(1, 6)
  if (plan.order === 'terminated') {
    yield t.days(5, 20)
    await t.act('legal', 'contract.terminate', {
      id: deal.contractId,
      input: { settlement: '双方无未结款项' },
      reason: '客户项目取消',
    })
    return
  }
  if ((await t.find('contract', deal.contractId)).state !== 'active') return
  await t.act('desk', 'contract.draftOrder', {
    id: deal.contractId,
    input: { requestedDate: t.date(t.chance.int(15, 35)) },
  })
  yield* orderTale(t, plan, { ...deal, orderId: (await t.made('order')).id })
}

interface Ordered extends Deal {
  readonly orderId: string
}

async function* orderTale(t: Teller, plan: DealPlan, { orderId: id, accountId }: Ordered): Tale {
  if (plan.order === 'draft') return
  await grantCredit(t, plan, accountId)
  yield t.hours(1, 8)
  const special = await t.find('account', accountId)
  if (special.invoiceTaxNo) await t.act('desk', 'order.change', { id, input: { invoiceType: 'vat_special' } })
  await t.act('desk', 'order.submit', { id })
  if (!(yield* released(t, plan, id))) return
  if (plan.order === 'cancelled') {
    yield t.days(1, 5)
    await t.act('desk', 'order.cancel', { id, reason: '客户取消采购计划' })
    return
  }
  if (plan.order !== 'confirmed') yield* shipped(t, plan, id)
}

/** Finance sets a limit before the first order; for some it is too small. */
async function grantCredit(t: Teller, plan: DealPlan, accountId: string): Promise<void> {
  const account = await t.find('account', accountId)
  const tight = plan.order === 'held' || plan.faults.has('creditOverride')
  if ((account.creditLimit as bigint) > 0n && !tight) return
  const limit = tight ? 5_000 : Math.ceil(amountOf(plan) / 100_000) * 300_000 + 500_000
  await t.act('finance', 'account.setCredit', {
    id: accountId,
    input: {
      creditLimit: { amount: limit.toFixed(2), currency: 'CNY' },
      creditDays: 30,
      creditStatus: tight ? 'watch' : 'ok',
    },
  })
}

/** False where the order stays held. */
async function* released(t: Teller, plan: DealPlan, id: string): Tale<boolean> {
  for (let round = 0; round < 4; round++) {
    const order = await t.find('order', id)
    if (order.state !== 'on_hold') return order.state !== 'cancelled'
    if (plan.order === 'held') return false
    const kinds = (order.holds as Loose[]).filter((one) => !one.releasedAt && !one.clearedAt).map((one) => one.kind)
    if (kinds.includes('stock')) {
      yield* supplied(t, plan, id)
      if (plan.order === 'short') return false
    } else {
      yield plan.faults.has('creditOverride') ? t.hours(1, 3) : t.days(1, 4)
      await t.act('finance', 'order.releaseCredit', {
        id,
        reason: t.chance.pick(['客户已承诺本周付款', '总经理口头同意', '老客户，信誉良好']),
      })
    }
  }
  return false
}

/** What is missing is asked for, ordered from the maker and received; then the order is checked again. */
async function* supplied(t: Teller, plan: DealPlan, id: string): Tale {
  await t.act('desk', 'order.requestSupply', { id, input: { kind: 'purchase' } })
  const { id: shortageId } = await t.made('shortage')
  yield t.days(1, 3)
  if (plan.order === 'short' && t.chance.yes(0.4)) return
  await t.act('store', 'shortage.order', {
    id: shortageId,
    input: { expectedDate: t.date(14), supplierRef: `CG-${t.serial()}` },
  })
  if (plan.order === 'short') return
  yield t.days(8, 20)
  const { productId, qty } = await t.find('shortage', shortageId)
  const lines = [{ productId, qty, unitCost: '31800', shortageId }]
  const receipt = await t.act('store', 'movement.create', {
    input: {
      kind: 'receive',
      origin: 'purchase',
      warehouseId: t.ground.warehouseId,
      date: t.today,
      lines,
      reference: `RK-${t.serial()}`,
    },
  })
  await t.act('store', 'movement.post', { id: receipt.id })
  if ((await t.find('order', id)).state === 'on_hold') await t.act('desk', 'order.recheck', { id })
}
