/** A department: where people belong, and how far the eyes of its head reach. */
import { count, rows, self } from '../../kernel/fact.ts'
import { department as departmentField, member, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

export const department = object('department', {
  label: say('部门', 'Department'),
  plural: 'departments',
  area: 'setup',
  title: 'name',
  fields: {
    name: text({
      label: say('名称', 'Name'),
      required: true,
      maxLength: 100,
      unique: ['parentId'],
      search: true,
      listed: true,
    }),
    parentId: departmentField({ label: say('上级部门', 'Parent'), listed: true }),
    headId: member({ label: say('负责人', 'Head'), listed: true }),
  },
  parts: {},
  facts: {
    all: rows('department', {}),
    people: count('user', { departmentId: self('id'), state: 'active' }),
    below: count('department', { parentId: self('id'), state: 'active' }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    closed: { label: say('撤销', 'Closed'), locked: true },
  },
  starts: 'active',
  create: { takesOwner: false },
  change: {
    needs: ['all'],
    guards: [
      {
        code: 'DEPARTMENT_CYCLE',
        field: 'parentId',
        onInput: true,
        holds: ({ record, facts }) => !ancestorsOf(record.parentId, facts.all as readonly Node[]).includes(record.id),
      },
    ],
  },
  transitions: {
    close: {
      label: say('撤销', 'Close'),
      from: ['active'],
      to: 'closed',
      emits: 'closed',
      tone: 'danger',
      undo: 'restore',
      needs: ['people', 'below'],
      guards: [
        {
          code: 'DEPARTMENT_IN_USE',
          holds: ({ facts }) => facts.people + facts.below === 0,
          details: ({ facts }) => ({ people: facts.people, below: facts.below }),
        },
      ],
    },
    restore: { label: say('恢复', 'Restore'), from: ['closed'], to: 'active', emits: 'restored' },
  },
  permits: {
    read: everyone('all'),
    create: { ADM: 'all' },
    change: { ADM: 'all' },
    close: { ADM: 'all' },
    restore: { ADM: 'all' },
  },
  messages: {
    DEPARTMENT_CYCLE: say(
      '上级部门不能是自己或其下级，请重新选择',
      'The parent must not be the department itself or below it; choose another',
    ),
    DEPARTMENT_IN_USE: say(
      '部门还有{people}名在职人员和{below}个下级部门，请先移走',
      '{people} people and {below} departments still belong to it; move them first',
    ),
  },
})

interface Node {
  readonly id: string
  readonly parentId: string | null
}

/** A department and all above it, nearest first; a loop in the data ends the walk. */
export function ancestorsOf(id: string | null, all: readonly Node[]): string[] {
  const parents = new Map(all.map((node) => [node.id, node.parentId]))
  const out: string[] = []
  for (let at = id; at !== null && !out.includes(at); at = parents.get(at) ?? null) out.push(at)
  return out
}
