/** The company itself: how it works (R20), in one record whose id is the tenant's. */
import type { Loose } from '../../kernel/fact.ts'
import { count } from '../../kernel/fact.ts'
import { choice, integer, money, percent, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone, systemOnly } from '../../kernel/role.ts'
import { type CompanyMode, modes, type Settings, settingsOf } from '../../kernel/settings.ts'

const modeChoice = {
  light: ['轻量', 'Light'],
  standard: ['标准', 'Standard'],
  strict: ['严格', 'Strict'],
} as const

const days = (zh: string, en: string, section: string) =>
  integer({ label: say(zh, en), required: true, min: 0, max: 36_500, section })

export const company = object('company', {
  label: say('公司', 'Company'),
  plural: 'companies',
  area: 'setup',
  title: 'name',
  fields: {
    name: text({ label: say('公司名称', 'Name'), required: true, maxLength: 120, listed: true }),
    mode: choice(modeChoice, {
      label: say('管理模式', 'Mode'),
      required: true,
      computed: true,
      listed: true,
      default: 'light',
    }),
    timeZone: text({
      label: say('时区', 'Time zone'),
      required: true,
      default: 'Asia/Shanghai',
      maxLength: 60,
      check: 'timeZone',
    }),
    baseCurrency: text({
      label: say('本位币', 'Base currency'),
      required: true,
      default: 'CNY',
      maxLength: 3,
      check: 'currency',
      help: say('首笔记账后不可更改', 'Cannot change after the first posting'),
    }),
    qualifyRequired: toggle({
      label: say('线索须合格后才能转化', 'Leads are qualified before conversion'),
      section: 'leads',
    }),
    bantMin: integer({
      label: say('合格所需 BANT 项数', 'BANT items to qualify'),
      required: true,
      min: 0,
      max: 4,
      section: 'leads',
    }),
    scoreMin: integer({
      label: say('合格最低评分', 'Lowest score to qualify'),
      required: true,
      min: 0,
      max: 100,
      section: 'leads',
    }),
    checklists: toggle({ label: say('启用阶段必做清单', 'Stage checklists'), section: 'opportunities' }),
    stageFields: toggle({ label: say('启用阶段必填项', 'Fields required by stage'), section: 'opportunities' }),
    gates: toggle({ label: say('启用决策点', 'Decision gates'), section: 'opportunities' }),
    gateFrom: money({
      label: say('决策点起始金额', 'Gates apply from'),
      required: true,
      base: true,
      min: 0,
      section: 'opportunities',
    }),
    marginFloor: percent({
      label: say('毛利率下限', 'Margin floor'),
      required: true,
      min: 0,
      max: 1,
      section: 'opportunities',
    }),
    duties: choice(
      { enforce: ['强制分离', 'Enforced'], record: ['仅记录', 'Recorded only'] },
      { label: say('职责分离', 'Segregation of duties'), required: true, section: 'control' },
    ),
    directDocuments: toggle({
      label: say('允许直接开单', 'Documents without a predecessor'),
      section: 'documents',
      help: say('订单、报价、合同可不经上游直接创建', 'Orders, quotes and contracts may be made by themselves'),
    }),
    contractFrom: money({
      label: say('须签合同的金额', 'Contract needed above'),
      required: true,
      base: true,
      min: 0,
      section: 'documents',
    }),
    overrunPct: percent({
      label: say('合同超量比例', 'Overrun of a contract'),
      required: true,
      min: 0,
      max: 1,
      section: 'documents',
    }),
    evidenceFiles: toggle({ label: say('须上传证明文件', 'Evidence files required'), section: 'documents' }),
    creditCheck: toggle({ label: say('订单信用检查', 'Credit check of orders'), section: 'credit' }),
    overdueHoldDays: days('逾期冻结天数', 'Hold when overdue more than (days)', 'credit'),
    creditDaysPolicy: days('标准账期（天）', 'Standard credit days', 'credit'),
    writeoffTolerance: money({
      label: say('尾差核销上限', 'Write-off tolerance'),
      required: true,
      base: true,
      min: 0,
      section: 'credit',
    }),
    autoAllocate: toggle({
      label: say('自动核销确定的回款', 'Allocate certain receipts by itself'),
      section: 'credit',
      help: say(
        '附言写明发票号，或金额与未清发票完全相符时；争议发票除外',
        'Where the reference names the invoice or open invoices add up to the amount; never to a disputed one',
      ),
    }),
    exportApproval: toggle({ label: say('大量导出须审批', 'Large exports need approval'), section: 'control' }),
    fileQuotaMb: integer({
      label: say('附件总量上限（MB）', 'Files take at most (MB)'),
      required: true,
      min: 1,
      max: 100_000_000,
      default: 20_480,
      section: 'control',
      help: say(
        '全公司附件合计，用量见附件上传处',
        'All files of the company together; how much is used stands where files are added',
      ),
    }),
    dormantDays: days('沉睡判定天数', 'Dormant after (days)', 'accounts'),
    churnDays: days('流失判定天数', 'Churned after (days)', 'accounts'),
  },
  parts: {},
  facts: { postings: count('journal', {}) },
  states: { active: { label: say('正常', 'Active') } },
  starts: 'active',
  create: {
    sets: ({ record }) => ({ ...defaultsOf(record.mode ?? 'light'), ...given(record), mode: record.mode ?? 'light' }),
  },
  change: {
    needs: ['postings'],
    guards: [
      {
        code: 'BASE_CURRENCY_FROZEN',
        field: 'baseCurrency',
        onInput: true,
        holds: ({ before, record, facts }) => before?.baseCurrency === record.baseCurrency || facts.postings === 0,
      },
    ],
  },
  transitions: {
    switchMode: {
      label: say('切换模式', 'Switch mode'),
      from: ['active'],
      emits: 'mode_switched',
      help: say('所有设置恢复为所选模式的默认值', 'Every setting takes the default of the chosen mode'),
      input: { to: choice(modeChoice, { label: say('管理模式', 'Mode'), required: true }) },
      guards: [
        {
          code: 'MODE_SAME',
          field: 'to',
          onInput: true,
          holds: ({ before, input }) => before?.mode !== input.to,
        },
      ],
      sets: ({ input }) => ({ ...defaultsOf(input.to as CompanyMode), mode: input.to as CompanyMode }),
    },
  },
  permits: { read: everyone('all'), create: systemOnly, change: { ADM: 'all' }, switchMode: { ADM: 'all' } },
  messages: {
    BASE_CURRENCY_FROZEN: say(
      '已有记账，本位币不能更改；请新建公司',
      'There are postings; the base currency stays. Start a new company instead',
    ),
    MODE_SAME: say('当前已是该模式，请选择其他模式', 'This mode is on already; choose another'),
  },
})

