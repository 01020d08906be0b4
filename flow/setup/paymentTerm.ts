/** A payment term 付款条件: the instalments from which the plan of a quote or contract is made. */
import { choice, integer, percent, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { Exact } from '../../kernel/money.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

export const planTriggers = {
  on_sign: ['签订后', 'After signing'],
  fixed_date: ['固定日期', 'Fixed date'],
  on_order: ['下单后', 'After the order'],
  on_shipment: ['发货后', 'After shipment'],
  on_delivery: ['交付后', 'After delivery'],
  on_acceptance: ['验收后', 'After acceptance'],
  milestone: ['里程碑', 'Milestone'],
  warranty_end: ['质保期满', 'End of warranty'],
} as const

interface Plan {
  readonly record: { readonly lines: readonly { readonly percent: string | null; readonly trigger: string | null }[] }
}

const shareOf = ({ record }: Plan) => record.lines.reduce((total, line) => total.plus(line.percent ?? 0), new Exact(0))

const guards = [
  { code: 'PAYMENT_TERM_EMPTY', field: 'lines', holds: ({ record }: Plan) => record.lines.length > 0 },
  {
    code: 'PAYMENT_TERM_SUM',
    field: 'lines',
    holds: (context: Plan) => context.record.lines.length === 0 || shareOf(context).equals(1),
    details: (context: Plan) => ({ sum: `${shareOf(context).times(100).toFixed()}%` }),
  },
]

export const paymentTerm = object('paymentTerm', {
  label: say('付款条件', 'Payment term'),
  plural: 'paymentTerms',
  area: 'setup',
  title: 'name',
  fields: {
    name: text({
      label: say('名称', 'Name'),
      required: true,
      maxLength: 100,
      unique: true,
      search: true,
      listed: true,
    }),
    isDefault: toggle({ label: say('默认', 'Default'), listed: true }),
  },
  parts: {
    lines: part({
      label: say('分期', 'Instalments'),
      max: 60,
      fields: {
        name: text({ label: say('款项', 'Name'), required: true, maxLength: 60 }),
        trigger: choice(planTriggers, { label: say('触发', 'Trigger'), required: true }),
        offsetDays: integer({ label: say('天数', 'Days after'), required: true, default: 0, min: 0, max: 3650 }),
        percent: percent({ label: say('比例', 'Share'), required: true, min: 0, max: 1 }),
        invoiceRequired: toggle({ label: say('付款前须开票', 'Invoice before payment') }),
      },
    }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { takesOwner: false, guards },
  change: { guards },
  transitions: {
    retire: {
      label: say('停用', 'Retire'),
      from: ['active'],
      to: 'retired',
      emits: 'retired',
      tone: 'danger',
      undo: 'restore',
    },
    restore: { label: say('启用', 'Restore'), from: ['retired'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: everyone('all'),
    create: { ARF: 'all', OPS: 'all', ADM: 'all' },
    change: { ARF: 'all', OPS: 'all', ADM: 'all' },
    retire: { ARF: 'all', OPS: 'all', ADM: 'all' },
    restore: { ARF: 'all', OPS: 'all', ADM: 'all' },
  },
  messages: {
    PAYMENT_TERM_EMPTY: say('请至少添加一期付款', 'Add at least one instalment'),
    PAYMENT_TERM_SUM: say('各期比例合计为{sum}，须为 100%', 'The shares add up to {sum}; make them 100%'),
  },
})
