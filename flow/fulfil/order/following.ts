/** What is made from an order, and what deliveries, invoices and payments tell it (chain.md OR5, OR9, OR10). */
import { choice, decimal, link, money, text } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { afterwards } from '../../afterwards.ts'
import { postsToday } from '../../cash/period.ts'
import { exceeds, isPositive } from '../../quantity.ts'
import { afterStart, balances, postable, quantities, started, typed } from './arguments.ts'
import { running } from './facts.ts'
import { allDelivered, allShipped } from './lines.ts'
import * as rule from './rules.ts'
import { acceptable, acceptedRows, filled, invoiced, paid, progressed, unreserved } from './steps.ts'

export const makes = typed({
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

export const follows = typed({
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
