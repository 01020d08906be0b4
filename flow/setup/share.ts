/** A share: one record opened to a person, a role or a department until a day, by someone who reaches it themselves. */
import { count, one, self, source } from '../../kernel/fact.ts'
import { choice, date, department, longText, member, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone, systemOnly } from '../../kernel/role.ts'
import { roleChoices } from '../roleChoices.ts'

/** The record that is shared, as the sharer sees it; null where it is out of their sight. */
export interface ShareSubject {
  readonly title: string
  readonly ownerId: string | null
  readonly mayChange: boolean
}

/** Who could be shared with: whether any of them may read, or change, records of this kind at all. */
export interface ShareReach {
  readonly reads: boolean
  readonly changes: boolean
}

/** One record is opened to so many at most; more are a matter of roles. */
const mostPerRecord = 50
/** Longer than this is a matter of roles too. */
const longestDays = 366
const dayMs = 24 * 3_600_000

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs

export const share = object('share', {
  label: say('共享', 'Share'),
  plural: 'shares',
  area: 'setup',
  title: 'recordTitle',
  fields: {
    object: text({ label: say('对象', 'Object'), required: true, fixed: true, maxLength: 40, listed: true }),
    recordId: text({ label: say('记录', 'Record'), required: true, fixed: true, maxLength: 36 }),
    recordTitle: text({ label: say('记录名称', 'Record'), computed: true, maxLength: 300 }),
    userId: member({ label: say('共享给（人员）', 'With (person)'), fixed: true, listed: true }),
    departmentId: department({
      label: say('共享给（部门及下级）', 'With (department and below)'),
      fixed: true,
      listed: true,
    }),
    role: choice(roleChoices, { label: say('共享给（角色）', 'With (role)'), fixed: true, listed: true }),
    mode: choice(
      { read: ['查看', 'Read'], change: ['查看和修改', 'Read and change'] },
      { label: say('权限', 'Access'), required: true, default: 'read', listed: true },
    ),
    until: date({ label: say('截止日期', 'Until'), required: true, listed: true }),
    purpose: longText({ label: say('原因', 'Reason'), required: true, maxLength: 500 }),
  },
  parts: {},
  facts: {
    subject: source<ShareSubject | null>('recordSubject'),
    reach: source<ShareReach>('shareReach'),
    person: one('user', self('userId')),
    others: count('share', { object: self('object'), recordId: self('recordId'), state: 'active' }),
  },
  states: {
    active: { label: say('生效', 'In force') },
    revoked: { label: say('已撤销', 'Revoked'), ends: 'badly', locked: true },
    expired: { label: say('已到期', 'Expired'), ends: 'well', locked: true },
  },
  starts: 'active',
  create: {
    takesOwner: false,
    needs: ['subject', 'reach', 'person', 'others'],
    guards: [
      { code: 'SHARE_RECORD_MISSING', field: 'recordId', holds: ({ facts }) => facts.subject !== null },
      {
        code: 'SHARE_WITH_ONE',
        field: 'userId',
        holds: ({ record }) =>
          [record.userId, record.departmentId, record.role].filter((to) => to !== null).length === 1,
      },
      {
        code: 'SHARE_MORE_THAN_OWN',
        field: 'mode',
        holds: ({ record, facts }) => record.mode !== 'change' || facts.subject?.mayChange === true,
      },
      {
        code: 'SHARE_NO_RIGHT',
        field: 'userId',
        holds: ({ record, facts }) => (record.mode === 'change' ? facts.reach.changes : facts.reach.reads),
      },
      { code: 'SHARE_ONESELF', field: 'userId', holds: ({ record, actor }) => record.userId !== actor.id },
      {
        code: 'SHARE_PERSON_LEFT',
        field: 'userId',
        holds: ({ record, facts }) => record.userId === null || facts.person?.state === 'active',
      },
      {
        code: 'SHARE_LIMIT',
        holds: ({ facts }) => facts.others < mostPerRecord,
        details: () => ({ max: mostPerRecord }),
      },
      untilSoon(),
    ],
    sets: ({ record, facts, actor }) => ({
      ownerId: actor.id,
      recordTitle: facts.subject?.title.slice(0, 300) ?? null,
      // The person it is shared with and whoever holds the record see it in their own lists.
      memberIds: [...new Set([record.userId, facts.subject?.ownerId])].filter((id): id is string => Boolean(id)),
    }),
  },
  change: {
    needs: ['subject', 'reach'],
    guards: [
      theirs(),
      {
        code: 'SHARE_MORE_THAN_OWN',
        field: 'mode',
        onInput: true,
        holds: ({ record, facts }) => record.mode !== 'change' || facts.subject?.mayChange === true,
      },
      {
        code: 'SHARE_NO_RIGHT',
        field: 'mode',
        onInput: true,
        holds: ({ record, facts }) => (record.mode === 'change' ? facts.reach.changes : facts.reach.reads),
      },
      untilSoon(),
    ],
  },
  transitions: {
    revoke: {
      label: say('撤销', 'Revoke'),
      from: ['active'],
      to: 'revoked',
      emits: 'revoked',
      tone: 'danger',
      needs: ['subject'],
      guards: [theirs()],
    },
    expire: { label: say('到期', 'Expire'), from: ['active'], to: 'expired', emits: 'expired' },
  },
  permits: {
    read: everyone('all'),
    create: everyone('all'),
    change: everyone('all'),
    revoke: everyone('all'),
    expire: systemOnly,
  },
  messages: {
    SHARE_RECORD_MISSING: say(
      '要共享的记录不存在或您无权查看',
      'The record to share is not there or not visible to you',
    ),
    SHARE_WITH_ONE: say(
      '请选择一名人员、一个部门或一个角色（只选一项）',
      'Choose one person, one department or one role – exactly one of them',
    ),
    SHARE_MORE_THAN_OWN: say(
      '您自己不能修改此记录，只能共享“查看”权限',
      'You may not change this record yourself; share it for reading',
    ),
    SHARE_NO_RIGHT: say(
      '对方的角色不能使用此类记录，请先由管理员授予角色，或改为“查看”',
      'Their roles do not work with this kind of record; an administrator grants a role first, or share for reading',
    ),
    SHARE_ONESELF: say('您已经可以查看此记录，请选择他人', 'You see this record already; choose someone else'),
    SHARE_PERSON_LEFT: say('对方已停用，请选择在职人员', 'That person has left; choose someone active'),
    SHARE_LIMIT: say(
      '一条记录最多共享 {max} 次，请改用部门或角色共享',
      'A record is shared at most {max} times; share with a department or role instead',
    ),
    SHARE_UNTIL: say('截止日期须在今天之后、一年以内', 'The last day lies from today on and within a year'),
    SHARE_NOT_YOURS: say(
      '只有共享人、记录负责人或管理员可以调整此共享',
      'The sharer, the owner of the record or an administrator can change this share',
    ),
  },
})

interface Judged {
  readonly record: { readonly until: string | null }
  readonly before: { readonly ownerId: string | null; readonly until: string | null } | null
  readonly actor: { readonly id: string | null; readonly kind: string; readonly roles: readonly string[] }
  readonly facts: { readonly subject: ShareSubject | null }
  readonly today: string
}

function untilSoon() {
  return {
    code: 'SHARE_UNTIL',
    field: 'until',
    holds: ({ record, before, today }: Judged) =>
      record.until !== null &&
      (record.until === before?.until || (record.until >= today && daysBetween(today, record.until) <= longestDays)),
  }
}

function theirs() {
  return {
    code: 'SHARE_NOT_YOURS',
    holds: ({ before, actor, facts }: Judged) =>
      actor.kind === 'system' ||
      before?.ownerId === actor.id ||
      facts.subject?.ownerId === actor.id ||
      actor.roles.some((role) => role === 'ADM' || role === 'OPS'),
  }
}
