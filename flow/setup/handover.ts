/** A hand-over: what a person who leaves held, given to others record by record, with a list of what became of each. */
import { choice, data, date, integer, longText, member, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'

/** Who gets what was held in one place: a person, the pool, nobody, or by region with a person for the rest. */
export interface HandoverChoice {
  readonly object: string
  readonly slot: string
  /** A person's id, 'pool' where the records can wait in one, or 'keep'. */
  readonly to: string
  readonly byRegion?: Readonly<Record<string, string>>
}

export const handover = object('handover', {
  label: say('离职交接', 'Hand-over'),
  plural: 'handovers',
  area: 'setup',
  title: 'personName',
  fields: {
    personName: text({ label: say('离职人员', 'Person'), required: true, maxLength: 100, listed: true }),
    personId: member({ label: say('离职账号', 'Account'), required: true, fixed: true }),
    rule: choice(
      {
        manager: ['交给直属主管', 'To the manager'],
        head: ['交给部门负责人', 'To the department head'],
        person: ['交给指定人员', 'To one person'],
      },
      { label: say('规则', 'Rule'), required: true, listed: true },
    ),
    toId: member({ label: say('默认接手人', 'By default to'), required: true, listed: true }),
    choices: data<readonly HandoverChoice[]>({ label: say('逐项选择', 'Choices'), default: [] }),
    purpose: longText({ label: say('原因', 'Reason'), required: true, maxLength: 500 }),
    on: date({ label: say('日期', 'Day'), required: true, listed: true }),
    total: integer({ label: say('总数', 'Records'), computed: true, listed: true }),
    given: integer({ label: say('已交接', 'Given'), computed: true, listed: true }),
    refused: integer({ label: say('未交接', 'Refused'), computed: true, listed: true }),
  },
  states: {
    planned: { label: say('准备中', 'Planned') },
    running: { label: say('进行中', 'Running'), locked: true },
    done: { label: say('已完成', 'Done'), ends: 'well' },
  },
  starts: 'planned',
  create: { takesOwner: false },
  transitions: {
    begin: {
      label: say('开始', 'Begin'),
      from: ['planned'],
      to: 'running',
      emits: 'begun',
      takes: ['total'],
    },
    finish: {
      label: say('完成', 'Finish'),
      from: ['running'],
      to: 'done',
      emits: 'finished',
      takes: ['given', 'refused'],
    },
  },
  permits: {
    read: { ADM: 'all', OPS: 'all', EXE: 'all' },
    create: systemOnly,
    change: systemOnly,
    begin: systemOnly,
    finish: systemOnly,
  },
})
