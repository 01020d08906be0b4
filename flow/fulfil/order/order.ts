/** What a customer ordered: checked before it is promised, and followed until it is delivered, invoiced and paid. */
import { say } from '../../../kernel/label.ts'
import { object } from '../../../kernel/object.ts'
import { type Permit, systemOnly } from '../../../kernel/role.ts'
import { afterwards } from '../../afterwards.ts'
import { rateKnown } from '../../sell/currency.ts'
import { facts } from './facts.ts'
import { fields, parts } from './fields.ts'
import { headerOf } from './lines.ts'
import { messages } from './messages.ts'
import * as rule from './rules.ts'
import { begun, changed } from './steps.ts'
import { transitions } from './transitions.ts'

const seller: Permit = { ODK: 'all', REP: 'self' }
const followers = {
  amend: systemOnly,
  confirm: systemOnly,
  startFulfilment: systemOnly,
  progress: systemOnly,
  markShipped: systemOnly,
  markDelivered: systemOnly,
  complete: systemOnly,
  applyInvoice: systemOnly,
  applyPayment: systemOnly,
  fill: systemOnly,
  unreserve: systemOnly,
} as const

export const order = object('order', {
  label: say('订单', 'Order'),
  plural: 'orders',
  area: 'fulfil',
  title: 'no',
  numbered: 'SO',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    submitted: { label: say('已提交', 'Submitted'), locked: true },
    on_hold: { label: say('冻结', 'On hold') },
    confirmed: { label: say('已确认', 'Confirmed') },
    in_fulfilment: { label: say('履行中', 'In fulfilment') },
    partially_shipped: { label: say('部分发货', 'Partially shipped') },
    shipped: { label: say('已发货', 'Shipped'), locked: true },
    delivered: { label: say('已签收', 'Delivered'), locked: true },
    completed: { label: say('已完成', 'Completed'), ends: 'well', locked: true },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly', locked: true },
    closed_short: { label: say('短缺关闭', 'Closed short'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  create: {
    takesOwner: true,
    needs: [
      'account',
      'contract',
      'quote',
      'products',
      'bundleParts',
      'warehouses',
      'entities',
      'ordered',
      'committed',
      'samePo',
      'sameQuote',
      'rate',
    ],
    guards: [
      rule.sourceEffective,
      rule.sourceOfSameAccount,
      rule.quoteOrderedOnce,
      rule.contractWhereRequired,
      rule.directAllowed,
      rule.poUnused,
      rule.linesComputable,
      rule.discountFits,
      rule.withinContract,
      rateKnown,
    ].map(afterwards(begun, headerOf)),
    sets: begun,
  },
  change: {
    needs: [
      'account',
      'contract',
      'quote',
      'products',
      'bundleParts',
      'stocks',
      'backlog',
      'incoming',
      'openAr',
      'unbilled',
      'openOrders',
      'unapplied',
      'overdue',
      'invoices',
      'committed',
      'samePo',
    ],
    guards: [
      rule.linesComputable,
      rule.discountFits,
      rule.poUnused,
      rule.withinContract,
      rule.notBelowShipped,
      rule.bundlesWhole,
      rule.bundlesEarly,
      rule.priceUnchanged,
      rule.warehouseUnchanged,
    ].map(afterwards(changed, headerOf)),
    sets: changed,
  },
  derive: (record, settings) => headerOf(record, settings),
  transitions,
  permits: {
    read: {
      REP: 'self',
      SM: 'tree',
      LEG: 'all',
      ODK: 'all',
      WHS: 'all',
      DPM: 'self',
      ARF: 'all',
      SVC: 'all',
      OPS: 'all',
      EXE: 'all',
    },
    create: seller,
    change: seller,
    remove: seller,
    // A manager submits only to let a deviating price pass.
    submit: { ODK: 'all', REP: 'self', SM: 'tree' },
    hold: { ODK: 'all', ARF: 'all', SM: 'tree' },
    releaseCredit: { ARF: 'all' },
    releaseStock: { WHS: 'all' },
    releasePrice: { SM: 'tree' },
    releaseCompliance: { LEG: 'all' },
    recheck: { ODK: 'all', ARF: 'all', WHS: 'all', REP: 'self', SM: 'tree' },
    repromise: { ODK: 'all', WHS: 'all', DPM: 'self' },
    cancel: { ODK: 'all', SM: 'tree' },
    closeShort: { ODK: 'all', SM: 'tree' },
    requestShipment: { ODK: 'all', WHS: 'all' },
    requestInvoice: { ODK: 'all', REP: 'self', SM: 'tree', ARF: 'all' },
    requestSupply: { ODK: 'all', WHS: 'all' },
    accept: { ODK: 'all', REP: 'self', SM: 'tree' },
    ...followers,
  },
  messages,
  thread: { after: ['contractId', 'quoteId', 'opportunityId'], amount: 'gross' },
})
