/** A user: a person of the company, where they belong and which roles they hold. */
import { one, rows, self } from '../../kernel/fact.ts'
import { choice, choices, date, datetime, department, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone, type Role } from '../../kernel/role.ts'
import { roleChoices } from '../roleChoices.ts'

/** Pairs of duties one person should not hold together (roles.md §4, kind U). */
const conflicts: readonly { readonly rule: string; readonly roles: readonly [Role, Role] }[] = [
  { rule: 'S04', roles: ['REP', 'ARF'] },
  { rule: 'S04', roles: ['SM', 'ARF'] },
  { rule: 'S06', roles: ['ODK', 'WHS'] },
  { rule: 'S14', roles: ['ADM', 'SM'] },
  { rule: 'S14', roles: ['ADM', 'LEG'] },
  { rule: 'S14', roles: ['ADM', 'ARF'] },
  { rule: 'S14', roles: ['ADM', 'EXE'] },
]

export const conflictsIn = (held: readonly string[]): readonly (typeof conflicts)[number][] =>
  conflicts.filter((one) => one.roles.every((role) => held.includes(role)))

const rolesInput = choices(roleChoices, { label: say('角色', 'Roles'), required: true })

export const user = object('user', {
  label: say('用户', 'User'),
  plural: 'users',
  area: 'setup',
  title: 'name',
  fields: {
    name: text({ label: say('姓名', 'Name'), required: true, maxLength: 60, search: true, listed: true }),
    email: text({
      label: say('邮箱', 'E-mail'),
      required: true,
      maxLength: 254,
      check: 'email',
      unique: true,
      search: true,
      listed: true,
    }),
    mobile: text({ label: say('手机', 'Mobile'), maxLength: 30, check: 'phone', mask: 'mobile' }),
    title: text({ label: say('职务', 'Job title'), maxLength: 60 }),
    departmentId: department({ label: say('部门', 'Department'), listed: true }),
    roles: choices(roleChoices, { label: say('角色', 'Roles'), computed: true, default: [], listed: true }),
    language: choice(
      { zh: ['中文', 'Chinese'], en: ['英文', 'English'] },
      { label: say('语言', 'Language'), required: true, default: 'zh' },
    ),
    awayFrom: date({ label: say('休假开始', 'Away from'), computed: true }),
    awayUntil: date({ label: say('休假结束', 'Away until'), computed: true }),
    awayApprovedAt: datetime({ label: say('休假批准时间', 'Leave approved'), computed: true }),
  },
  parts: {},
  facts: {
    department: one('department', self('departmentId')),
    everybody: rows('user', { state: 'active' }),
  },
  states: {
    active: { label: say('在职', 'Active') },
    disabled: { label: say('已停用', 'Disabled'), locked: true },
  },
  starts: 'active',
  create: { takesOwner: false, needs: ['department'], guards: [openDepartment()], sets: placed },
  change: { needs: ['department'], guards: [openDepartment()], sets: placed },
  transitions: {
    grantRoles: {
      label: say('授予角色', 'Grant roles'),
      from: ['active'],
      emits: 'roles_granted',
      input: { roles: rolesInput },
      needs: ['everybody'],
      guards: [
        { code: 'ROLES_OWN', holds: ({ record, actor }) => actor.id !== record.id },
        {
          code: 'LAST_ADMINISTRATOR',
          field: 'roles',
          onInput: true,
          holds: ({ record, input, facts }) =>
            ((input.roles ?? []) as string[]).includes('ADM') ||
            otherAdministrators(record.id, facts.everybody) > 0 ||
            !facts.everybody.some((one) => one.id === record.id && (one.roles as string[]).includes('ADM')),
        },
        {
          code: 'ROLES_CONFLICT',
          field: 'roles',
          onInput: true,
          override: 'anyone',
          holds: ({ input, settings }) =>
            settings.duties !== 'enforce' || conflictsIn((input.roles ?? []) as string[]).length === 0,
          details: ({ input }) => ({
            rules: conflictsIn((input.roles ?? []) as string[]).map((one) => `${one.rule} ${one.roles.join('+')}`),
          }),
        },
        {
          code: 'PORTAL_ROLE_ALONE',
          field: 'roles',
          onInput: true,
          holds: ({ input }) =>
            !((input.roles ?? []) as string[]).includes('CUS') || ((input.roles ?? []) as string[]).length === 1,
        },
      ],
      sets: ({ input }) => ({ roles: input.roles }),
    },
    disable: {
      label: say('停用', 'Disable'),
      from: ['active'],
      to: 'disabled',
      emits: 'disabled',
      tone: 'danger',
      undo: 'enable',
      needs: ['everybody'],
      guards: [
        reasonGiven,
        { code: 'USER_OWN', holds: ({ record, actor }) => actor.id !== record.id },
        {
          code: 'LAST_ADMINISTRATOR',
          holds: ({ record, facts }) =>
            !(record.roles ?? []).includes('ADM') || otherAdministrators(record.id, facts.everybody) > 0,
        },
      ],
    },
    enable: { label: say('启用', 'Enable'), from: ['disabled'], to: 'active', emits: 'enabled' },
    approveLeave: {
      label: say('登记休假', 'Enter leave'),
      from: ['active'],
      emits: 'leave_approved',
      help: say('休假期间不参与自动分配，公海计时顺延', 'Nothing is assigned by rule meanwhile, and recycling waits'),
      asks: ['awayFrom', 'awayUntil'],
      guards: [
        {
          code: 'LEAVE_DATES',
          field: 'awayUntil',
          onInput: true,
          holds: ({ record }) =>
            record.awayFrom !== null && record.awayUntil !== null && record.awayUntil >= record.awayFrom,
        },
        { code: 'LEAVE_OWN', holds: ({ record, actor }) => actor.id !== record.id },
      ],
      sets: ({ now }) => ({ awayApprovedAt: now }),
    },
    endLeave: {
      label: say('结束休假', 'End leave'),
      from: ['active'],
      emits: 'leave_ended',
      sets: () => ({ awayFrom: null, awayUntil: null, awayApprovedAt: null }),
    },
  },
  permits: {
    read: everyone('all'),
    create: { ADM: 'all' },
    change: { ADM: 'all' },
    grantRoles: { ADM: 'all' },
    disable: { ADM: 'all' },
    enable: { ADM: 'all' },
    approveLeave: { SM: 'tree', ADM: 'all' },
    endLeave: { SM: 'tree', ADM: 'all' },
  },
  messages: {
    DEPARTMENT_CLOSED: say('所选部门已撤销，请选择其他部门', 'That department is closed; choose another'),
    ROLES_OWN: say(
      '不能给自己授予角色，请由其他管理员操作',
      'Nobody grants roles to themselves; ask another administrator',
    ),
    LAST_ADMINISTRATOR: say(
      '至少须保留一名在职管理员，请先授予他人管理员角色',
      'Keep one active administrator; give the role to someone else first',
    ),
    ROLES_CONFLICT: say(
      '所选角色存在职责冲突：{rules}；请减少角色，或确认接受该风险',
      'These roles conflict: {rules}; grant fewer, or confirm that the risk is accepted',
    ),
    PORTAL_ROLE_ALONE: say(
      '客户门户角色不能与内部角色同时授予',
      'The customer portal role stands alone; remove the other roles',
    ),
    USER_OWN: say('不能停用自己，请由其他管理员操作', 'You cannot disable yourself; ask another administrator'),
    LEAVE_DATES: say('请填写休假起止日期，结束不早于开始', 'Give both days of the leave, the end not before the start'),
    LEAVE_OWN: say('本人休假须由主管或管理员登记', 'Your own leave is entered by your manager or an administrator'),
  },
})

/** True on the days of an approved leave. */
export function isAway(
  person: { readonly awayFrom: string | null; readonly awayUntil: string | null },
  today: string,
): boolean {
  return person.awayFrom !== null && person.awayUntil !== null && person.awayFrom <= today && today <= person.awayUntil
}

function otherAdministrators(id: string, everybody: readonly { readonly [field: string]: unknown }[]): number {
  return everybody.filter((one) => one.id !== id && (one.roles as string[]).includes('ADM')).length
}

/** A user's own record stands in their department and is theirs. */
function placed({ record }: { record: { id: string; departmentId: string | null } }) {
  return { ownerId: record.id, deptId: record.departmentId }
}

function openDepartment() {
  return {
    code: 'DEPARTMENT_CLOSED',
    field: 'departmentId',
    holds: ({
      record,
      facts,
    }: {
      record: { departmentId: string | null }
      facts: { department: { readonly state?: unknown } | null }
    }) => record.departmentId === null || facts.department?.state === 'active',
  }
}
