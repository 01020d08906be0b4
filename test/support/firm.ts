/** A small company to rehearse on: one customer, one product in stock, people of each role, and all its invariants. */
import { expect } from 'vitest'
import { accountingPeriod } from '../../flow/cash/accountingPeriod.ts'
import { accountMapping } from '../../flow/cash/accountMapping.ts'
import {
  invoiceBreaches,
  ledgerBreaches,
  orderLineBreaches,
  paymentBreaches,
  stockBreaches,
} from '../../flow/cash/invariants.ts'
import { invoice } from '../../flow/cash/invoice/invoice.ts'
import { legalEntity } from '../../flow/cash/legalEntity.ts'
import { payment } from '../../flow/cash/payment.ts'
import { balances, isBalanced } from '../../flow/cash/postings.ts'
import { cash } from '../../flow/chain/cash.ts'
import { fulfil } from '../../flow/chain/fulfil.ts'
import { sell } from '../../flow/chain/sell.ts'
import { movement } from '../../flow/fulfil/movement.ts'
import { order } from '../../flow/fulfil/order/order.ts'
import { shipment } from '../../flow/fulfil/shipment.ts'
import { shortage } from '../../flow/fulfil/shortage.ts'
import { stock } from '../../flow/fulfil/stock.ts'
import { warehouse } from '../../flow/fulfil/warehouse.ts'
import { minus, plus, total } from '../../flow/quantity.ts'
import { account } from '../../flow/sell/account/account.ts'
import { contract } from '../../flow/sell/contract/contract.ts'
import { product } from '../../flow/sell/product.ts'
import { user } from '../../flow/setup/user.ts'
import type { Loose } from '../../kernel/fact.ts'
import { Refused } from '../../kernel/refusal.ts'
import { Rehearsal } from './rehearsal.ts'

const objects = [
  account,
  product,
  contract,
  order,
  shipment,
  stock,
  movement,
  shortage,
  warehouse,
  invoice,
  payment,
  legalEntity,
  accountingPeriod,
  accountMapping,
  user,
]

export const people = { odk: person(1), whs: person(2), arf: person(3), rep: person(4), arf2: person(5), sm: person(6) }
function person(n: number): string {
  return `00000000-0000-7000-8000-00000000000${n}`
}

/** A company with one customer, one product of which 150 lie in the warehouse at 600.00 each. */
export function company() {
  const world = new Rehearsal(objects, [...sell, ...fulfil, ...cash])
  const entityId = world.place('legalEntity', {
    code: 'E1',
    name: '示例制造',
    currency: 'CNY',
    invoiceSeries: 'INV',
    isDefault: true,
  })
  const accountId = world.place('account', {
    name: '客户甲',
    nameKey: '客户甲',
    state: 'held',
    creditLimit: 100_000_000n,
    invoiceName: '客户甲',
    ownerId: people.rep,
    region: { province: '上海' },
  })
  const warehouseId = world.place('warehouse', { code: 'W1', name: '主仓', isDefault: true })
  const productId = world.place('product', {
    code: 'P1',
    name: '减速机',
    kind: 'goods',
    unit: '台',
    vatRate: '0.13',
    listPrice: '1000',
    standardCost: '600',
    stockTracked: true,
    revRule: 'on_receipt',
    safetyStock: '0',
    units: [{ unit: '箱', factor: '10' }],
  })
  const movement = world.do('WHS', people.whs, {
    object: 'movement',
    act: 'create',
    input: { kind: 'receive', warehouseId, lines: [{ productId, qty: '15', unit: '箱', unitCost: '6000' }] },
  })
  world.do('WHS', people.whs, { object: 'movement', act: 'post', id: movement.id })
  return { world, entityId, accountId, warehouseId, productId }
}

export type Company = ReturnType<typeof company>

/** 100 units at 1 000 net: 30 % on signing, 60 % on delivery, 10 % on acceptance. */
export function contracted(given: Company) {
  const { world, entityId, accountId, productId } = given
  return world.place('contract', {
    title: '减速机合同',
    type: 'sales',
    state: 'active',
    accountId,
    entityId,
    currency: 'CNY',
    fxRate: '1',
    priceMode: 'excl',
    creditDays: 30,
    net: 10_000_000n,
    tax: 1_300_000n,
    gross: 11_300_000n,
    headerDiscount: 0n,
    ownerId: people.rep,
    effectiveDate: '2026-05-01',
    activatedAt: '2026-05-01T00:00:00.000Z',
    lines: [
      {
        productId,
        description: '减速机',
        unit: '台',
        qty: '100',
        price: '1000',
        discount: '0',
        vatRate: '0.13',
        net: 10_000_000n,
        tax: 1_300_000n,
        gross: 11_300_000n,
      },
    ],
    plan: [
      {
        name: '预付款',
        trigger: 'on_sign',
        offsetDays: 0,
        percent: '0.3',
        amount: 3_390_000n,
        dueDate: '2026-05-01',
        state: 'due_known',
      },
      { name: '到货款', trigger: 'on_delivery', offsetDays: 0, percent: '0.6', amount: 6_780_000n },
      { name: '验收款', trigger: 'on_acceptance', offsetDays: 0, percent: '0.1', amount: 1_130_000n },
    ],
  })
}

