/** A month of a legal entity's books: while it is closed, nothing can be posted to it. */
import { link, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'

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
  },
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
    reopen: { ARF: 'all' },
  },
  messages: {
    PERIOD_MONTH: say('请按 2026-05 的格式填写月份', 'Write the month as in 2026-05'),
    PERIOD_RUNNING: say('{month} 尚未开始，不能关闭', '{month} has not begun; it cannot be closed yet'),
  },
})
