/** One round at a decision gate: what was asked, with which evidence, and what was decided by whom. */
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import { text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { Exact, formatAmount } from '../../kernel/money.ts'
import { type Context, object } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'
import { losesMargin, marginDrop } from './amendment/margin.ts'
import { authorityFor, missingDeliverables, roundsOf, scoreOf, subjectOf } from './deciding.ts'
import { facts, fields, parts } from './decisionFields.ts'
import { messages } from './decisionMessages.ts'

type Here = Context<
  typeof fields,
  typeof parts,
  typeof facts,
  'draft' | 'requested' | 'decided' | 'invalidated' | 'withdrawn'
>
const subjects = ['opportunity', 'quote', 'contract', 'amendment'] as const
const subject = (context: Here) => subjectOf(context.record, context.facts, context.settings)
const deciding = { SM: 'tree', PRE: 'self', LEG: 'all', ARF: 'all', DPM: 'self', EXE: 'all' } as const
const asking = { REP: 'self', SM: 'tree', PRE: 'self', LEG: 'all', OPS: 'all' } as const

export const gateDecision = object('gateDecision', {
  label: say('决策', 'Gate decision'),
  plural: 'gateDecisions',
  area: 'sell',
  title: 'no',
  numbered: 'GD',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('准备中', 'In preparation'), draft: true },
    requested: { label: say('待决策', 'Waiting for a decision'), locked: true },
    decided: { label: say('已决策', 'Decided'), locked: true },
    invalidated: { label: say('已失效', 'No longer holds'), ends: 'badly', locked: true },
    withdrawn: { label: say('已撤回', 'Withdrawn'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  create: {
    emits: 'prepared',
    needs: ['gate', ...subjects, 'dealRounds', 'quoteRounds', 'contractRounds', 'amendmentRounds'],
    guards: [
      { code: 'GATE_SUBJECT', holds: (context) => subject(context) !== null && fits(context) },
      {
        code: 'GATE_ROUND_OPEN',
        holds: ({ record, facts: found }) => roundsOf(record, found).every((one) => !isOpen(one)),
      },
      {
        code: 'GATE_APPEAL_USED',
        holds: ({ record, facts: found }) =>
          roundsOf(record, found).filter((one) => one.outcome === 'no_go').length < 2,
      },
    ],
    sets: (context) => {
      const { record, facts: found } = context
      const wanted = ((found.gate?.deliverables ?? []) as readonly Loose[]).map((one) => ({
        name: one.name,
        files: null,
        note: null,
      }))
      return {
        round: Math.max(0, ...roundsOf(record, found).map((one) => one.round as number)) + 1,
        deliverables: record.deliverables.length > 0 ? record.deliverables : wanted,
        memberIds: [...new Set([...record.memberIds, ...involved(subject(context)?.document)])],
        ...measured(context),
      }
    },
  },
  derive: (record) => ({ openConditions: record.conditions.filter((one) => one.doneAt === null).length }),
  transitions: {
    request: {
      label: say('申请决策', 'Request the decision'),
      from: ['draft'],
      to: 'requested',
      emits: 'requested',
      tone: 'primary',
      takes: ['deliverables', 'note'],
      needs: ['gate', ...subjects],
      guards: [
        {
          code: 'GATE_DELIVERABLE_MISSING',
          field: 'deliverables',
          holds: ({ record, facts: found }) => missingDeliverables(found.gate, record.deliverables).length === 0,
          details: ({ record, facts: found }) => ({ items: missingDeliverables(found.gate, record.deliverables) }),
        },
      ],
      sets: (context) => ({ requestedBy: context.actor.id, requestedAt: context.now, ...measured(context) }),
    },
    decide: {
      label: say('决策', 'Decide'),
      from: ['requested'],
      to: 'decided',
      emits: 'decided',
      tone: 'primary',
      asks: ['outcome'],
      takes: ['scores', 'conditions'],
      needs: ['gate', ...subjects],
      notBy: [
        {
          rule: 'S02',
          doneBy: ({ record }) => record.requestedBy,
          say: say('申请决策的人不能自己决策', 'Whoever requests a decision does not take it'),
        },
      ],
      guards: [
        {
          code: 'GATE_NO_AUTHORITY',
          holds: (context) =>
            context.actor.kind === 'system' ||
            deciders(context).some((role) => context.actor.roles.includes(role as never)),
          details: (context) => ({
            roles: deciders(context),
            amount: formatAmount(subject(context)?.amount ?? 0n, context.settings.baseCurrency),
          }),
        },
        {
          code: 'GATE_ORIGINAL_DECIDER',
          override: ['EXE'],
          onInput: true,
          holds: (context) => !isGo(context.record.outcome) || unasked(context).length === 0,
        },
        {
          code: 'GATE_SCORE_LOW',
          field: 'scores',
          onInput: true,
          holds: ({ record, facts: found, actor }) =>
            !isGo(record.outcome) ||
            !found.gate?.minScore ||
            actor.kind === 'system' ||
            new Exact(scoreOf(found.gate, record.scores)).gte(found.gate.minScore),
          details: ({ record, facts: found }) => ({
            score: scoreOf(found.gate, record.scores),
            min: found.gate?.minScore,
          }),
        },
        {
          code: 'GATE_CONDITION_INCOMPLETE',
          field: 'conditions',
          onInput: true,
          holds: ({ record }) =>
            record.conditions.every((one) => one.text && one.ownerId && one.dueDate) &&
            (record.outcome !== 'go_conditional' || record.conditions.length > 0),
        },
        reasonGiven,
      ],
      sets: (context) => {
        const { record, facts: found, actor, now, today } = context
        return {
          decidedBy: actor.id,
          decidedAt: now,
          score: scoreOf(found.gate, record.scores),
          validUntil: found.gate?.validityDays ? addDays(today, found.gate.validityDays) : null,
          memberIds: [...new Set([...record.memberIds, ...record.conditions.flatMap((one) => one.ownerId ?? [])])],
          ...measured(context),
        }
      },
    },
    agree: {
      label: say('原决策人同意', 'Agree as original decider'),
      help: say(
        '毛利下降超过 3 个百分点的变更须由原签约决策人同意',
        'Asked when a change costs over 3 points of margin',
      ),
      from: ['requested'],
      emits: 'agreed',
      needs: ['amendment'],
      guards: [
        {
          code: 'GATE_NOT_ORIGINAL',
          holds: (context) =>
            asked(context).length > 0 &&
            (context.actor.kind === 'system' || asked(context).includes(context.actor.id ?? '')),
        },
      ],
      sets: ({ record, actor }) => ({ agreedBy: [...new Set([...(record.agreedBy ?? []), actor.id ?? ''])] }),
    },
    meetCondition: {
      label: say('完成条件', 'Condition met'),
      from: ['decided'],
      emits: 'condition_met',
      tone: 'quiet',
      input: { condition: text({ label: say('条件', 'Condition'), required: true, maxLength: 36 }) },
      guards: [
        {
          code: 'GATE_CONDITION_UNKNOWN',
          field: 'condition',
          onInput: true,
          holds: ({ record, input }) => record.conditions.some((one) => one.id === input.condition),
        },
      ],
      sets: ({ record, input, now }) => ({
        conditions: record.conditions.map((one) =>
          one.id === input.condition ? { ...one, doneAt: one.doneAt ?? now } : one,
        ),
      }),
    },
    withdraw: {
      label: say('撤回', 'Withdraw'),
      from: ['draft', 'requested'],
      to: 'withdrawn',
      emits: 'withdrawn',
      tone: 'quiet',
    },
    invalidate: {
      label: say('失效', 'Invalidate'),
      from: ['decided'],
      to: 'invalidated',
      emits: 'invalidated',
      guards: [reasonGiven],
    },
  },
  permits: {
    read: { REP: 'self', SM: 'tree', PRE: 'self', LEG: 'all', DPM: 'self', ARF: 'all', OPS: 'all', EXE: 'all' },
    create: asking,
    change: asking,
    remove: asking,
    request: asking,
    withdraw: asking,
    decide: deciding,
    agree: deciding,
    meetCondition: { ...deciding, REP: 'self' },
    invalidate: systemOnly,
  },
  quiet: ['snapshot'],
  messages,
})

const isOpen = (decision: Loose): boolean => decision.state === 'draft' || decision.state === 'requested'
const isGo = (outcome: string | null): boolean => outcome === 'go' || outcome === 'go_conditional'
const involved = (document: Loose | undefined): string[] =>
  [document?.ownerId, ...(document?.memberIds ?? [])].filter((userId): userId is string => typeof userId === 'string')

/** One subject, of the kind the gate is for; a quote without a deal may stand in for its deal. */
function fits({ record, facts: found }: Here): boolean {
  const named = [
    record.opportunityId && 'opportunity',
    record.quoteId && 'quote',
    record.contractId && 'contract',
    record.amendmentId && 'amendment',
  ].filter(Boolean)
  const wanted = found.gate?.subject
  return named.length === 1 && (named[0] === wanted || (wanted === 'opportunity' && named[0] === 'quote'))
}

function deciders(context: Here): readonly string[] {
  const about = subject(context)
  return about ? authorityFor(context.facts.gate, about) : []
}

/** Who decided the contract, where an amendment of it loses more margin than they were asked about. */
function asked({ facts: found }: Here): readonly string[] {
  const { amendment } = found
  return amendment && losesMargin(marginDrop(amendment))
    ? ((amendment.originalDeciders ?? []) as readonly string[])
    : []
}

const unasked = (context: Here): readonly string[] =>
  asked(context).filter((id) => id !== context.actor.id && !(context.record.agreedBy ?? []).includes(id))

/** The deal as it stands when asked and when decided: what the decision will be held against. */
function measured(context: Here) {
  const about = subject(context)
  return about ? { amount: about.amount, margin: about.margin, snapshot: about.text } : {}
}
