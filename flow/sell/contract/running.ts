/** What happens to a contract in force: orders, triggers, payments, and how it ends (CT11–CT14). */
import { address, choice, date, files, link, longText, money, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import { deliveryKnown } from '../documentLines.ts'
import { triggered, triggers } from './plan.ts'
import { closeGate, isFulfilled, noAmendmentOpen, noOpenOrders, runOut, settled, somethingLeft } from './rules.ts'
import type { Move } from './steps.ts'

export const running = {
  draftOrder: {
    label: say('生成订单', 'Make an order'),
    help: say('客户、产品、价格自动带入', 'Account, lines and prices are carried over'),
    from: ['active'],
    emits: 'order_drafted',
    tone: 'primary',
    input: {
      requestedDate: date({ label: say('要求交期', 'Requested date') }),
      shipTo: address({ label: say('收货地址', 'Ship to') }),
      poNo: text({ label: say('客户采购单号', 'Customer PO'), maxLength: 60 }),
    },
    needs: ['ordered'],
    guards: [deliveryKnown, somethingLeft],
  },
  draftAmendment: {
    label: say('发起变更', 'Request a change'),
    help: say(
      '以现有明细、计划和条款为起点，生效前合同不变',
      'Starts from the lines, plan and terms of today; the contract stays as it is until the change takes effect',
    ),
    from: ['active'],
    emits: 'amendment_drafted',
    input: { why: longText({ label: say('变更原因', 'Why it changes'), maxLength: 4000 }) },
    needs: ['amendmentsOpen'],
    guards: [noAmendmentOpen],
  },
  amend: {
    label: say('变更生效', 'Amend'),
    from: ['active', 'completed'],
    to: ['active', 'completed'],
    emits: 'amended',
    input: {
      amendmentId: link('amendment', { label: say('合同变更', 'Amendment'), required: true }),
      paper: files({ label: say('已签文本', 'Signed paper') }),
      note: longText({ label: say('变更原因', 'Why it changes'), maxLength: 4000 }),
    },
    // What was complete has work again as soon as more is agreed than was done.
    chooses: ({ record, before }) =>
      before?.state === 'completed' && (record.completedNet ?? 0n) >= (record.net ?? 0n) ? 'completed' : 'active',
    sets: ({ record, input, now }) => {
      const no = (record.versionNo ?? 1) + 1
      const version = { no, document: input.paper ?? null, paper: record.paper, deviations: input.note ?? null }
      return { versionNo: no, versions: [...record.versions, { ...version, by: record.ownerId, at: now }] }
    },
  },
  reachTrigger: {
    label: say('回款条件达成', 'Trigger reached'),
    from: ['active', 'completed'],
    emits: 'plan_triggered',
    input: {
      trigger: choice(triggers, { label: say('触发条件', 'Trigger'), required: true }),
      on: date({ label: say('日期', 'On'), required: true }),
    },
    sets: ({ record, input }) => ({ plan: triggered(record.plan, input.trigger, input.on) }),
  },
  settlePlan: {
    label: say('更新回款进度', 'Note invoices and payments'),
    from: ['signing', 'active', 'completed', 'terminated', 'expired'],
    emits: 'plan_settled',
    input: {
      line: text({ label: say('计划行', 'Plan line'), required: true, maxLength: 36 }),
      invoiced: money({ label: say('已开票累计', 'Invoiced in all') }),
      paid: money({ label: say('已回款累计', 'Paid in all') }),
    },
    sets: ({ record, input }) => ({
      plan: record.plan.map((row) =>
        row.id === input.line
          ? { ...row, invoicedAmount: input.invoiced ?? row.invoicedAmount, paidAmount: input.paid ?? row.paidAmount }
          : row,
      ),
    }),
  },
  noteProgress: {
    label: say('更新履行进度', 'Note progress'),
    from: ['active', 'completed'],
    emits: 'progressed',
    needs: ['orderedNet', 'completedNet'],
    sets: ({ facts }) => ({ orderedNet: facts.orderedNet, completedNet: facts.completedNet }),
  },
  complete: {
    label: say('履行完毕', 'Complete'),
    from: ['active'],
    to: 'completed',
    emits: 'completed',
    needs: ['completedNet', 'ordersOpen'],
    guards: [isFulfilled],
  },
  close: {
    label: say('关闭', 'Close'),
    from: ['completed'],
    to: 'closed',
    emits: 'closed',
    tone: 'primary',
    needs: ['invoicesOpen', 'gates', 'decisions', 'amendmentsOpen'],
    guards: [settled, noAmendmentOpen, ...closeGate],
  },
  terminate: {
    label: say('终止', 'Terminate'),
    from: ['active'],
    to: 'terminated',
    emits: 'terminated',
    tone: 'danger',
    asks: ['settlement'],
    needs: ['ordersOpen', 'amendmentsOpen'],
    guards: [noOpenOrders, noAmendmentOpen, reasonGiven],
    sets: ({ record, now }) => ({
      plan: record.plan.map((row) =>
        ['pending', 'due_known'].includes(row.state ?? '') ? { ...row, cancelledAt: now } : row,
      ),
    }),
  },
  expire: {
    label: say('到期', 'Expire'),
    from: ['active'],
    to: 'expired',
    emits: 'expired',
    needs: ['ordersOpen'],
    guards: [runOut, noOpenOrders],
  },
} as const satisfies Record<string, Move>
