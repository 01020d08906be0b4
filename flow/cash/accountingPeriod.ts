/** A month of a legal entity's books: while it is closed, nothing can be posted to it. */
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import { link, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { type Guard, object } from '../../kernel/object.ts'
import { closedPeriods, isClosed, monthOf, periodMessages } from './period.ts'
import {
  type ForeignItem,
  foreignItems,
  gainOf,
  lastDay,
  missingRates,
  revaluation,
  revaluationFields,
  revalued,
  sameRun,
} from './revaluing.ts'

interface Revaluing {
  readonly record: { readonly month: string | null; readonly entityId: string | null }
  readonly before: Loose | null
  readonly facts: { readonly foreign: readonly ForeignItem[]; readonly closedPeriods: readonly Loose[] }
  readonly today: string
  readonly settings: { readonly baseCurrency: string }
}

const nextDay = ({ record }: Revaluing): string => addDays(lastDay(record.month ?? ''), 1)

/** The month is over, its rates are known, the first of the next can be posted to, and something is new. */
const revaluable: readonly Guard<Revaluing>[] = [
  {
    code: 'MONTH_NOT_OVER',
    holds: ({ record, today }) => today >= lastDay(record.month ?? ''),
    details: ({ record }) => ({ month: record.month }),
  },
  {
    code: 'RATE_OF_MONTH_MISSING',
    onInput: true,
    holds: ({ facts }) => missingRates(facts.foreign).length === 0,
    details: ({ record, facts }) => ({ month: record.month, currencies: missingRates(facts.foreign).join(', ') }),
  },
  {
    code: 'PERIOD_CLOSED',
    status: 423,
    holds: (context) =>
      !isClosed(context.facts.closedPeriods, { entityId: context.record.entityId, date: nextDay(context) }),
    details: (context) => ({ period: monthOf(nextDay(context)) }),
  },
  {
    code: 'REVALUED_ALREADY',
    status: 409,
    holds: ({ before, facts, settings }) =>
      (before?.revaluedOn ?? null) === null ||
      !sameRun(before?.revaluation ?? [], revalued(facts.foreign, settings.baseCurrency)),
    details: ({ record }) => ({ month: record.month }),
  },
]

export const accountingPeriod = object('accountingPeriod', {
  label: say('会计期间', 'Accounting period'),
  plural: 'accountingPeriods',
  area: 'cash',
  title: 'month',
  fields: {
    entityId: link('legalEntity', {
      label: say('我方主体', 'Legal entity'),
      required: true,
      fixed: true,
      listed: true,
    }),
    month: text({
      label: say('月份', 'Month'),
      required: true,
      fixed: true,
      maxLength: 7,
      unique: ['entityId'],
      listed: true,
      help: say('格式 2026-05', 'As in 2026-05'),
    }),
    ...revaluationFields,
  },
  parts: { revaluation },
  facts: { foreign: foreignItems, closedPeriods },
  states: {
    open: { label: say('打开', 'Open'), draft: true },
    closed: { label: say('已关闭', 'Closed'), locked: true },
  },
  starts: 'open',
  create: {
    guards: [
      {
        code: 'PERIOD_MONTH',
        field: 'month',
        holds: ({ record }) => /^\d{4}-(0[1-9]|1[0-2])$/.test(record.month ?? ''),
      },
    ],
  },
  transitions: {
    close: {
      label: say('关闭', 'Close'),
      from: ['open'],
      to: 'closed',
      emits: 'closed',
      tone: 'primary',
      undo: 'reopen',
      guards: [
        {
          code: 'PERIOD_RUNNING',
          holds: ({ record, today }) => (record.month ?? '') <= today.slice(0, 7),
          details: ({ record }) => ({ month: record.month }),
        },
      ],
    },
    revalue: {
      label: say('外币重估', 'Revalue foreign items'),
      help: say(
        '把未清的外币发票按月末汇率折算，差额记入财务费用，次月一日自动冲回。可重复执行：数据未变时不再记账。',
        'Open foreign invoices at the rate of the last day; the difference goes to finance cost and is taken back ' +
          'on the first of the next month. Run it again at will: nothing is posted twice.',
      ),
      from: ['open'],
      emits: 'revalued',
      needs: ['foreign', 'closedPeriods'],
      guards: revaluable,
      sets: ({ record, before, facts, settings, now }) => {
        const rows = revalued(facts.foreign, settings.baseCurrency, before?.revaluation)
        return {
          revaluation: rows,
          revaluedOn: lastDay(record.month ?? ''),
          revaluedBy: gainOf(rows),
          revaluedAt: now,
        }
      },
    },
    reopen: {
      label: say('重新打开', 'Reopen'),
      from: ['closed'],
      to: 'open',
      emits: 'reopened',
      tone: 'danger',
      guards: [reasonGiven],
    },
  },
  permits: {
    read: { ARF: 'all', OPS: 'all', EXE: 'all', ADM: 'all' },
    create: { ARF: 'all' },
    change: { ARF: 'all' },
    remove: { ARF: 'all' },
    close: { ARF: 'all' },
    revalue: { ARF: 'all' },
    reopen: { ARF: 'all' },
  },
  messages: {
    ...periodMessages,
    REVALUED_ALREADY: say(
      '{month} 已按相同数据重估，无需再次记账',
      '{month} is revalued with these very figures; nothing to post',
    ),
    RATE_OF_MONTH_MISSING: say(
      '汇率表中没有 {month} 内的 {currencies} 汇率，请先维护',
      'The rate table has no rate of {currencies} within {month}; add it first',
    ),
    MONTH_NOT_OVER: say('{month} 尚未结束，月末当日起方可重估', '{month} is not over; revalue from its last day on'),
    PERIOD_MONTH: say('请按 2026-05 的格式填写月份', 'Write the month as in 2026-05'),
    PERIOD_RUNNING: say('{month} 尚未开始，不能关闭', '{month} has not begun; it cannot be closed yet'),
  },
})
