/** Money spent on winning and serving customers: the only source of cost per lead, CAC and return (R28). */
import { choice, date, department, link, longText, money, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import type { Permit } from '../../kernel/role.ts'

const keepers: Permit = { MKT: 'all', ARF: 'all', SM: 'tree', OPS: 'all' }

export const cost = object('cost', {
  label: say('费用', 'Cost'),
  plural: 'costs',
  area: 'cash',
  title: 'description',
  numbered: 'CO',
  fields: {
    kind: choice(
      {
        campaign: ['市场活动', 'Campaign'],
        marketing: ['市场', 'Marketing'],
        sales: ['销售', 'Sales'],
        service: ['服务', 'Service'],
        management: ['管理', 'Management'],
      },
      { label: say('类别', 'Kind'), required: true, listed: true },
    ),
    description: text({
      label: say('说明', 'Description'),
      required: true,
      maxLength: 200,
      search: true,
      listed: true,
    }),
    campaignId: link('campaign', { label: say('市场活动', 'Campaign'), listed: true }),
    departmentId: department({ label: say('部门', 'Department'), listed: true }),
    entityId: link('legalEntity', { label: say('我方主体', 'Legal entity') }),
    amount: money({ label: say('金额', 'Amount'), required: true, base: true, listed: true }),
    date: date({ label: say('日期', 'Date'), required: true, listed: true }),
    source: text({
      label: say('来源', 'Source'),
      maxLength: 60,
      default: 'manual',
      help: say('凭证号、系统或供应商', 'Voucher, system or supplier'),
    }),
    note: longText({ label: say('备注', 'Note'), maxLength: 1000 }),
  },
  states: {
    entered: { label: say('已登记', 'Entered'), draft: true },
    void: { label: say('作废', 'Void'), ends: 'badly', locked: true },
  },
  starts: 'entered',
  create: {
    guards: [
      { code: 'COST_NOT_ZERO', field: 'amount', holds: ({ record }) => record.amount !== 0n },
      {
        code: 'COST_CAMPAIGN',
        field: 'campaignId',
        holds: ({ record }) => record.kind !== 'campaign' || record.campaignId !== null,
      },
    ],
  },
  change: {
    guards: [
      { code: 'COST_NOT_ZERO', field: 'amount', holds: ({ record }) => record.amount !== 0n },
      {
        code: 'COST_CAMPAIGN',
        field: 'campaignId',
        holds: ({ record }) => record.kind !== 'campaign' || record.campaignId !== null,
      },
    ],
  },
  transitions: {
    void: { label: say('作废', 'Void'), from: ['entered'], to: 'void', emits: 'voided', tone: 'danger' },
  },
  permits: {
    read: { MKT: 'all', ARF: 'all', SM: 'tree', OPS: 'all', EXE: 'all' },
    create: keepers,
    change: keepers,
    remove: keepers,
    void: keepers,
  },
  messages: {
    COST_NOT_ZERO: say('请填写金额', 'Give the amount'),
    COST_CAMPAIGN: say('市场活动费用须指明市场活动', 'A campaign cost must name its campaign'),
  },
})
