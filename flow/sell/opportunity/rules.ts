/** When an opportunity may move, be won, lost, reopened: the guards of OP1–OP9. */
import { diffDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { Exact } from '../../../kernel/money.ts'
import type { Guard } from '../../../kernel/object.ts'
import { inBase } from '../currency.ts'
import { gateGuards } from '../gates.ts'
import type { Here } from './fields.ts'
import { missing, openChecks, pipelineOf, route, stagesOf } from './stages.ts'

type Rule = Guard<Here>

const reopenDays = 90
/** Base-currency minor units from which a lost deal is worth a review note. */
const reviewFrom = 20_000_000n

export const isSystem = ({ actor }: Pick<Here, 'actor'>): boolean => actor.kind === 'system'

/** Where stages demand nothing, passing one over skips nothing. */
export const stagesAreFree = ({ settings }: Pick<Here, 'settings'>): boolean =>
  !settings.stageFields && !settings.checklists

export const pipelineKnown: Rule = {
  code: 'PIPELINE_MISSING',
  field: 'pipelineId',
  holds: (context) => stagesOf(pipelineOf(context)).length > 0,
}

export const pipelineActive: Rule = {
  code: 'PIPELINE_NOT_ACTIVE',
  field: 'pipelineId',
  onInput: true,
  holds: (context) => (pipelineOf(context)?.state ?? 'active') === 'active',
}

export const accountAllowed: Rule = {
  code: 'ACCOUNT_BLACKLISTED',
  field: 'accountId',
  holds: ({ facts }) => facts.account?.riskLevel !== 'blacklist',
}

export const noTwin: Rule = {
  code: 'OPP_POSSIBLE_DUPLICATE',
  override: 'anyone',
  onInput: true,
  holds: ({ record, facts }) => twinsOf(record, facts).length === 0,
  details: ({ record, facts }) => ({
    found: twinsOf(record, facts).map((twin) => `${twin.no ?? ''} ${twin.name}`.trim()),
    ids: twinsOf(record, facts).map((twin) => twin.id),
  }),
}

/** Only where the deal has an account: an imported deal without one has no twins. */
function twinsOf(record: Here['record'], facts: Here['facts']): Loose[] {
  if (record.accountId === null) return []
  return facts.twins.filter((twin) => twin.id !== record.id && (twin.productLine ?? null) === record.productLine)
}

export const splitIsWhole: Rule = {
  code: 'SPLIT_SUM',
  field: 'team',
  onInput: true,
  holds: ({ record }) => record.team.length === 0 || splitOf(record).eq(1),
  details: ({ record }) => ({ sum: `${splitOf(record).times(100).toFixed()} %` }),
}

const splitOf = (record: Here['record']) =>
  record.team.reduce((total, member) => total.plus(member.split ?? 0), new Exact(0))

export const closeDateAhead: Rule = {
  code: 'CLOSE_DATE_PAST',
  field: 'expectedCloseDate',
  holds: ({ record, today }) => record.expectedCloseDate === null || record.expectedCloseDate >= today,
  details: ({ record }) => ({ date: record.expectedCloseDate }),
}

/** Only an amendment that takes away books less than nothing, and that the chain does by itself. */
export const amountNotNegative: Rule = {
  code: 'AMOUNT_NEGATIVE',
  field: 'amount',
  onInput: true,
  holds: (context) => isSystem(context) || context.record.amount === null || context.record.amount >= 0n,
}

/** A date that lay ahead when it was given may pass; a new one may not start in the past. */
export const newCloseDateAhead: Rule = {
  ...closeDateAhead,
  onInput: true,
  holds: (context) =>
    context.record.expectedCloseDate === (context.before?.expectedCloseDate ?? null) || closeDateAhead.holds(context),
}

export const probabilityExplained: Rule = {
  code: 'PROBABILITY_REASON',
  field: 'probability',
  onInput: true,
  holds: ({ record, before, input, actor }) =>
    actor.kind === 'system' || record.probability === (before?.probability ?? null) || hasText(input.reason),
}

export const oneMainContact: Rule = {
  code: 'CONTACT_ROLE_REPEAT',
  field: 'contacts',
  onInput: true,
  holds: ({ record }) =>
    new Set(record.contacts.map((one) => one.contactId)).size === record.contacts.length &&
    record.contacts.filter((one) => one.isPrimary).length <= 1,
}

export const hasNextStage: Rule = {
  code: 'STAGE_IS_LAST',
  holds: (context) => {
    const { stages, from } = route(context)
    return from >= 0 && from < stages.length - 1
  },
}

const target = (code: string, holds: (from: number, to: number) => boolean): Rule => ({
  code,
  field: 'toStage',
  onInput: true,
  holds: (context) => {
    const { from, to } = route(context)
    return to >= 0 && holds(from, to)
  },
})

export const targetAhead = target('STAGE_NOT_AHEAD', (from, to) => to > from)
export const targetBehind = target('STAGE_NOT_BEHIND', (from, to) => to < from)

export const skipAllowed: Rule = {
  code: 'STAGE_SKIP_NOT_ALLOWED',
  onInput: true,
  holds: (context) => {
    const { from, to } = route(context)
    const skips = to > from + 1 && !isSystem(context) && !stagesAreFree(context)
    return !skips || (context.actor.roles.includes('SM') && hasText(context.input.reason))
  },
}

/** What must be true to leave stages forward. `last` is the index of the last stage left. */
export function exits(last: (context: Here) => number): Rule[] {
  const left = (context: Here): Loose[] => {
    const { stages, from } = route(context)
    return from < 0 ? [] : stages.slice(from, last(context) + 1)
  }
  const here = (context: Here): Loose[] => left(context).slice(0, 1)
  const open = (context: Here) =>
    openChecks(
      context.record.checks,
      here(context).map((stage) => stage.key),
    )
  return [
    {
      code: 'STAGE_FIELDS_MISSING',
      onInput: true,
      holds: (context) => !context.settings.stageFields || missing(context, here(context)).length === 0,
      details: (context) => {
        const found = missing(context, here(context))
        return {
          fields: found.map((one) => one.zh),
          fieldsEn: found.map((one) => one.en),
          names: found.map((one) => one.name),
        }
      },
    },
    {
      code: 'STAGE_CHECKLIST_OPEN',
      holds: (context) => !context.settings.checklists || open(context).length === 0,
      details: (context) => ({
        items: open(context).map((item) => item.labelZh),
        itemsEn: open(context).map((item) => item.labelEn),
        ids: open(context).map((item) => item.id),
      }),
    },
    ...gateGuards<Here>((context) => ({
      point: 'opportunity.stage',
      about: [context.record.id],
      leaving: left(context).map((stage) => stage.key),
      amount: inBase(context.record.amount, context.record, context.settings),
      isBid: context.record.isBid === true,
      newIndustry: context.facts.newIndustry === true,
    })),
    closeDateAhead,
  ]
}

export const competitorNamed: Rule = {
  code: 'LOSS_COMPETITOR_REQUIRED',
  field: 'lossCompetitorId',
  onInput: true,
  holds: ({ record }) =>
    record.lossReason !== 'competitor' || record.lossCompetitorId !== null || record.lossCompetitor !== null,
}

export const lossExplained: Rule = {
  code: 'LOSS_NOTE_REQUIRED',
  field: 'lossNote',
  onInput: true,
  holds: ({ record, settings }) => {
    const large = settings.stageFields && inBase(record.amount, record, settings) >= reviewFrom
    return hasText(record.lossNote) || (record.lossReason !== 'other' && !large)
  },
}

export const reopenInTime: Rule = {
  code: 'REOPEN_WINDOW',
  holds: ({ before, today }) => closedDaysAgo(before, today) <= reopenDays,
  details: ({ before, today }) => ({ days: closedDaysAgo(before, today), max: reopenDays }),
}

const closedDaysAgo = (before: Here['before'], today: string): number =>
  before?.closedAt ? diffDays(before.closedAt.slice(0, 10), today) : 0

export const winCanBeReversed: readonly Rule[] = [
  {
    code: 'WIN_STILL_BOUND',
    holds: ({ facts }) => facts.contracts.length + facts.amendments.length === 0 && facts.ordersAlive === 0,
  },
  {
    code: 'WIN_HAS_INVOICE',
    holds: ({ facts }) => facts.invoices === 0,
    details: ({ facts }) => ({ count: facts.invoices }),
  },
]

export const checkKnown: Rule = {
  code: 'CHECK_UNKNOWN',
  field: 'item',
  onInput: true,
  holds: ({ record, input }) => record.checks.some((item) => item.id === input.item),
}

export const checkProven: Rule = {
  code: 'CHECK_EVIDENCE_REQUIRED',
  field: 'evidence',
  onInput: true,
  holds: ({ input }) => hasText(input.note) || ((input.evidence ?? []) as unknown[]).length > 0,
}

export const hasText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''
