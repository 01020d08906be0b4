/** How a lead is worked on: contacted, nurtured, qualified, converted, disqualified, merged. */
import { date, datetime, link, money, text } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import type { Transition } from '../../../kernel/object.ts'
import { broughtBack, chosen, knowsFields } from '../mergeStep.ts'
import { type facts, fields, type LeadContext, type LeadState } from './fields.ts'
import { laterDue } from './holding.ts'
import { accountOf, onConvert, onDisqualify, onMerge, onNurture, onQualify, onResume, ownerOnly } from './rules.ts'
import { scored } from './score.ts'

type Move = Transition<typeof fields, Record<never, never>, typeof facts, LeadState>

const signs = ['scoringRules', 'activities', 'responses'] as const
const pools = ['pool', 'defaultPools'] as const
const rescored = ({ record, facts, now }: LeadContext) => scored(record, facts, now)
const at = datetime({ label: say('时间', 'When'), required: true })

/** A later moment of the two, so that an activity entered late does not set the clock back. */
const later = (a: string | null, b: unknown): string | null => (typeof b === 'string' && (a === null || b > a) ? b : a)

const touched = (context: LeadContext) => {
  const { record, input } = context
  const lastActivityAt = later(record.lastActivityAt, input.at)
  const due =
    record.ownerId !== null && record.state !== 'nurturing' ? laterDue(context, record.heldOn) : record.recycleDueOn
  return { lastActivityAt, recycleDueOn: record.convertedAt ? null : due, ...rescored(context) }
}

export const working = {
  contact: {
    label: say('首次有效跟进', 'First valid activity'),
    from: ['assigned'],
    to: 'working',
    emits: 'contacted',
    input: { at },
    needs: [...pools, ...signs],
    sets: (context) => ({ ...touched(context), firstResponseAt: context.record.firstResponseAt ?? context.input.at }),
  },
  touch: {
    label: say('跟进', 'Activity'),
    emits: 'touched',
    from: ['pool', 'working', 'nurturing', 'qualified', 'converted', 'disqualified'],
    input: { at },
    needs: [...pools, ...signs],
    sets: (context) => ({ ...touched(context), firstResponseAt: context.record.firstResponseAt ?? context.input.at }),
  },
  rescore: {
    label: say('重新评分', 'Score again'),
    emits: 'scored',
    needs: signs,
    sets: rescored,
    from: ['pool', 'assigned', 'working', 'nurturing', 'qualified'],
  },
  nurture: {
    label: say('转培育', 'Nurture'),
    from: ['working'],
    to: 'nurturing',
    emits: 'nurturing',
    undo: 'resume',
    takes: ['nextTouchAt'],
    guards: [ownerOnly, onNurture],
    sets: ({ now }) => ({ nurturedAt: now, recycleDueOn: null }),
  },
  resume: {
    label: say('恢复跟进', 'Resume'),
    from: ['nurturing'],
    to: 'working',
    emits: 'reactivated',
    needs: [...pools, 'replies'],
    guards: [ownerOnly, onResume],
    sets: (context) => ({ nextTouchAt: null, recycleDueOn: laterDue(context, context.record.heldOn) }),
  },
  qualify: {
    label: say('判为合格', 'Qualify'),
    tone: 'primary',
    from: ['working'],
    to: 'qualified',
    emits: 'qualified',
    takes: ['bantBudget', 'bantAuthority', 'bantNeed', 'bantTimeline'],
    needs: ['connected', ...signs],
    guards: onQualify,
    sets: (context) => ({ ...rescored(context), qualifiedAt: context.now }),
  },
  convert: {
    label: say('转商机', 'Convert'),
    tone: 'primary',
    from: ['qualified', 'working'],
    to: 'converted',
    emits: 'converted',
    takes: ['contactName'],
    input: {
      accountId: link('account', { label: say('并入已有客户', 'Existing account') }),
      contactId: link('contact', { label: say('已有联系人', 'Existing contact') }),
      opportunityName: text({ label: say('商机名称', 'Opportunity name'), maxLength: 120 }),
      pipelineId: link('pipeline', { label: say('销售流程', 'Pipeline') }),
      amount: money({ label: say('预计金额', 'Amount'), min: 0 }),
      expectedCloseDate: date({ label: say('预计成交日', 'Expected close date') }),
    },
    needs: ['duplicates', 'chosenAccount', 'knownAccount'],
    guards: onConvert,
    sets: (context) => ({
      convertedAt: context.now,
      recycleDueOn: null,
      nextTouchAt: null,
      accountId: accountOf(context)?.id ?? null,
      contactId: (context.input.contactId as string | undefined) ?? null,
    }),
  },
  linkUp: {
    label: say('关联转化结果', 'Link what it became'),
    from: ['converted'],
    emits: 'linked',
    takes: ['accountId', 'contactId', 'opportunityId'],
  },
  disqualify: {
    label: say('判为无效', 'Disqualify'),
    tone: 'danger',
    emits: 'disqualified',
    undo: 'reopen',
    from: ['pool', 'assigned', 'working', 'nurturing', 'qualified'],
    to: 'disqualified',
    asks: ['disqualifyReason'],
    takes: ['disqualifyNote'],
    needs: ['attempts'],
    guards: onDisqualify,
    sets: () => ({ recycleDueOn: null }),
  },
  merge: {
    label: say('合并到…', 'Merge into…'),
    tone: 'danger',
    emits: 'merged',
    to: 'merged',
    from: ['pool', 'assigned', 'working', 'nurturing', 'qualified'],
    input: { survivorId: link('lead', { label: say('保留的线索', 'Lead to keep'), required: true }), ...chosen },
    needs: ['survivor'],
    guards: [onMerge, knowsFields(fields)],
    sets: ({ input }) => ({ mergedIntoId: input.survivorId, recycleDueOn: null }),
  },
  absorb: {
    label: say('并入', 'Take over'),
    from: ['pool', 'assigned', 'working', 'nurturing', 'qualified', 'converted'],
    emits: 'absorbed',
  },
  unmerge: {
    label: say('恢复', 'Bring back'),
    emits: 'unmerged',
    from: ['merged'],
    to: ['pool', 'assigned', 'working', 'nurturing', 'qualified'],
    ...broughtBack,
    chooses: ({ input }) => input.state as LeadState,
    needs: ['mergedHere'],
    sets: () => ({ mergedIntoId: null }),
  },
  relink: {
    label: say('改挂客户', 'Move to another account'),
    emits: 'relinked',
    from: ['pool', 'assigned', 'working', 'nurturing', 'qualified', 'converted', 'disqualified', 'merged'],
    takes: ['accountId', 'contactId', 'opportunityId', 'campaignId'],
  },
} as const satisfies Record<string, Move>