export const book = (world: Rehearsal) => balances(world.postings)

/** Every invariant of the specification, from the records as they stand. */
export function sound(world: Rehearsal) {
  const live = world.all('invoice').filter((one) => ['issued', 'partially_paid', 'paid'].includes(one.state))
  const orders = world.all('order')
  const lines = orders.flatMap((order) => (order.lines as Loose[]).map((line) => ({ ...line, order }) as Loose))
  const sums = (rows: Loose[], field: string) => total(rows.map((row) => row[field] as bigint))
  const breaches = [
    ...ledgerBreaches({
      subject: 'all',
      balances: book(world),
      openInvoices: sums(live, 'openBase'),
      deliveredNotInvoiced: sums(orders, 'unbilledBase'),
      deferredTax: sums(orders, 'unbilledTaxBase'),
      invoicedNotDelivered: sums(live, 'liabilityBase'),
      unappliedReceipts: sums(world.all('payment'), 'unappliedBase'),
      goodsInTransit: sums(lines, 'transitCost'),
    }),
    ...orderLineBreaches(
      lines.map((line) => ({
        id: line.id,
        qty: line.qty,
        cancelled: line.cancelledQty ?? '0',
        shipped: line.shippedQty ?? '0',
        delivered: line.deliveredQty ?? '0',
        returned: line.returnedQty ?? '0',
        recognised: line.recognisedQty ?? '0',
        invoiced: line.invoicedQty ?? '0',
      })),
    ),
    ...stockBreaches(
      world.all('stock').map((stock) => {
        const posted = world
          .all('movement')
          .filter((one) => one.state === 'posted' && one.warehouseId === stock.warehouseId)
        const gone = world.all('shipment').filter((one) => ['shipped', 'delivered', 'exception'].includes(one.state))
        const of = (rows: Loose[]) => rows.filter((row) => row.productId === stock.productId)
        return {
          id: stock.id,
          onHand: stock.onHand,
          reserved: stock.reserved,
          moved: minus(
            plus(...of(posted.flatMap((one) => one.lines)).map((row) => row.delta)),
            ...of(gone.flatMap((one) => one.lines)).map((row) => row.baseQty),
          ),
          reservedByOrders: plus(...of(lines).map((line) => line.reservedQty)),
        }
      }),
    ),
    ...paymentBreaches(
      world
        .all('payment')
        .filter((one) => one.state !== 'reversed')
        .map((one) => ({
          id: one.id,
          amount: one.amount,
          allocated: one.allocated,
          unapplied: one.unapplied,
        })),
    ),
    ...invoiceBreaches(
      live.map((one) => ({
        id: one.id,
        gross: one.gross,
        settled: (one.paidAmount as bigint) + (one.writtenOff as bigint),
        open: one.openAmount,
      })),
    ),
  ]
  expect(breaches).toEqual([])
  expect(world.postings.filter((entry) => !isBalanced(entry))).toEqual([])
}

export const codes = (act: () => unknown): string[] => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refused) return error.refusals.map((one) => one.code)
    throw error
  }
  return []
}

/** ARF requests and issues a draft; another finance person issues what was made by hand. */
export function issue(world: Rehearsal, id: string) {
  world.do('ARF', people.arf, { object: 'invoice', act: 'request', id })
  return world.do('ARF', people.arf2, { object: 'invoice', act: 'issue', id })
}

export function receive(world: Rehearsal, amount: string, bankRef: string) {
  return world.do('ARF', people.arf, {
    object: 'payment',
    act: 'create',
    input: { amount, currency: 'CNY', payerName: '客户甲', bankRef, method: 'bank' },
  })
}

export function ordered(given: Company, input: Loose) {
  const { world } = given
  const order = world.do('ODK', people.odk, {
    object: 'order',
    act: 'create',
    input: { requestedDate: '2026-05-20', ...input },
  })
  return world.do('ODK', people.odk, { object: 'order', act: 'submit', id: order.id })
}

/** From the request to the truck. */
export function shipAll(world: Rehearsal, orderId: string, lines?: Loose[]): string {
  world.do('WHS', people.whs, { object: 'order', act: 'requestShipment', id: orderId, input: lines ? { lines } : {} })
  const id = world.all('shipment').at(-1)?.id as string
  world.do('WHS', people.whs, { object: 'shipment', act: 'pick', id })
  world.do('WHS', people.whs, { object: 'shipment', act: 'ship', id, input: { carrier: '顺丰' } })
  sound(world)
  return id
}

/** Off the truck and signed for. */
export function deliver(world: Rehearsal, id: string): void {
  world.do('WHS', people.whs, { object: 'shipment', act: 'deliver', id })
  sound(world)
}
