/** What an order must know of others before it decides, and the shape of such a decision. */
import { count, one, rows, self, source, sum, today } from '../../../kernel/fact.ts'
import type { Context } from '../../../kernel/object.ts'
import { closedPeriods } from '../../cash/period.ts'
import { knownRate } from '../../sell/currency.ts'
import type { BundlePart } from './bundles.ts'
import type { fields, parts } from './fields.ts'

/** States in which an order binds stock and credit. */
export const running = ['on_hold', 'confirmed', 'in_fulfilment', 'partially_shipped', 'shipped'] as const
const openInvoice = ['issued', 'partially_paid'] as const
const product = self('lines.productId')

export const facts = {
  /** Locked, so that two orders of one customer are not both measured against the same free credit. */
  account: one('account', self('accountId'), { lock: true }),
  quote: one('quote', self('quoteId')),
  contract: one('contract', self('contractId'), { lock: true }),
  products: rows('product', { id: product }),
  /** What the bundles among its lines, and those of its source, are made of. */
  bundleParts: source<readonly BundlePart[]>('bundleParts'),
  rate: knownRate,
  warehouses: rows('warehouse', { state: 'active' }, { sort: ['-isDefault', 'code'], limit: 1 }),
  entities: rows('legalEntity', { state: 'active' }, { sort: ['-isDefault', 'code'], limit: 1 }),
  committed: sum('order', 'committedNet', {
    contractId: self('contractId'),
    state: { is: '!=', value: 'cancelled' },
    id: { is: '!=', value: self('id') },
  }),
  ordered: rows('order.lines', { contractId: self('contractId') }),
  samePo: count('order', {
    accountId: self('accountId'),
    poNo: self('poNo'),
    state: { is: '!=', value: 'cancelled' },
    id: { is: '!=', value: self('id') },
  }),
  stocks: rows('stock', { productId: product, warehouseId: self('warehouseId') }, { lock: true, sort: ['productId'] }),
  backlog: rows('order.lines', {
    productId: product,
    warehouseId: self('warehouseId'),
    backQty: { is: '>', value: '0' },
    parentId: { is: '!=', value: self('id') },
  }),
  incoming: rows('shortage', { productId: product, warehouseId: self('warehouseId'), state: 'ordered' }),
  openAr: sum('invoice', 'openBase', { accountId: self('accountId'), state: openInvoice }),
  unbilled: sum('order', 'unbilledBase', { accountId: self('accountId') }),
  openOrders: sum('order', 'undeliveredBase', {
    accountId: self('accountId'),
    state: running,
    id: { is: '!=', value: self('id') },
  }),
  unapplied: sum('payment', 'unappliedBase', { accountId: self('accountId') }),
  overdue: rows(
    'invoice',
    {
      accountId: self('accountId'),
      state: openInvoice,
      dueDate: { is: '<', value: today },
    },
    { sort: ['dueDate'], limit: 1 },
  ),
  invoices: rows('invoice', { accountId: self('accountId'), state: [...openInvoice, 'paid'], advance: true }),
  sameQuote: count('order', {
    quoteId: self('quoteId'),
    state: { is: '!=', value: 'cancelled' },
    id: { is: '!=', value: self('id') },
  }),
  pending: rows('shipment.lines', { orderId: self('id'), pending: true }),
  billed: rows('invoice.lines', { orderId: self('id'), counted: true }),
  drafts: count('shipment', { orderId: self('id'), state: ['draft', 'picked'] }),
  invoiceDrafts: count('invoice', { orderId: self('id'), state: ['draft', 'requested'] }),
  requested: rows('shortage', { orderId: self('id'), state: ['open', 'ordered'] }),
  closedPeriods,
}

export type OrderState =
  | 'draft'
  | 'submitted'
  | 'on_hold'
  | 'confirmed'
  | 'in_fulfilment'
  | 'partially_shipped'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'closed_short'

export type OrderContext = Context<typeof fields, typeof parts, typeof facts, OrderState>
