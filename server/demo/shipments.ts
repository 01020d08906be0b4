/** Tales of deliveries: picked, shipped whole or in part, late or lost on the way, received and accepted. */
import type { Loose } from '../../kernel/fact.ts'
import type { DealPlan } from './plans.ts'
import type { Tale, Teller } from './teller.ts'

const carriers = ['顺达物流', '安途货运', '联通快运'] as const
const isGoods = (line: Loose): boolean => line.kind !== 'service' && line.kind !== 'subscription'

export async function* shipped(t: Teller, plan: DealPlan, id: string): Tale {
  const late = plan.faults.has('lateShipment')
  yield late ? t.days(30, 50) : t.days(2, 12)
  if (late) await t.act('desk', 'order.repromise', { id, input: { promise: t.date(7) }, reason: '供应商延期交货' })
  const order = await t.find('order', id)
  const goods = (order.lines as Loose[]).filter(isGoods)
  const first = goods[0]
  if (first) {
    const half = Math.floor(Number(first.qty) / 2)
    const splits =
      half >= 1 && (['partly', 'closedShort'].includes(plan.order) || (goods.length === 1 && t.chance.yes(0.2)))
    const gone = yield* delivery(t, plan, { id, lines: splits ? [{ lineId: first.id, qty: String(half) }] : null })
    if (!gone || plan.order === 'partly') return
    if (plan.order === 'closedShort') return yield* endedShort(t, id)
    if (splits) {
      yield t.days(3, 12)
      if (!(yield* delivery(t, plan, { id, lines: null }))) return
    }
  }
  if (plan.order === 'delivered') return
  yield* accepted(t, plan, id)
}

interface Load {
  readonly id: string
  readonly lines: readonly Loose[] | null
}

/** False where the goods do not arrive. */
async function* delivery(t: Teller, plan: DealPlan, { id, lines }: Load): Tale<boolean> {
  await t.act('desk', 'order.requestShipment', { id, input: lines ? { lines } : {} })
  const shipment = (await t.made('shipment')).id as string
  yield t.hours(2, 20)
  await t.act('keeper', 'shipment.pick', { id: shipment })
  if (plan.order === 'picked') return false
  yield t.hours(2, 20)
  await t.act('store', 'shipment.ship', {
    id: shipment,
    input: { carrier: t.chance.pick(carriers), trackingNo: `YD${t.serial()}` },
  })
  if (plan.order === 'shipped') return false
  yield t.days(2, 6)
  if (plan.order === 'exception' || t.chance.yes(0.05)) {
    await t.act('service', 'shipment.report', { id: shipment, input: { exceptionNote: '外包装破损，客户暂不签收' } })
    if (plan.order === 'exception') return false
    yield t.days(1, 4)
    await t.act('store', 'shipment.resume', { id: shipment })
  }
  await t.act('keeper', 'shipment.deliver', { id: shipment, input: { podFiles: [t.ground.papers.delivery] } })
  return true
}

async function* endedShort(t: Teller, id: string): Tale {
  yield t.days(5, 15)
  await t.act('desk', 'order.closeShort', {
    id,
    input: { consentFiles: [t.ground.papers.consent] },
    reason: '客户减少需求，余量不再交付',
  })
}

/** Services are done, and the customer signs for all of it. */
async function* accepted(t: Teller, plan: DealPlan, id: string): Tale {
  const order = await t.find('order', id)
  const serves = (order.lines as Loose[]).some((line) => !isGoods(line))
  if (!serves && plan.term !== 1) return
  yield t.days(5, 18)
  if (
    !['confirmed', 'in_fulfilment', 'partially_shipped', 'shipped', 'delivered'].includes(
      (await t.find('order', id)).state,
    )
  )
    return
  await t.act('desk', 'order.accept', { id, input: { acceptanceFiles: [t.ground.papers.inspection] } })
}
