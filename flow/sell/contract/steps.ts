/** How a contract goes from draft over review, approval and signature into force (CT2–CT10, CT15). */
import { choice, date, longText, text, toggle } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Duty, Transition } from '../../../kernel/object.ts'
import { rateKnown } from '../currency.ts'
import type { facts, fields, Here, parts, State } from './fields.ts'
import { amountOfQuote, discountFits } from './inheritance.ts'
import {
  accountAllowed,
  activation,
  afterSigning,
  allSigned,
  bidConditionsMet,
  copyWithLast,
  creditAllowed,
  documentThere,
  issueKnown,
  linesComplete,
  noOpenIssue,
  notEmpty,
  notSigned,
  planComplete,
  reviewed,
  signatoriesNamed,
  signatoryKnown,
  signGate,
  textUnchanged,
} from './rules.ts'
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

const unapproved = { approvedSnapshot: null, approvedBy: null, approvedAt: null } as const
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
  raiseIssue: {
    label: say('提出法务意见', 'Raise a legal point'),
    from: ['in_review', 'negotiating'],
    emits: 'issue_raised',
    tone: 'quiet',
    input: {
      text: text({ label: say('意见', 'Point'), required: true, maxLength: 2000 }),
      mustFix: toggle({ label: say('必须修改', 'Must be fixed') }),
    },
    sets: ({ record, input, actor, now }) => ({
      issues: [
        ...record.issues,
        { text: input.text, mustFix: input.mustFix === true, raisedBy: actor.id, raisedAt: now, resolvedAt: null },
      ],
    }),
  },
  resolveIssue: {
    label: say('法务意见已解决', 'Legal point resolved'),
    from: ['in_review', 'negotiating', 'draft'],
    emits: 'issue_resolved',
    tone: 'quiet',
    input: { issue: text({ label: say('意见', 'Point'), required: true, maxLength: 36 }) },
    guards: [issueKnown],
    sets: ({ record, input, now }) => ({
      issues: record.issues.map((one) =>
        one.id === input.issue ? { ...one, resolvedAt: one.resolvedAt ?? now } : one,
      ),
    }),
  },
  review: {
    label: say('审阅结论', 'Give the review'),
    from: ['in_review'],
    to: ['negotiating', 'draft'],
    emits: 'reviewed',
    input: {
      outcome: choice(
        { negotiating: ['与客户谈判', 'Negotiate'], draft: ['退回起草', 'Back to draft'] },
        { label: say('结论', 'Outcome'), required: true },
      ),
      comment: longText({ label: say('意见', 'Comment'), required: true, maxLength: 4000 }),
    },
    chooses: ({ input }) => (input.outcome === 'draft' ? 'draft' : 'negotiating'),
  },
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
  sign: {
    label: say('登记签署', 'Record a signature'),
    help: say('不选签署方即为全部已签', 'Without a signatory named, all have signed'),
    from: ['signing'],
    emits: 'signature_recorded',
    tone: 'primary',
    takes: ['signedCopy', 'signDate', 'effectiveDate'],
    input: {
      signatory: text({ label: say('签署方', 'Signatory'), maxLength: 36 }),
      signedOn: date({ label: say('签署日期', 'Signed on') }),
    },
    guards: [signatoryKnown, copyWithLast],
    sets: signed,
  },
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

export function versionRow({ record, actor, now }: Here, no: number) {
  return { no, document: record.document, paper: record.paper, deviations: record.deviations, by: actor.id, at: now }
}

/** The document of a draft belongs to its present version. */
export function withDocument(context: Here) {
  const { record } = context
  const no = record.versionNo ?? 1
  const others = record.versions.filter((one) => one.no !== no)
  const row = record.versions.find((one) => one.no === no)
  if (row && JSON.stringify(row.document) === JSON.stringify(record.document)) return {}
  return { versions: [...others, { ...row, ...versionRow(context, no) }] }
}

function signed(context: Here) {
  const { record, input, today } = context
  const signatories = afterSigning(context)
  if (!allSigned({ signatories })) return { signatories }
  const signDate = record.signDate ?? (input.signedOn as string | undefined) ?? today
  return { signatories, signDate, effectiveDate: record.effectiveDate ?? signDate }
}
