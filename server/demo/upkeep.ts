/** What goes on beside the deals: campaigns, costs, the warehouse, other people's leads. */
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import { identityOf } from '../store/identity.ts'
import { products, scarce } from './catalogue.ts'
import { daysLater, instant } from './hours.ts'
import type { Tale, Teller } from './teller.ts'

const yuan = (amount: number) => ({ amount: amount.toFixed(2), currency: 'CNY' })

export interface CampaignPlan {
  readonly name: string
  readonly type: string
  readonly startDate: string
  readonly endDate: string
  readonly budget: number
  readonly ends: 'runs' | 'draft' | 'cancelled'
}

/** Its id is told as soon as it is planned, so that leads can name it. */
export async function* campaignTale(t: Teller, plan: CampaignPlan, planned: (id: string) => void): Tale {
  const { name, type, startDate, endDate, budget } = plan
  const input = { name, type, startDate, endDate, budget: yuan(budget), targetLeads: Math.round(budget / 2_000) }
  const { id } = await t.act('market', 'campaign.create', { input })
  if (plan.ends === 'draft') return
  yield t.days(1, 3)
  await t.act('market', 'campaign.submit', { id })
  if (plan.ends === 'cancelled') {
    yield t.days(2, 6)
    await t.act('market', 'campaign.cancel', { id })
    return
  }
  planned(id)
  yield t.days(0, 2)
  if (budget >= 300_000) await t.act('boss', 'campaign.approveBudget', { id })
  yield instant(startDate, 545)
  await t.act('market', 'campaign.start', { id })
  const rest = budget * (0.85 + t.chance.next() * 0.3)
  for (const [share, what] of [
    [0.6, '场地与搭建'],
    [0.4, '物料与差旅'],
  ] as const) {
    yield t.days(2, 8)
    const cost = {
      kind: 'campaign',
      description: `${name} ${what}`,
      campaignId: id,
      amount: yuan(Math.round(rest * share)),
      date: t.today,
    }
    await t.act('market', 'cost.create', {
      input: { ...cost, departmentId: t.ground.departments.market, entityId: t.ground.entityId },
    })
  }
  yield instant(addDays(endDate, 8), 600)
  await t.act('market', 'campaign.complete', { id })
}

/** What selling costs each month, department by department. */
export async function* monthlyCosts(t: Teller): Tale {
  for (;;) {
    for (const [room, kind, amount] of [
      ['east', 'sales', 86_000],
      ['south', 'sales', 58_000],
      ['north', 'sales', 61_000],
      ['operations', 'service', 32_000],
    ] as const) {
      const spent = Math.round(amount * (0.9 + t.chance.next() * 0.2))
      const input = {
        kind,
        description: `${t.today.slice(0, 7)} 部门费用`,
        amount: yuan(spent),
        date: t.today,
        entityId: t.ground.entityId,
      }
      await t.act('finance', 'cost.create', { input: { ...input, departmentId: t.ground.departments[room] } })
    }
    yield t.days(12)
    await closeBooks(t)
    yield t.days(18)
  }
}

/** The books of the month before last are closed: nothing more can be posted to it. */
async function closeBooks(t: Teller): Promise<void> {
  const month = t.date(-45).slice(0, 7)
  if (month < t.span.from.slice(0, 7) || t.closed.has(month)) return
  t.closed.add(month)
  const { id } = await t.act('finance', 'accountingPeriod.create', { input: { entityId: t.ground.entityId, month } })
  await t.act('finance', 'accountingPeriod.close', { id })
}

/** What people mean to do next, and what they forgot to do. */
export async function* intentions(t: Teller, known: ReadonlyMap<string, readonly string[]>): Tale {
  const seats = new Map([...t.ground.sessions].map(([seat, session]) => [session.userId, seat]))
  for (const object of ['lead', 'opportunity'] as const) {
    for (const id of known.get(object) ?? []) {
      const record = await t.find(object, id)
      const seat = seats.get(record.ownerId)
      if (!seat || !['open', 'working', 'qualified'].includes(record.state) || t.chance.yes(0.4)) continue
      const plannedAt = t.chance.yes(0.2) ? daysLater(t.span.from, 361, t.chance) : t.days(1, 9)
      const type = t.chance.pick(['call', 'visit', 'meeting', 'demo'])
      await t.act(seat, 'activity.create', {
        input: { type, subject: t.chance.pick(plans), plannedAt, [`${object}Id`]: id },
      })
    }
  }
}

const plans = ['确认技术参数', '送样并讲解方案', '催办立项进度', '商务谈判', '回访需求变化'] as const

/** The warehouse is filled at first and topped up week by week, but for what its maker cannot deliver. */
export async function* warehouseTale(t: Teller): Tale {
  const { tenantId, warehouseId } = t.ground
  const goods = products.filter((one) => one.kind === 'goods')
  await receive(
    t,
    goods.map((one) => ({
      productId: t.ground.products.get(one.code),
      qty: String(one.stock),
      unitCost: String(one.cost),
    })),
  )
  for (let week = 1; ; week++) {
    yield t.days(7)
    const lines: Loose[] = []
    for (const one of goods) {
      const productId = t.ground.products.get(one.code) as string
      const stock = await t.find('stock', identityOf(tenantId, 'stock', { warehouseId, productId }))
      const free = Number(stock.onHand) - Number(stock.reserved)
      const waits = one.code === scarce && week > 20
      if (free < one.stock / 2 && !waits) {
        const unitCost = (one.cost * (0.96 + t.chance.next() * 0.09)).toFixed(2)
        lines.push({ productId, qty: String(Math.round(one.stock * 1.2 - free)), unitCost })
      }
    }
    if (lines.length > 0) await receive(t, lines)
    if (week % 13 === 0) await counted(t)
  }
}

async function receive(t: Teller, lines: readonly Loose[]): Promise<void> {
  const input = {
    kind: 'receive',
    origin: 'production',
    warehouseId: t.ground.warehouseId,
    date: t.today,
    reference: `SC-${t.serial()}`,
    lines,
  }
  const { id } = await t.act('store', 'movement.create', { input })
  await t.act('store', 'movement.post', { id })
}

/** A count each quarter finds a piece more or less. */
async function counted(t: Teller): Promise<void> {
  const { tenantId, warehouseId } = t.ground
  const lines: Loose[] = []
  for (const code of ['V-Z41H200', 'S-KIT01']) {
    const productId = t.ground.products.get(code) as string
    const { onHand, reserved } = await t.find('stock', identityOf(tenantId, 'stock', { warehouseId, productId }))
    const free = Number(onHand) > Number(reserved)
    lines.push({ productId, qty: String(Number(onHand) + t.chance.pick([free ? -1 : 0, 0, 1, 2])) })
  }
  const { id } = await t.act('keeper', 'movement.create', {
    input: { kind: 'count', warehouseId, date: t.today, note: '季度盘点', lines },
  })
  await t.act('store', 'movement.post', { id })
}
