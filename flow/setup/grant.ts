/** A grant: one place where a company's rights differ from the shipped ones. */
import { source } from '../../kernel/fact.ts'
import { choice, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { roleChoices } from '../roleChoices.ts'

interface Granted {
  readonly record: { readonly object: string | null; readonly role: string | null; readonly action: string | null }
  readonly actor: { readonly kind: string; readonly roles: readonly string[] }
  readonly facts: { readonly grantable: Readonly<Record<string, readonly string[]>> }
}

const guards = [
  {
    code: 'GRANT_OWN_ROLE',
    field: 'role',
    holds: ({ record, actor }: Granted) => actor.kind === 'system' || !actor.roles.includes(record.role ?? ''),
  },
  {
    code: 'GRANT_UNKNOWN',
    field: 'action',
    holds: ({ record, facts }: Granted) => (facts.grantable[record.object ?? ''] ?? []).includes(record.action ?? ''),
  },
]

export const grant = object('grant', {
  label: say('权限调整', 'Grant'),
  plural: 'grants',
  area: 'setup',
  title: 'object',
  fields: {
    object: text({
      label: say('对象', 'Object'),
      required: true,
      fixed: true,
      maxLength: 40,
      listed: true,
      unique: ['action', 'role'],
    }),
    action: text({ label: say('操作', 'Action'), required: true, fixed: true, maxLength: 60, listed: true }),
    role: choice(roleChoices, { label: say('角色', 'Role'), required: true, fixed: true, listed: true }),
    scope: choice(
      {
        none: ['禁止', 'Forbidden'],
        self: ['本人', 'Own'],
        team: ['本部门', 'Department'],
        tree: ['本部门及下级', 'Department and below'],
        all: ['全公司', 'Company'],
        pool: ['公海', 'Pool'],
      },
      { label: say('范围', 'Scope'), required: true, listed: true },
    ),
  },
  parts: {},
  /** What may be granted: object → actions, without those that only the system takes. */
  facts: { grantable: source<Readonly<Record<string, readonly string[]>>>('grantable') },
  states: { active: { label: say('生效', 'In force'), draft: true } },
  starts: 'active',
  create: { takesOwner: false, needs: ['grantable'], guards },
  change: { needs: ['grantable'], guards },
  remove: { needs: ['grantable'], guards: guards.slice(0, 1) },
  transitions: {},
  permits: {
    read: { ADM: 'all', OPS: 'all', EXE: 'all' },
    create: { ADM: 'all' },
    change: { ADM: 'all' },
    remove: { ADM: 'all' },
  },
  messages: {
    GRANT_OWN_ROLE: say(
      '不能调整自己所属角色的权限，请由其他管理员操作',
      'Nobody changes the rights of a role they hold; ask someone else',
    ),
    GRANT_UNKNOWN: say('没有这个对象或操作，请重新选择', 'There is no such object or action; choose one of the list'),
  },
})
