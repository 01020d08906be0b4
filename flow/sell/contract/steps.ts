/** How a contract goes from draft over review, approval and signature into force (CT2–CT10, CT15). */
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Duty, Transition } from '../../../kernel/object.ts'
import { rateKnown } from '../currency.ts'
import type { facts, fields, Here, parts, State } from './fields.ts'
import { amountOfQuote, discountFits } from './inheritance.ts'
import {
  accountAllowed,
  activation,
  bidConditionsMet,
  creditAllowed,
  documentThere,
  linesComplete,
  notEmpty,
  planComplete,
  signGate,
  textUnchanged,
} from './rules.ts'
import {
  noOpenIssue,
  notSigned,
  reviewed,
  reviewing,
  signatoriesNamed,
  signatures,
  unapproved,
  versionRow,
  withDocument,
} from './signing.ts'
import { contractText } from './text.ts'

export type Move = Transition<typeof fields, typeof parts, typeof facts, State>

const ownDraft = say(
  '合同的起草人或提交人不能批准该合同',
  'Whoever drafted or submitted a contract does not approve it',
)
const notOwnDraft: readonly Duty<Here>[] = [
  { rule: 'S03', say: ownDraft, doneBy: ({ record }) => record.createdBy ?? record.ownerId },
  { rule: 'S03', say: ownDraft, doneBy: ({ record }) => record.submittedBy },
]

const complete = [notEmpty, linesComplete, discountFits, amountOfQuote, planComplete, documentThere, rateKnown] as const

export const steps = {
  requestReview: {
    label: say('送审', 'Send for review'),
    from: ['draft'],
    to: 'in_review',
    emits: 'review_requested',
    tone: 'primary',
    takes: ['document'],
    needs: ['quote', 'account'],
    guards: [accountAllowed, ...complete],
    sets: withDocument,
  },
  ...reviewing,
  addVersion: {
    label: say('上传新版本', 'Upload a new version'),
    from: ['negotiating'],
    to: 'in_review',
    emits: 'version_added',
    tone: 'primary',
    asks: ['document'],
    takes: ['paper', 'deviations', 'mandatoryChanged'],
    sets: (context) => {
      const no = (context.record.versionNo ?? 1) + 1
      return { versionNo: no, versions: [...context.record.versions, versionRow(context, no)] }
    },
  },
  submit: {
    label: say('提交审批', 'Submit for approval'),
    from: ['draft', 'in_review'],
    to: 'in_approval',
    emits: 'submitted',
    tone: 'primary',
    needs: ['quote', 'account'],
    guards: [reviewed, noOpenIssue, accountAllowed, creditAllowed, ...complete],
    sets: ({ actor }) => ({ submittedBy: actor.id, ...unapproved }),
  },
  sendBack: {
    label: say('退回', 'Return'),
    from: ['in_approval'],
    to: 'draft',
    emits: 'returned',
    guards: [reasonGiven],
    sets: () => unapproved,
  },
  approve: {
    label: say('批准', 'Approve'),
    from: ['in_approval'],
    to: 'approved',
    emits: 'approved',
    tone: 'primary',
    needs: ['gates', 'decisions', 'dealDecisions'],
    notBy: notOwnDraft,
    guards: [...signGate, bidConditionsMet],
    sets: ({ record, actor, now }) => ({
      approvedSnapshot: contractText(record),
      approvedBy: actor.id,
      approvedAt: now,
    }),
  },
  rework: {
    label: say('撤回修改', 'Take back to draft'),
    help: say('修改后须重新审批', 'It must be approved again after the change'),
    from: ['in_approval', 'approved'],
    to: 'draft',
    emits: 'reworked',
    tone: 'quiet',
    guards: [reasonGiven],
    sets: () => unapproved,
  },
  sendForSignature: {
    label: say('发起签署', 'Send for signature'),
    from: ['approved'],
    to: 'signing',
    emits: 'sent_for_signature',
    tone: 'primary',
    takes: ['signatories', 'sealType'],
    guards: [textUnchanged, signatoriesNamed],
  },
  ...signatures,
  activate: {
    label: say('生效', 'Activate'),
    from: ['signing'],
    to: 'active',
    emits: 'activated',
    guards: activation,
    sets: ({ now }) => ({ activatedAt: now }),
  },
  rejectSignature: {
    label: say('客户拒签', 'Signature refused'),
    from: ['signing'],
    to: 'negotiating',
    emits: 'sign_rejected',
    tone: 'danger',
    guards: [reasonGiven, notSigned],
    sets: () => unapproved,
  },
  void: {
    label: say('作废', 'Void'),
    from: ['draft', 'in_review', 'negotiating', 'in_approval', 'approved', 'signing'],
    to: 'void',
    emits: 'voided',
    tone: 'danger',
    guards: [notSigned, reasonGiven],
  },
} as const satisfies Record<string, Move>
