/** What an invoice must know of others before it decides, and the shape of such a decision. */
import { one, rows, self } from '../../../kernel/fact.ts'
import type { Context } from '../../../kernel/object.ts'
import { knownRate } from '../../sell/currency.ts'
import { closedPeriods } from '../period.ts'
import type { fields, parts } from './fields.ts'

export const facts = {
  account: one('account', self('accountId')),
  entity: one('legalEntity', self('entityId')),
  entities: rows('legalEntity', { state: 'active' }, { sort: ['-isDefault', 'code'], limit: 1 }),
  /** Locked, so that two invoices of one order are not both measured against the same delivery. */
  order: one('order', self('orderId'), { lock: true }),
  contract: one('contract', self('contractId'), { lock: true }),
  /** By the lines, so that an invoice without a contract asks for, and locks, nothing. */
  contractOrders: rows(
    'order',
    { contractId: self('lines.contractId'), state: { is: 'notIn', value: ['draft', 'submitted', 'cancelled'] } },
    { lock: true },
  ),
  soleOrder: rows('order', { contractId: self('contractId'), state: { is: '!=', value: 'cancelled' } }, { limit: 2 }),
  billedOfOrder: rows('invoice.lines', {
    orderId: self('orderId'),
    counted: true,
    parentId: { is: '!=', value: self('id') },
  }),
  billedOfContract: rows('invoice.lines', {
    contractId: self('contractId'),
    counted: true,
    parentId: { is: '!=', value: self('id') },
  }),
  rate: knownRate,
  products: rows('product', { id: self('lines.productId') }),
  closedPeriods,
}

export type InvoiceState = 'draft' | 'requested' | 'issued' | 'partially_paid' | 'paid' | 'void'
export type InvoiceContext = Context<typeof fields, typeof parts, typeof facts, InvoiceState>
