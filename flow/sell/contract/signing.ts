/** How a paper is reviewed and signed: what a contract and an amendment of it have in common. */
import type { Loose } from '../../../kernel/fact.ts'
import { choice, date, longText, text, toggle } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import type { Guard } from '../../../kernel/object.ts'
import type { Settings } from '../../../kernel/settings.ts'

type Rows = readonly Loose[]

/** Any paper: rules read it by name. */
interface Paper {
  readonly record: Loose
  readonly before: Loose | null
  readonly input: Loose
  readonly actor: { readonly id: string | null }
  readonly now: string
  readonly today: string
  readonly settings: Settings
}
type Rule = Guard<Paper>

const mustFix = (record: Loose) => (record.issues as Rows).filter((one) => one.mustFix && one.resolvedAt === null)

export const noOpenIssue: Rule = {
  code: 'LEGAL_ISSUE_OPEN',
  holds: ({ record }) => mustFix(record).length === 0,
  details: ({ record }) => ({ count: mustFix(record).length, issues: mustFix(record).map((issue) => issue.text) }),
}

const issueKnown: Rule = {
  code: 'LEGAL_ISSUE_UNKNOWN',
  field: 'issue',
  onInput: true,
  holds: ({ record, input }) => (record.issues as Rows).some((issue) => issue.id === input.issue),
}

export const reviewed: Rule = {
  code: 'CONTRACT_REVIEW_REQUIRED',
  holds: ({ before, settings }) => before?.state !== 'draft' || !settings.gates,
}

export const signatoriesNamed: Rule = {
  code: 'SIGNATORIES_REQUIRED',
  field: 'signatories',
  onInput: true,
  holds: ({ record, settings }) => !settings.evidenceFiles || record.signatories.length > 0,
}

const signatoryKnown: Rule = {
  code: 'SIGNATORY_UNKNOWN',
  field: 'signatory',
  onInput: true,
  holds: ({ record, input }) =>
    !input.signatory || (record.signatories as Rows).some((one) => one.id === input.signatory),
}

export const allSigned = (record: Loose): boolean => (record.signatories as Rows).every((one) => one.signedAt !== null)

export const copyStored = (record: Loose, settings: Settings): boolean =>
  !settings.evidenceFiles || (record.signedCopy ?? []).length > 0

export const notSigned: Rule = {
  code: 'CONTRACT_SIGNED',
  holds: ({ record }) => (record.signatories as Rows).every((one) => one.signedAt === null),
}

/** Signatories after this signature; without one named, all have signed. */
function afterSigning({ record, input, now }: Pick<Paper, 'record' | 'input' | 'now'>): Loose[] {
  const at = input.signedOn ? `${input.signedOn}T00:00:00.000Z` : now
  const signs = (id: string) => !input.signatory || id === input.signatory
  return (record.signatories as Rows).map((one) =>
    signs(one.id) && one.signedAt === null ? { ...one, signedAt: at } : one,
  )
}

/** The last signature comes with the signed copy. */
const copyWithLast: Rule = {
  code: 'SIGNATURE_INCOMPLETE',
  field: 'signedCopy',
  onInput: true,
  holds: (context) =>
    !allSigned({ signatories: afterSigning(context) }) || copyStored(context.record, context.settings),
}

function signed(context: Paper) {
  const { record, input, today } = context
  const signatories = afterSigning(context)
  if (!allSigned({ signatories })) return { signatories }
  const signDate = ((record.signDate ?? input.signedOn) as string | null | undefined) ?? today
  return { signatories, signDate, effectiveDate: (record.effectiveDate as string | null) ?? signDate }
}

/** A version of the document, as it stands now. */
export function versionRow({ record, actor, now }: Pick<Paper, 'record' | 'actor' | 'now'>, no: number): Loose {
  return { no, document: record.document, paper: record.paper, deviations: record.deviations, by: actor.id, at: now }
}

/** The document of a draft belongs to its present version. */
export function withDocument(context: Pick<Paper, 'record' | 'actor' | 'now'>): { versions?: Loose[] } {
  const { record } = context
  const no = (record.versionNo as number | null) ?? 1
  const versions = record.versions as Rows
  const row = versions.find((one) => one.no === no)
  if (row && JSON.stringify(row.document) === JSON.stringify(record.document)) return {}
  return { versions: [...versions.filter((one) => one.no !== no), { ...row, ...versionRow(context, no) }] }
}

/** What approval wrote, taken back. */
export const unapproved = { approvedSnapshot: null, approvedBy: null, approvedAt: null } as const

/** Legal points, the outcome of a review, and the next version of the document. */
export const reviewing = {
  raiseIssue: {
    label: say('提出法务意见', 'Raise a legal point'),
    from: ['in_review', 'negotiating'],
    emits: 'issue_raised',
    tone: 'quiet',
    input: {
      text: text({ label: say('意见', 'Point'), required: true, maxLength: 2000 }),
      mustFix: toggle({ label: say('必须修改', 'Must be fixed') }),
    },
    sets: ({ record, input, actor, now }: Paper) => ({
      issues: [
        ...(record.issues as Rows),
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
    sets: ({ record, input, now }: Paper) => ({
      issues: (record.issues as Rows).map((one) =>
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
    chooses: ({ input }: Paper) => (input.outcome === 'draft' ? ('draft' as const) : ('negotiating' as const)),
  },
} as const

/** Signing itself, one signatory after the other. */
export const signatures = {
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
} as const

export const signingMessages = {
  CONTRACT_LINE_INCOMPLETE: say(
    '第 {lines} 行的数量、单价或税率不完整，请补齐',
    'Line {lines} lacks quantity, price or VAT rate; complete it',
  ),
  PLAN_LINE_LOCKED: say(
    '回款计划第 {lines} 行已开票或回款，不能修改',
    'Line {lines} of the plan is invoiced or paid; leave it as it is',
  ),
  PLAN_SUM_MISMATCH: say(
    '回款计划合计 {sum} 不等于合同价税合计 {gross}，请调整计划',
    'Plan total {sum} differs from contract gross {gross}; adjust the plan',
  ),
  CONTRACT_FILE_REQUIRED: say('请上传合同文本', 'Upload the contract document'),
  CONTRACT_REVIEW_REQUIRED: say('请先送审，再提交审批', 'Send it for review before submitting it'),
  LEGAL_ISSUE_OPEN: say(
    '还有 {count} 条必须修改的法务意见：请先解决',
    '{count} legal points must be fixed first; resolve them',
  ),
  LEGAL_ISSUE_UNKNOWN: say('没有该法务意见，请刷新后重试', 'No such legal point; reload and try again'),
  CONTRACT_HASH_MISMATCH: say(
    '待签文本与审批版本不一致：请退回修改并重新审批',
    'Document differs from the approved version: take it back and have it approved again',
  ),
  SIGNATORIES_REQUIRED: say('请填写签署方', 'Name the signatories'),
  SIGNATORY_UNKNOWN: say('没有该签署方，请刷新后重试', 'No such signatory; reload and try again'),
  SIGNATURE_INCOMPLETE: say(
    '签署未完成：请登记全部签署方并上传已签文本',
    'Not fully signed: record every signature and upload the signed copy',
  ),
  CONTRACT_NOT_EFFECTIVE: say(
    '生效日期 {date} 未到，届时自动生效',
    'Effective from {date}; it becomes active by itself on that day',
  ),
  CONTRACT_SIGNED: say(
    '已有签署，不能作废：请改用终止',
    'Someone has signed, so it cannot be voided: terminate it instead',
  ),
}
