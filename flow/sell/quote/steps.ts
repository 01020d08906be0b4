/** How a quote goes from draft over approval to the customer and back with an answer (QU2–QU7). */
import { address, date, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Duty, Transition } from '../../../kernel/object.ts'
import { rateKnown } from '../currency.ts'
import { deliveryKnown } from '../documentLines.ts'
import { quoteText } from './approval.ts'
import { type facts, type fields, type Here, openStates, type parts, type State } from './fields.ts'
import {
  acceptanceProven,
  accountAllowed,
  allEndorsed,
  allPriced,
  bidGate,
  contractNotNeeded,
  dealOpen,
  discountFits,
  endorsementWanted,
  levelReached,
  linesComplete,
  needsApproval,
  noContractYet,
  noLongerValid,
  noOrderYet,
  notEmpty,
  stillValid,
  unchanged,
} from './rules.ts'

type Move = Transition<typeof fields, typeof parts, typeof facts, State>

const ownQuote = say(
  '报价的创建人或提交人不能批准自己的折扣',
  'Whoever made or submitted a quote does not approve its discount',
)
const notOwnQuote: readonly Duty<Here>[] = [
  { rule: 'S01', say: ownQuote, doneBy: ({ record }) => record.createdBy ?? record.ownerId },
  { rule: 'S01', say: ownQuote, doneBy: ({ record }) => record.submittedBy },
]

const unapproved = { approvedSnapshot: null, approvedBy: null, approvedAt: null, endorsements: null } as const

export const steps = {
  submit: {
    label: say('提交', 'Submit'),
    help: say('权限内直接通过，超出权限由主管审批', 'Within authority it passes; above it a manager approves'),
    from: ['draft'],
    to: ['in_approval', 'approved'],
    emits: 'submitted',
    tone: 'primary',
    needs: ['opportunity', 'account'],
    guards: [dealOpen, accountAllowed, notEmpty, allPriced, linesComplete, discountFits, stillValid, rateKnown],
    chooses: ({ record }) => (needsApproval(record) ? 'in_approval' : 'approved'),
    sets: ({ record, actor, now }) => ({
      ...unapproved,
      submittedBy: actor.id,
      submittedAt: now,
      ...(needsApproval(record) ? {} : { approvedSnapshot: quoteText(record), approvedAt: now }),
    }),
  },
  endorse: {
    label: say('加签', 'Sign off'),
    from: ['in_approval'],
    emits: 'endorsed',
    notBy: notOwnQuote,
    guards: [endorsementWanted],
    sets: ({ record, actor, now }) => {
      const roles = (record.approvalExtra ?? []).filter((role) => actor.roles.includes(role))
      return {
        endorsements: [...(record.endorsements ?? []), ...roles.map((role) => ({ role, by: actor.id, at: now }))],
      }
    },
  },
  approve: {
    label: say('批准', 'Approve'),
    from: ['in_approval'],
    to: 'approved',
    emits: 'approved',
    tone: 'primary',
    notBy: notOwnQuote,
    guards: [levelReached, allEndorsed],
    sets: ({ record, actor, now }) => ({ approvedSnapshot: quoteText(record), approvedBy: actor.id, approvedAt: now }),
  },
  sendBack: {
    label: say('退回修改', 'Return'),
    from: ['in_approval'],
    to: 'draft',
    emits: 'returned',
    guards: [reasonGiven],
    sets: () => unapproved,
  },
  rework: {
    label: say('撤回修改', 'Take back to draft'),
    help: say('修改后须重新提交审批', 'It must be submitted again after the change'),
    from: ['in_approval', 'approved'],
    to: 'draft',
    emits: 'reworked',
    tone: 'quiet',
    sets: () => unapproved,
  },
  send: {
    label: say('发送给客户', 'Send to the customer'),
    from: ['approved'],
    to: 'sent',
    emits: 'sent',
    tone: 'primary',
    needs: ['opportunity', 'gates', 'decisions', 'ownDecisions'],
    guards: [dealOpen, unchanged, stillValid, ...bidGate],
    sets: ({ record, now }) => ({ sentAt: now, isPrimary: record.opportunityId !== null }),
  },
  accept: {
    label: say('客户接受', 'Accepted'),
    from: ['sent'],
    to: 'accepted',
    emits: 'accepted',
    tone: 'primary',
    takes: ['acceptance', 'acceptedBy', 'poNo'],
    guards: [stillValid, acceptanceProven],
    sets: ({ record, now }) => ({ acceptedAt: now, isPrimary: record.opportunityId !== null }),
  },
  reject: {
    label: say('客户拒绝', 'Rejected'),
    from: ['sent'],
    to: 'rejected',
    emits: 'rejected',
    tone: 'danger',
    asks: ['rejectReason'],
    takes: ['notes'],
  },
  expire: {
    label: say('过期', 'Expire'),
    from: ['sent'],
    to: 'expired',
    emits: 'expired',
    guards: [noLongerValid],
  },
  supersede: {
    label: say('被取代', 'Superseded'),
    from: ['approved', 'sent'],
    to: 'superseded',
    emits: 'superseded',
    sets: () => ({ isPrimary: false }),
  },
  makePrimary: {
    label: say('设为主报价', 'Make it the main quote'),
    from: openStates,
    emits: 'made_primary',
    tone: 'quiet',
    guards: [{ code: 'QUOTE_WITHOUT_OPPORTUNITY', holds: ({ record }) => record.opportunityId !== null }],
    sets: () => ({ isPrimary: true }),
  },
  stepAside: {
    label: say('不再是主报价', 'No longer the main quote'),
    from: openStates,
    emits: 'stepped_aside',
    sets: () => ({ isPrimary: false }),
  },
  cancel: {
    label: say('取消', 'Cancel'),
    from: openStates,
    to: 'cancelled',
    emits: 'cancelled',
    tone: 'danger',
    guards: [reasonGiven],
    sets: () => ({ isPrimary: false }),
  },
  revise: {
    label: say('建立新版本', 'Make a new version'),
    help: say('内容全部带入，发送后取代本版本', 'Everything is carried over; once sent it takes the place of this one'),
    from: ['approved', 'sent', 'rejected', 'expired'],
    emits: 'revised',
    needs: ['opportunity'],
    guards: [dealOpen],
  },
  draftContract: {
    label: say('生成合同', 'Make the contract'),
    help: say('客户、产品、价格、付款计划自动带入', 'Account, lines, prices and payment plan are carried over'),
    from: ['approved', 'sent', 'accepted'],
    emits: 'contract_drafted',
    tone: 'primary',
    needs: ['contracts'],
    guards: [noContractYet],
  },
  draftOrder: {
    label: say('生成订单', 'Make the order'),
    help: say('客户、产品、价格自动带入', 'Account, lines and prices are carried over'),
    from: ['accepted'],
    emits: 'order_drafted',
    tone: 'primary',
    input: {
      requestedDate: date({ label: say('要求交期', 'Requested date') }),
      shipTo: address({ label: say('收货地址', 'Ship to') }),
      poNo: text({ label: say('客户采购单号', 'Customer PO'), maxLength: 60 }),
    },
    needs: ['orders'],
    guards: [contractNotNeeded, noOrderYet, deliveryKnown],
  },
} as const satisfies Record<string, Move>
