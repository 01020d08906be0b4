/** A claim on a customer: for what was delivered, for an instalment agreed, or by hand; numbered without gaps. */
import { choice, date, link, money, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import { object } from '../../../kernel/object.ts'
import { type Permit, systemOnly } from '../../../kernel/role.ts'
import { afterwards } from '../../afterwards.ts'
import { rateKnown } from '../../sell/currency.ts'
import { periodOpen, postsToday } from '../period.ts'
import { headerOf } from './drawing.ts'
import { facts } from './facts.ts'
import { disputeOutcomes, disputeReasons, fields, parts } from './fields.ts'
import { messages } from './messages.ts'
import { asBooked, broughtForward, openKnown } from './opening.ts'
import * as rule from './rules.ts'
import {
  advanceUsed,
  disputeClosed,
  disputeOpened,
  drafted,
  issued,
  paymentApplied,
  paymentTaken,
  redrawn,
  requested,
  withdrawn,
} from './steps.ts'

const asker: Permit = { ARF: 'all', REP: 'self', SVC: 'all' }
const finance: Permit = { ARF: 'all' }
const owed = ['issued', 'partially_paid'] as const
const claims = [...owed, 'paid'] as const
const drawing = ['order', 'contract', 'soleOrder', 'billedOfOrder', 'billedOfContract'] as const

const paymentId = link('payment', { label: say('回款', 'Payment') })
const payment = {
  paymentId,
  amount: money({ label: say('核销金额', 'Amount'), required: true }),
  writtenOff: money({ label: say('尾差', 'Written off') }),
  base: money({ label: say('冲抵金额（本位币）', 'Settled, base currency'), base: true }),
}

export const invoice = object('invoice', {
  label: say('发票', 'Invoice'),
  plural: 'invoices',
  area: 'cash',
  title: 'no',
  numbered: 'IV',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    requested: { label: say('已申请', 'Requested'), locked: true },
    issued: { label: say('已开票', 'Issued'), locked: true },
    partially_paid: { label: say('部分回款', 'Partly paid'), locked: true },
    paid: { label: say('已付清', 'Paid'), ends: 'well', locked: true },
    void: { label: say('作废', 'Void'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  create: {
    emits: 'drafted',
    takesOwner: true,
    needs: [...drawing, 'account', 'entities', 'rate'],
    guards: [
      rule.sourceNamed,
      rule.sameAccount,
      rule.billedByPlan,
      rule.withinBillable,
      rule.linesComputable,
      rateKnown,
      rule.somethingDrawn,
    ].map(afterwards(drafted, headerOf)),
    sets: drafted,
  },
  change: {
    needs: [...drawing, 'account'],
    guards: [asBooked, ...[rule.withinBillable, rule.linesComputable, rateKnown].map(afterwards(redrawn, headerOf))],
    sets: redrawn,
  },
  derive: (record, settings) => headerOf(record, settings),
  gapless: { transition: 'issue', field: 'fiscalNo', series: (record) => record.series ?? '' },
  transitions: {
    request: {
      label: say('申请开票', 'Request'),
      from: ['draft'],
      to: 'requested',
      emits: 'requested',
      tone: 'primary',
      asks: ['lines'],
      needs: ['account', 'products'],
      sets: requested,
      guards: [rule.notEmpty, rule.linesComputable, rule.titleComplete, rule.notProforma].map(afterwards(requested)),
    },
    sendBack: {
      label: say('退回修改', 'Send back'),
      from: ['requested'],
      to: 'draft',
      emits: 'sent_back',
      guards: [reasonGiven],
      tone: 'quiet',
    },
    issue: {
      label: say('开具', 'Issue'),
      from: ['requested'],
      to: 'issued',
      emits: 'issued',
      tone: 'primary',
      takes: ['taxPlatformNo'],
      input: { issueOn: date({ label: say('开票日期', 'Issue date') }) },
      needs: ['entity', 'order', 'contract', 'contractOrders', 'account', 'closedPeriods'],
      notBy: [
        {
          rule: 'S08',
          say: say('申请手工发票的人不能开具该发票', 'Whoever requested an invoice by hand may not issue it'),
          doneBy: ({ record }) => (record.source === 'manual' ? record.requestedBy : null),
        },
      ],
      guards: [
        rule.notEmpty,
        rule.titleComplete,
        ...[rule.issuedToday, periodOpen(({ record }) => record.issueDate)].map(afterwards(issued)),
      ],
      sets: issued,
    },
    send: {
      label: say('交付客户', 'Send'),
      from: claims,
      emits: 'sent',
      input: { to: text({ label: say('收件地址或邮箱', 'To'), maxLength: 200 }) },
      sets: ({ now }) => ({ sentAt: now }),
    },
    noteTaxNo: {
      label: say('登记税局号码', 'Record tax number'),
      from: claims,
      emits: 'tax_number_noted',
      asks: ['taxPlatformNo'],
      tone: 'quiet',
    },
    openDispute: {
      label: say('提出争议', 'Open a dispute'),
      from: owed,
      emits: 'disputed',
      tone: 'danger',
      input: {
        amount: money({ label: say('争议金额', 'Amount') }),
        reasonKind: choice(disputeReasons, { label: say('原因', 'Reason'), required: true }),
        note: text({ label: say('说明', 'Note'), maxLength: 500 }),
      },
      guards: [rule.noDispute, rule.disputeFits],
      sets: disputeOpened,
    },
    closeDispute: {
      label: say('关闭争议', 'Close the dispute'),
      from: claims,
      emits: 'dispute_closed',
      input: { outcome: choice(disputeOutcomes, { label: say('结果', 'Outcome'), required: true }) },
      guards: [rule.inDispute],
      sets: disputeClosed,
    },
    bringForward: {
      label: say('期初入账', 'Bring forward'),
      from: owed,
      emits: 'brought_forward',
      help: say('导入的未清发票按导入日计入期初', 'An imported invoice that is open enters the books on its day'),
      asks: ['accountId', 'entityId'],
      needs: ['rate', 'closedPeriods'],
      guards: [openKnown, rateKnown, postsToday],
      sets: broughtForward,
    },
    applyPayment: {
      label: say('核销', 'Apply payment'),
      from: owed,
      to: 'partially_paid',
      emits: 'payment_applied',
      input: payment,
      guards: [rule.withinOpen],
      sets: paymentApplied,
    },
    settle: {
      label: say('付清', 'Settle'),
      from: ['partially_paid'],
      to: 'paid',
      emits: 'paid',
      guards: [
        { code: 'OVER_ALLOCATION', holds: ({ record }) => record.openAmount === 0n, details: () => ({ open: '0' }) },
      ],
    },
    unapplyPayment: {
      label: say('撤销核销', 'Take payment back'),
      from: ['partially_paid', 'paid'],
      to: ['issued', 'partially_paid'],
      emits: 'payment_unapplied',
      input: payment,
      guards: [rule.withinPaid],
      sets: paymentTaken,
      chooses: ({ record }) =>
        (record.paidAmount ?? 0n) + (record.writtenOff ?? 0n) === 0n ? 'issued' : 'partially_paid',
    },
    useAdvance: {
      label: say('预收转收入', 'Use the advance'),
      from: claims,
      emits: 'advance_used',
      guards: [rule.withinLiability],
      sets: advanceUsed,
      input: {
        net: money({ label: say('不含税金额', 'Net'), required: true }),
        base: money({ label: say('金额（本位币）', 'Base currency'), base: true, required: true }),
        orderId: link('order', { label: say('订单', 'Order') }),
      },
    },
    void: {
      label: say('作废', 'Void'),
      from: ['draft', 'requested'],
      to: 'void',
      emits: 'voided',
      tone: 'danger',
      guards: [reasonGiven],
      sets: withdrawn,
    },
  },
  permits: {
    read: { REP: 'self', SM: 'tree', ODK: 'all', DPM: 'all', ARF: 'all', SVC: 'all', OPS: 'all', EXE: 'all' },
    create: asker,
    change: asker,
    remove: asker,
    request: { ARF: 'all', REP: 'self', SVC: 'all' },
    sendBack: finance,
    issue: finance,
    send: finance,
    noteTaxNo: finance,
    openDispute: { ARF: 'all', REP: 'self', SVC: 'all' },
    closeDispute: finance,
    bringForward: systemOnly,
    applyPayment: systemOnly,
    settle: systemOnly,
    unapplyPayment: systemOnly,
    useAdvance: systemOnly,
    void: { ARF: 'all', REP: 'self' },
  },
  messages,
  thread: { after: ['orderId', 'contractId'], amount: 'gross' },
})
