/** How an amendment goes from request over review, approval and signature into effect (AM1–AM5). */
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Duty, Transition } from '../../../kernel/object.ts'
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
} from '../contract/signing.ts'
import type { facts, fields, Here, parts, State } from './fields.ts'
import { amendGate, complete, dayHasCome, isSigned, nothingUnderWay, textUnchanged } from './rules.ts'
import { amendmentText } from './text.ts'

type Move = Transition<typeof fields, typeof parts, typeof facts, State>

const ownRequest = say(
  '变更的申请人或提交人不能批准该变更',
  'Whoever requested or submitted an amendment does not approve it',
)
const notOwnRequest: readonly Duty<Here>[] = [
  { rule: 'S03', say: ownRequest, doneBy: ({ record }) => record.createdBy ?? record.ownerId },
  { rule: 'S03', say: ownRequest, doneBy: ({ record }) => record.submittedBy },
]
/** What the content is held against. */
const standing = ['contract', 'ordered', 'orders', 'billed'] as const

export const steps = {
  requestReview: {
    label: say('送审', 'Send for review'),
    from: ['draft'],
    to: 'in_review',
    emits: 'review_requested',
    tone: 'primary',
    takes: ['document', 'why'],
    needs: standing,
    guards: complete,
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
    takes: ['paper', 'deviations'],
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
    needs: standing,
    guards: [reviewed, noOpenIssue, ...complete],
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
    needs: [...standing, 'gates', 'decisions'],
    notBy: notOwnRequest,
    guards: [...complete, ...amendGate],
    sets: ({ record, actor, now }) => ({
      approvedSnapshot: amendmentText(record),
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
  rejectSignature: {
    label: say('客户拒签', 'Signature refused'),
    from: ['signing'],
    to: 'negotiating',
    emits: 'sign_rejected',
    tone: 'danger',
    guards: [reasonGiven, notSigned],
    sets: () => unapproved,
  },
  takeEffect: {
    label: say('生效', 'Take effect'),
    from: ['signing'],
    to: 'effective',
    emits: 'effective',
    needs: [...standing, 'shipmentsOpen'],
    guards: [isSigned, dayHasCome, ...complete, nothingUnderWay],
    sets: ({ facts: found }) => ({ contractVersion: ((found.contract?.versionNo as number | null) ?? 1) + 1 }),
  },
  noteBooking: {
    label: say('登记增购商机', 'Note its booking'),
    from: ['effective'],
    emits: 'booked',
    takes: ['bookedId'],
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
