/** A quote for ten machines, for the rule tests. */

import { quote } from '../../flow/sell/quote/quote.ts'
import type { Loose } from '../../kernel/fact.ts'
import { given, id, otherId } from '../../kernel/given.ts'

export const may = '2026-05-01T00:00:00.000Z'
export const machine: Loose = {
  id: id(11),
  name: '焊接机',
  unit: '台',
  vatRate: '0.13',
  listPrice: '100',
  standardCost: '60',
  kind: 'goods',
}
export const base: Loose = {
  opportunity: {
    id: id(1),
    state: 'open',
    accountId: id(2),
    currency: 'CNY',
    fxRate: '1',
    memberIds: [],
    isBid: false,
  },
  account: { id: id(2), riskLevel: 'low', creditDays: 30, tier: 'A' },
  paymentTerm: null,
  products: [machine],
  units: [],
  books: [],
  entries: [],
  rate: null,
  entities: [{ id: id(3) }],
  siblings: [],
  gates: [],
  decisions: [],
  ownDecisions: [],
  contracts: 0,
  orders: 0,
}
export const line = (values: Loose = {}): Loose => ({ productId: id(11), qty: '10', ...values })
export const make = (input: Loose = {}, facts: Loose = {}) =>
  given(quote)
    .as('REP')
    .facts({ ...base, ...facts })
    .at(may)
    .when('create', { opportunityId: id(1), accountId: id(2), lines: [line()], ...input })

/** A stored quote as the system would have left it. */
export function stored(values: Loose = {}): Loose {
  const { id: _id, state: _state, version: _version, ...fields } = make().record
  return { ...fields, ...values }
}
export const draft = (values: Loose = {}) => given(quote).in('draft', stored(values)).facts(base).at(may)
export const waiting = (values: Loose) =>
  given(quote)
    .in('in_approval', stored({ createdBy: otherId, submittedBy: otherId, ...values }))
    .facts(base)
    .at(may)
