/** The columns every record has besides its own fields, described as fields where the doors show them. */
import {
  choice,
  data,
  datetime,
  department,
  type Field,
  type Fields,
  integer,
  member,
  members,
  text,
  toggle,
} from './field.ts'
import { say } from './label.ts'

/** Common values that lists, filters and exports may name; people set only `ownerId` and `memberIds`. */
export const commonFields: Fields = {
  no: text({ label: say('编号', 'Number'), computed: true, maxLength: 40, search: true }),
  state: text({ label: say('状态', 'State'), computed: true, maxLength: 40 }),
  version: integer({ label: say('版本', 'Version'), computed: true }),
  ownerId: member({ label: say('负责人', 'Owner') }),
  deptId: department({ label: say('部门', 'Department'), computed: true }),
  memberIds: members({ label: say('参与人', 'Participants') }),
  createdAt: datetime({ label: say('创建时间', 'Created'), computed: true }),
  createdBy: member({ label: say('创建人', 'Created by'), computed: true }),
  updatedAt: datetime({ label: say('更新时间', 'Updated'), computed: true }),
  updatedBy: member({ label: say('更新人', 'Updated by'), computed: true }),
  entryMode: choice(
    {
      manual: ['手工', 'Manual'],
      converted: ['由上游生成', 'Converted'],
      import: ['导入', 'Import'],
      api: ['接口', 'API'],
      portal: ['门户', 'Portal'],
      automation: ['自动', 'Automation'],
    },
    { label: say('录入方式', 'Entry'), computed: true },
  ),
  sourceKey: text({
    label: say('原系统编号', 'Key in the source'),
    help: say(
      '记录在原系统中的编号，再次导入时据此更新',
      'What the system it came from calls it; imports meet it again by this',
    ),
    computed: true,
    maxLength: 160,
  }),
  caseId: text({ label: say('链路', 'Chain'), computed: true, maxLength: 36 }),
  derivedFrom: data<{ object: string; id: string }>({ label: say('来源单据', 'Made from'), computed: true }),
  inheritedFields: data<readonly string[]>({ label: say('继承字段', 'Inherited fields'), computed: true }),
  rekeyedFields: data<readonly string[]>({ label: say('重复录入字段', 'Re-typed fields'), computed: true }),
  importedGap: data<readonly string[]>({ label: say('导入缺口', 'Gaps from import'), computed: true }),
  isTest: toggle({ label: say('测试数据', 'Test data'), computed: true }),
}

export const commonNames: readonly string[] = Object.keys(commonFields)

/** An own field, a common one, or undefined. */
export const fieldOf = (fields: Fields, name: string): Field | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : Object.hasOwn(commonFields, name) ? commonFields[name] : undefined
