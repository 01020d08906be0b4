/** A public pool 公海: leads or accounts that wait for someone to take them, who may, and when they come back. */
import { count, self } from '../../kernel/fact.ts'
import { choice, choices, department, integer, member, members, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'
import { roleChoices } from '../roleChoices.ts'
import { contactFields, type Member } from './membership.ts'

const days = (zh: string, en: string, normal: number) =>
  integer({ label: say(zh, en), required: true, default: normal, min: 0, max: 3650, section: 'recycle' })

export const pool = object('pool', {
  label: say('公海', 'Pool'),
  plural: 'pools',
  area: 'sell',
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
    serves: choice(
      { lead: ['线索公海', 'Leads'], account: ['客户公海', 'Accounts'] },
      { label: say('用于', 'For'), required: true, default: 'lead', fixed: true, listed: true },
    ),
    isDefault: toggle({
      label: say('默认公海', 'Default pool'),
      help: say('未指定公海的记录归入默认公海', 'Takes the records that name no pool'),
      listed: true,
    }),
    departmentId: department({ label: say('所属部门', 'Department'), listed: true }),
    adminIds: members({ label: say('公海管理员', 'Pool administrators') }),
    visibleFields: choices(contactFields, {
      label: say('领取前可见的联系字段', 'Contact fields seen before claiming'),
      help: say('未选中的联系字段在领取前隐藏', 'Contact fields not chosen stay hidden until the record is claimed'),
      default: [],
    }),
    dailyClaimLimit: integer({
      label: say('每日领取上限', 'Claims a day'),
      required: true,
      default: 20,
      min: 0,
      max: 10_000,
      listed: true,
    }),
    holdingLimit: integer({
      label: say('保有量上限', 'Holding limit'),
      required: true,
      default: 100,
      min: 0,
      max: 100_000,
      listed: true,
    }),
    cooldownDays: integer({
      label: say('冷却期（天）', 'Cooldown (days)'),
      required: true,
      default: 7,
      min: 0,
      max: 3650,
      help: say('退回后原负责人在此期间不可再次领取', 'So long the former owner may not claim it again'),
    }),
    recycles: toggle({ label: say('自动回收', 'Recycles by itself'), default: true, section: 'recycle' }),
    firstFollowWd: days('首跟期限（工作日）', 'First contact within (working days)', 3),
    staleDays: days('未跟进回收天数', 'Days without contact', 15),
    maxHoldDays: days('最长持有天数', 'Longest holding (days)', 60),
    idleDays: days('客户无商机无订单天数', 'Account without opportunity or order (days)', 180),
    warnFirstDays: days('首次提醒（提前天数）', 'First warning (days before)', 3),
    warnLastDays: days('末次提醒（提前天数）', 'Last warning (days before)', 1),
    extensionDays: days('延期天数', 'Days of an extension', 7),
  },
  parts: {
    members: part({
      label: say('成员', 'Members'),
      max: 500,
      fields: {
        userId: member({ label: say('人员', 'Person') }),
        departmentId: department({ label: say('部门', 'Department') }),
        role: choice(roleChoices, { label: say('角色', 'Role') }),
      },
    }),
  },
  facts: {
    waitingLeads: count('lead', { poolId: self('id'), state: 'pool' }),
    waitingAccounts: count('account', { poolId: self('id'), state: 'pool' }),
    otherDefaults: count('pool', {
      serves: self('serves'),
      isDefault: true,
      state: 'active',
      id: { is: '!=', value: self('id') },
    }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    retired: { label: say('停用', 'Retired'), locked: true },
  },
  starts: 'active',
  create: { needs: ['otherDefaults'], guards: rules() },
  change: { needs: ['otherDefaults'], guards: rules() },
  transitions: {
    retire: {
      label: say('停用', 'Retire'),
      from: ['active'],
      to: 'retired',
      emits: 'retired',
      tone: 'danger',
      undo: 'restore',
      needs: ['waitingLeads', 'waitingAccounts'],
      guards: [
        {
          code: 'POOL_NOT_EMPTY',
          holds: ({ facts }) => facts.waitingLeads + facts.waitingAccounts === 0,
          details: ({ facts }) => ({ n: facts.waitingLeads + facts.waitingAccounts }),
        },
        { code: 'POOL_IS_DEFAULT', holds: ({ record }) => !record.isDefault },
      ],
    },
    restore: { label: say('启用', 'Restore'), from: ['retired'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: everyone('all'),
    create: { OPS: 'all', ADM: 'all' },
    change: { SM: 'tree', OPS: 'all', ADM: 'all' },
    retire: { OPS: 'all', ADM: 'all' },
    restore: { OPS: 'all', ADM: 'all' },
  },
  messages: {
    POOL_MEMBERS_REQUIRED: say(
      '请至少添加一名成员、一个部门或一个角色，否则无人可以领取',
      'Add at least one person, department or role; otherwise nobody can claim',
    ),
    POOL_MEMBER_EMPTY: say('每行成员请填写人员、部门或角色', 'Each member row needs a person, a department or a role'),
    POOL_DEFAULT_TAKEN: say(
      '已有默认公海，请先取消原默认公海',
      'There is a default pool already; unset that one first',
    ),
    POOL_NOT_EMPTY: say(
      '公海中还有 {n} 条记录，请先分配或领取',
      '{n} records still wait in this pool; assign them first',
    ),
    POOL_IS_DEFAULT: say(
      '默认公海不能停用，请先指定其他默认公海',
      'Make another pool the default before retiring this one',
    ),
  },
})

interface PoolContext {
  readonly record: { readonly members: readonly Member[]; readonly isDefault: boolean | null }
  readonly facts: { readonly otherDefaults: number }
}

function rules() {
  return [
    { code: 'POOL_MEMBERS_REQUIRED', holds: ({ record }: PoolContext) => record.members.length > 0, field: 'members' },
    {
      code: 'POOL_MEMBER_EMPTY',
      field: 'members',
      holds: ({ record }: PoolContext) =>
        record.members.every((row) => (row.userId ?? row.departmentId ?? row.role) !== null),
    },
    {
      code: 'POOL_DEFAULT_TAKEN',
      field: 'isDefault',
      holds: ({ record, facts }: PoolContext) => !record.isDefault || facts.otherDefaults === 0,
    },
  ]
}