const moneyNames = ['gateFrom', 'contractFrom', 'writeoffTolerance'] as const
const keptNames: readonly string[] = ['mode', 'timeZone', 'baseCurrency']
const settingNames = Object.keys(modes.standard)

/** The settings a company's record stands for; what it leaves empty follows its mode. */
export function settingsIn(record: Loose): Settings {
  const changed = settingNames.flatMap((name) => {
    const value = record[name] ?? null
    return value === null ? [] : [[name, typeof value === 'bigint' ? value.toString() : value]]
  })
  return settingsOf((record.mode ?? 'light') as CompanyMode, Object.fromEntries(changed) as Partial<Settings>)
}

/** A mode's defaults as values of the record's fields. */
function defaultsOf(mode: CompanyMode) {
  const { mode: _mode, timeZone: _zone, baseCurrency: _currency, ...rest } = modes[mode]
  return {
    ...rest,
    gateFrom: BigInt(rest.gateFrom),
    contractFrom: BigInt(rest.contractFrom),
    writeoffTolerance: BigInt(rest.writeoffTolerance),
  } satisfies Readonly<Record<(typeof moneyNames)[number], bigint>> & object
}

/** What the founder chose; a toggle that is off says nothing, since that is where it starts. */
function given(record: Loose): Loose {
  const named = settingNames.filter((name) => !keptNames.includes(name))
  return Object.fromEntries(named.flatMap((name) => ((record[name] ?? false) === false ? [] : [[name, record[name]]])))
}
