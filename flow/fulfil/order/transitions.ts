/** The transitions of an order (chain.md OR2–OR10) and of the records made from it. */
import { choice, data, date, decimal, link, money, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { type Label, say } from '../../../kernel/label.ts'
import type { Duty, Transition } from '../../../kernel/object.ts'
import { afterwards } from '../../afterwards.ts'
import { postsToday } from '../../cash/period.ts'
import { exceeds, isPositive } from '../../quantity.ts'
import { type facts, type OrderContext, type OrderState, running } from './facts.ts'
import { type fields, type HoldKind, holdKinds, type parts } from './fields.ts'
import { allDelivered, allShipped, headerOf } from './lines.ts'
import * as rule from './rules.ts'
import {
  acceptable,
  acceptedRows,
  confirmed,
  dropped,
  filled,
  held,
  invoiced,
  paid,
  progressed,
  rechecked,
  released,
  submitted,
  unreserved,
} from './steps.ts'

type OrderTransition = Transition<typeof fields, typeof parts, typeof facts, OrderState>
const typed = <const T extends string>(transitions: Readonly<Record<T, OrderTransition>>) => transitions

const checks = [
  'account',
  'contract',
  'quote',
  'products',
  'stocks',
  'backlog',
  'incoming',
  'openAr',
  'unbilled',
  'openOrders',
  'unapplied',
  'overdue',
  'invoices',
] as const
const started = ['confirmed', 'in_fulfilment', 'partially_shipped'] as const
const afterStart = [...started, 'on_hold', 'shipped', 'delivered', 'completed', 'closed_short'] as const
const postable = [
  'submitted',
  'on_hold',
  ...started,
  'shipped',
  'delivered',
  'completed',
  'closed_short',
  'draft',
] as const

const quantities = data<readonly { lineId: string; qty: string }[]>({ label: say('行与数量', 'Lines and quantities') })
const inBase = (zh: string, en: string) => money({ label: say(zh, en), base: true })
const balances = {
  unbilledGross: money({ label: say('已交付未开票变动', 'Change of delivered, not invoiced') }),
  unbilledTax: money({ label: say('待转销项税变动', 'Change of deferred tax') }),
  unbilledBase: inBase('已交付未开票变动（本位币）', 'The same in base currency'),
  unbilledTaxBase: inBase('待转销项税变动（本位币）', 'Deferred tax in base currency'),
}

/** An order made by the chain has whoever submitted it for its maker. */
const madeIt: Duty<OrderContext> = {
  rule: 'S05',
  say: say('创建或提交订单的人不能放行该订单', 'Whoever created or submitted the order may not release it'),
  doneBy: ({ record, actor }) => (record.submittedBy === actor.id ? record.submittedBy : record.createdBy),
}
const ownsAccount: Duty<OrderContext> = {
  rule: 'S04',
  say: say('客户负责人不能放行该客户的信用冻结', 'The owner of the account may not release its credit hold'),
  doneBy: ({ facts }) => facts.account?.ownerId as string | null | undefined,
}

const release = (label: Label, kinds: readonly HoldKind[]): OrderTransition => ({
  label,
  from: ['on_hold'],
  emits: 'released',
  needs: ['account'],
  guards: [reasonGiven, rule.someHeld(kinds)],
  notBy: kinds.includes('credit') ? [madeIt, ownsAccount] : [madeIt],
  sets: released(kinds),
  tone: 'primary',
})

const decisions = typed({
  submit: {
    label: say('提交', 'Submit'),
    from: ['draft'],
    to: 'submitted',
    emits: 'submitted',
    asks: ['lines'],
    tone: 'primary',
    needs: [...checks, 'committed', 'samePo'],
    guards: [
      rule.sourceEffective,
      rule.linesComputable,
      rule.unitsKnown,
      rule.shipToGiven,
      rule.warehouseGiven,
      rule.requestedInFuture,
      rule.priceAsSource,
      rule.poUnused,
      rule.withinContract,
    ].map(afterwards(submitted, headerOf)),
    sets: submitted,
  },
  confirm: {
    label: say('确认', 'Confirm'),
    from: ['submitted', 'on_hold'],
    to: ['confirmed', 'partially_shipped'],
    emits: 'confirmed',
    chooses: ({ record }) =>
      record.lines.some((line) => isPositive(line.shippedQty)) ? 'partially_shipped' : 'confirmed',
    needs: ['stocks'],
    guards: [rule.nothingHeld],
    sets: confirmed,
  },
  hold: {
    label: say('冻结', 'Hold'),
    from: ['submitted', ...started],
    to: 'on_hold',
    emits: 'held',
    tone: 'danger',
    input: {
      kind: choice(holdKinds, { label: say('冻结类别', 'Kind of hold') }),
      note: text({ label: say('说明', 'Note'), maxLength: 500 }),
    },
    guards: [afterwards(held)(rule.somethingHeld)],
    sets: held,
  },
  releaseCredit: release(say('放行信用', 'Release credit hold'), ['credit', 'title']),
  releaseStock: release(say('放行库存', 'Release stock hold'), ['stock']),
  releasePrice: release(say('放行价格', 'Release price hold'), ['price']),
  releaseCompliance: release(say('放行合规', 'Release compliance hold'), ['compliance']),
  recheck: {
    label: say('重新检查', 'Check again'),
    from: ['on_hold'],
    emits: 'rechecked',
    needs: checks,
    sets: rechecked,
    help: say('已满足的条件自动解除冻结', 'Clears the holds whose reason is gone'),
  },
  repromise: {
    label: say('改承诺交期', 'Move the promise'),
    from: ['on_hold', ...started],
    emits: 'promise_moved',
    input: { promise: date({ label: say('新的承诺交期', 'New promise'), required: true }) },
    guards: [
      reasonGiven,
      {
        code: 'PROMISE_PAST',
        field: 'promise',
        onInput: true,
        holds: ({ input, today }) => input.promise >= today,
      },
    ],
    sets: ({ input }) => ({ currentPromise: input.promise }),
  },
  cancel: {
    label: say('取消', 'Cancel'),
    from: ['draft', 'submitted', 'on_hold', 'confirmed'],
    to: 'cancelled',
    emits: 'cancelled',
    needs: ['invoiceDrafts', 'drafts'],
    tone: 'danger',
    sets: dropped,
    guards: [reasonGiven, rule.nothingShipped, rule.nothingInvoiced, rule.noShipmentOpen],
  },
  closeShort: {
    label: say('短缺关闭', 'Close short'),
    from: ['partially_shipped'],
    to: 'closed_short',
    emits: 'closed_short',
    takes: ['consentFiles'],
    needs: ['drafts'],
    tone: 'danger',
    sets: dropped,
    guards: [
      reasonGiven,
      rule.noShipmentOpen,
      {
        code: 'CONSENT_REQUIRED',
        field: 'consentFiles',
        onInput: true,
        holds: ({ record, settings }) => !settings.evidenceFiles || (record.consentFiles?.length ?? 0) > 0,
      },
    ],
  },
})

const makes = typed({
  requestShipment: {
    label: say('生成发货单', 'Make shipment'),
    from: started,
    emits: 'shipment_requested',
    needs: ['pending'],
    tone: 'primary',
    help: say('为未发数量生成发货单草稿', 'Drafts a shipment of what is not yet shipped'),
    guards: [rule.somethingToShip],
    input: {
      lines: quantities,
      fromWarehouseId: link('warehouse', { label: say('从其他仓库发货', 'Ship from another warehouse') }),
    },
  },
  requestInvoice: {
    label: say('生成发票', 'Make invoice'),
    from: afterStart,
    emits: 'billing_requested',
    needs: ['billed'],
    help: say('为已交付未开票的数量生成发票草稿', 'Drafts an invoice of what is delivered and not yet invoiced'),
    guards: [rule.somethingToBill],
  },
  requestSupply: {
    label: say('申请补货', 'Request supply'),
    from: ['on_hold', ...started],
    emits: 'supply_requested',
    needs: ['requested'],
    input: {
      kind: choice(
        { purchase: ['采购', 'Purchase'], production: ['生产', 'Production'] },
        {
          label: say('补货方式', 'How'),
          default: 'purchase',
        },
      ),
    },
    guards: [rule.somethingMissing],
  },
  accept: {
    label: say('客户验收', 'Record acceptance'),
    from: [...started, 'shipped', 'delivered'],
    emits: 'accepted',
    takes: ['acceptanceFiles'],
    input: { lines: quantities },
    needs: ['closedPeriods'],
    help: say('服务或需验收的货物由客户确认', 'The customer accepted services, or goods sold on acceptance'),
    guards: [
      postsToday,
      {
        code: 'EVIDENCE_REQUIRED',
        field: 'acceptanceFiles',
        onInput: true,
        holds: ({ record, settings }) => !settings.evidenceFiles || (record.acceptanceFiles?.length ?? 0) > 0,
      },
      {
        code: 'ACCEPT_QTY',
        field: 'lines',
        onInput: true,
        holds: ({ record, input }) => {
          const rows = acceptedRows(record, input)
          const delivered = record.lines.some((line) => isPositive(line.deliveredQty))
          return (
            (rows.length > 0 || delivered) &&
            rows.every((row) => {
              const line = record.lines.find((one) => one.id === row.lineId)
              return line !== undefined && isPositive(row.qty) && !exceeds(row.qty, acceptable(line))
            })
          )
        },
      },
    ],
  },
})

const follows = typed({
  startFulfilment: {
    label: say('开始履行', 'Start fulfilment'),
    from: ['confirmed'],
    to: 'in_fulfilment',
    emits: 'fulfilment_started',
  },
  progress: {
    label: say('履行进展', 'Record progress'),
    from: afterStart,
    emits: 'progressed',
    to: ['partially_shipped', ...afterStart.filter((state) => state !== 'partially_shipped')],
    chooses: ({ record, before }) => {
      const now = before?.state ?? 'confirmed'
      const out = record.lines.some((line) => isPositive(line.shippedQty))
      return out && (now === 'confirmed' || now === 'in_fulfilment') ? 'partially_shipped' : now
    },
    input: {
      shipped: quantities,
      delivered: quantities,
      recognised: quantities,
      ...balances,
      shipmentId: link('shipment', { label: say('发货单', 'Shipment') }),
    },
    guards: [afterwards(progressed)(rule.withinWanted)],
    sets: progressed,
  },
  markShipped: {
    label: say('全部发货', 'Mark shipped'),
    from: started,
    to: 'shipped',
    emits: 'shipped',
    guards: [{ code: 'ORDER_NOT_DONE', holds: ({ record }) => allShipped(record.lines) }],
  },
  markDelivered: {
    label: say('全部签收', 'Mark delivered'),
    from: [...started, 'shipped'],
    to: 'delivered',
    emits: 'delivered',
    guards: [{ code: 'ORDER_NOT_DONE', holds: ({ record }) => allDelivered(record.lines) }],
  },
  complete: {
    label: say('完成', 'Complete'),
    from: ['delivered'],
    to: 'completed',
    emits: 'completed',
    guards: [
      {
        code: 'ORDER_NOT_DONE',
        holds: ({ record }) => record.billingStatus === 'full' || record.invoiceType === 'none',
      },
    ],
    sets: ({ now }) => ({ completedAt: now }),
  },
  applyInvoice: {
    label: say('登记开票', 'Record invoice'),
    from: postable,
    emits: 'invoiced',
    sets: invoiced,
    input: {
      invoiceId: link('invoice', { label: say('发票', 'Invoice') }),
      gross: money({ label: say('价税合计', 'Gross') }),
      lines: quantities,
      ...balances,
    },
  },
  applyPayment: {
    label: say('登记回款', 'Record payment'),
    from: [...postable, 'cancelled'],
    emits: 'payment_noted',
    sets: paid,
    input: {
      invoiceId: link('invoice', { label: say('发票', 'Invoice') }),
      gross: money({ label: say('金额', 'Amount') }),
    },
  },
  fill: {
    label: say('补足预留', 'Reserve more'),
    from: running,
    emits: 'reserved',
    sets: filled,
    input: {
      lineId: text({ label: say('订单行', 'Line'), required: true }),
      qty: decimal({ label: say('数量', 'Quantity'), required: true }),
    },
  },
  unreserve: {
    label: say('预留到期', 'Let the reservation go'),
    from: ['on_hold'],
    emits: 'reservation_expired',
    sets: unreserved,
  },
})

export const transitions = { ...decisions, ...makes, ...follows }
