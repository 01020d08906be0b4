/** A contact 联系人: a person at an account, or the person an account is. */
import { count, given, one, self } from '../../kernel/fact.ts'
import { choice, datetime, department, integer, link, longText, member, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { type Guard, object } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'
import { blockScore, type Duplicate, differs, duplicateMessages, duplicates, matching, told } from './duplicate.ts'
import { erasedAt, erasure, erasureMessages, keepsErased } from './erasure.ts'
import { broughtBack, chosen, knowsFields, mergeMessages } from './mergeStep.ts'
import { reach, reachable } from './reach.ts'

const fields = {
  name: text({ label: say('姓名', 'Name'), required: true, personal: true, maxLength: 50, search: true, listed: true }),
  accountId: link('account', { label: say('客户', 'Account'), required: true, fixed: true, listed: true }),
  title: text({ label: say('职务', 'Job title'), personal: true, maxLength: 50, listed: true }),
  departmentName: text({ label: say('所在部门', 'Department'), personal: true, maxLength: 60 }),
  ...reach,
  decisionRole: choice(
    {
      economic_buyer: ['经济决策者', 'Economic buyer'],
      decision_maker: ['决策者', 'Decision maker'],
      technical: ['技术把关', 'Technical'],
      user: ['使用者', 'User'],
      champion: ['内部支持者', 'Champion'],
      gatekeeper: ['把门人', 'Gatekeeper'],
    },
    {
      label: say('决策角色', 'Decision role'),
      listed: true,
      help: say('默认值，在每个商机中可另行设置', 'A default; each opportunity may say otherwise'),
    },
  ),
  attitude: integer({ label: say('态度（−2…+2）', 'Attitude (−2…+2)'), personal: true, min: -2, max: 2 }),
  isPrimary: toggle({ label: say('主联系人', 'Primary contact'), listed: true }),
  doNotContact: toggle({ label: say('禁止联系', 'Do not contact') }),
  consentAt: datetime({ label: say('同意时间', 'Consent given') }),
  note: longText({ label: say('备注', 'Note'), personal: true, maxLength: 2000 }),
  leadId: link('lead', { label: say('来源线索', 'Source lead'), fixed: true }),
  erasedAt,
  mergedIntoId: link('contact', { label: say('合并至', 'Merged into'), computed: true }),
} as const

const facts = {
  account: one('account', self('accountId')),
  primaries: count('contact', {
    accountId: self('accountId'),
    isPrimary: true,
    state: 'active',
    id: { is: '!=', value: self('id') },
  }),
  colleagues: count('contact', { accountId: self('accountId'), state: 'active', id: { is: '!=', value: self('id') } }),
  duplicates,
  survivor: one('contact', given('survivorId'), { lock: true }),
  mergedHere: count('contact', { mergedIntoId: self('id') }),
}

interface Checked {
  readonly record: {
    readonly id: string
    readonly mobile: string | null
    readonly phone: string | null
    readonly email: string | null
    readonly wechat: string | null
  }
  readonly before: object | null
  readonly actor: { readonly kind: string }
  readonly facts: { readonly duplicates: readonly Duplicate[] | null | undefined }
}

const twins = (context: Checked): Duplicate[] =>
  differs(context.before as null, context.record, ['mobile', 'email']) ? matching(context, blockScore, ['contact']) : []

const guards: readonly Guard<Checked>[] = [
  { code: 'CONTACT_METHOD_REQUIRED', field: 'mobile', holds: ({ record }) => reachable(record) },
  {
    code: 'CONTACT_DUPLICATE_BLOCKED',
    override: ['SM'],
    onInput: true,
    holds: (context) => context.actor.kind === 'system' || twins(context).length === 0,
    details: (context) => told(twins(context)),
  },
]

export const contact = object('contact', {
  label: say('联系人', 'Contact'),
  plural: 'contacts',
  area: 'sell',
  title: 'name',
  numbered: 'CP',
  fields,
  parts: {},
  facts,
  states: {
    active: { label: say('在职', 'Active') },
    left: { label: say('已离职', 'Left') },
    merged: { label: say('已合并', 'Merged'), ends: 'badly' },
  },
  starts: 'active',
  create: {
    takesOwner: false,
    needs: ['account', 'primaries', 'duplicates'],
    guards: [
      ...guards,
      { code: 'ACCOUNT_MERGED', field: 'accountId', holds: ({ facts: known }) => known.account?.state !== 'merged' },
    ],
    sets: ({ record, facts: known, actor, history }) => ({
      isPrimary: record.isPrimary === true || known.primaries === 0,
      ...(history || known.account === null
        ? {}
        : {
            ownerId: known.account.ownerId as string | null,
            deptId: known.account.deptId as string | null,
            memberIds: [
              ...new Set([...(known.account.memberIds as string[]), ...(actor.id === null ? [] : [actor.id])]),
            ],
          }),
    }),
  },
  change: {
    needs: ['duplicates', 'primaries'],
    guards: [
      keepsErased,
      ...guards,
      {
        code: 'CONTACT_PRIMARY_KEPT',
        field: 'isPrimary',
        onInput: true,
        holds: ({ before, record, facts: known }) =>
          record.isPrimary === true || before?.isPrimary !== true || known.primaries > 0,
      },
    ],
  },
  transitions: {
    makePrimary: {
      label: say('设为主联系人', 'Make primary'),
      from: ['active'],
      emits: 'made_primary',
      sets: () => ({ isPrimary: true }),
    },
    yieldPrimary: {
      label: say('不再是主联系人', 'Yield primary'),
      from: ['active', 'left'],
      emits: 'yielded_primary',
      sets: () => ({ isPrimary: false }),
    },
    leave: {
      label: say('标记离职', 'Has left'),
      from: ['active'],
      to: 'left',
      emits: 'left',
      undo: 'comeBack',
      needs: ['colleagues'],
      guards: [
        {
          code: 'CONTACT_PRIMARY_LEAVING',
          holds: ({ before, facts: known }) => before?.isPrimary !== true || known.colleagues === 0,
        },
      ],
      sets: () => ({ isPrimary: false }),
    },
    comeBack: {
      label: say('恢复在职', 'Is back'),
      from: ['left'],
      to: 'active',
      emits: 'came_back',
      needs: ['primaries'],
      sets: ({ facts: known }) => ({ isPrimary: known.primaries === 0 }),
    },
    follow: {
      label: say('随客户转移', 'Follow the account'),
      from: ['active', 'left'],
      emits: 'followed',
      input: {
        holderId: member({ label: say('负责人', 'Owner') }),
        holderDeptId: department({ label: say('部门', 'Department') }),
      },
      sets: ({ input }) => ({ ownerId: input.holderId ?? null, deptId: input.holderDeptId ?? null, memberIds: [] }),
    },
    merge: {
      label: say('合并到…', 'Merge into…'),
      tone: 'danger',
      from: ['active', 'left'],
      to: 'merged',
      emits: 'merged',
      input: {
        survivorId: link('contact', { label: say('保留的联系人', 'Contact to keep'), required: true }),
        ...chosen,
      },
      needs: ['survivor'],
      guards: [
        {
          code: 'MERGE_TARGET_INVALID',
          field: 'survivorId',
          onInput: true,
          holds: ({ record, facts: known }) =>
            known.survivor !== null && known.survivor.id !== record.id && known.survivor.state !== 'merged',
        },
        {
          code: 'MERGE_ACCOUNTS_DIFFER',
          field: 'survivorId',
          onInput: true,
          holds: ({ record, facts: known }) => known.survivor === null || known.survivor.accountId === record.accountId,
        },
        knowsFields(fields),
      ],
      sets: ({ input }) => ({ mergedIntoId: input.survivorId, isPrimary: false }),
    },
    absorb: { label: say('并入', 'Take over'), from: ['active', 'left'], emits: 'absorbed' },
    unmerge: {
      label: say('恢复', 'Bring back'),
      from: ['merged'],
      to: ['active', 'left'],
      emits: 'unmerged',
      ...broughtBack,
      chooses: ({ input }) => input.state as 'active' | 'left',
      needs: ['mergedHere'],
      sets: () => ({ mergedIntoId: null }),
    },
    relink: {
      label: say('改挂客户', 'Move to another account'),
      from: ['active', 'left', 'merged'],
      emits: 'relinked',
      takes: ['accountId'],
      needs: ['account', 'primaries'],
      sets: ({ record, facts: known }) => ({
        isPrimary: record.isPrimary === true && known.primaries === 0,
        ownerId: (known.account?.ownerId as string | null) ?? null,
        deptId: (known.account?.deptId as string | null) ?? null,
      }),
    },
    erase: erasure(['active', 'left'] as const, { name: 'name', fields: () => fields }),
  },
  permits: {
    merge: { SM: 'tree', OPS: 'all' },
    absorb: systemOnly,
    unmerge: systemOnly,
    read: {
      SDR: 'self',
      REP: 'self',
      SM: 'tree',
      PRE: 'tree',
      LEG: 'all',
      ODK: 'all',
      DPM: 'self',
      ARF: 'all',
      MKT: 'all',
      SVC: 'all',
      OPS: 'all',
      EXE: 'all',
    },
    create: { SDR: 'self', REP: 'self', SM: 'tree' },
    change: { REP: 'self', SM: 'tree', SVC: 'all', OPS: 'all' },
    makePrimary: { REP: 'self', SM: 'tree', OPS: 'all' },
    leave: { REP: 'self', SM: 'tree', OPS: 'all' },
    comeBack: { REP: 'self', SM: 'tree', OPS: 'all' },
    erase: { OPS: 'all' },
    yieldPrimary: systemOnly,
    follow: systemOnly,
    relink: systemOnly,
  },
  messages: {
    ...duplicateMessages('CONTACT'),
    ...erasureMessages,
    ...mergeMessages,
    MERGE_ACCOUNTS_DIFFER: say(
      '两位联系人属于不同客户，请先合并客户',
      'These contacts belong to different accounts; merge the accounts first',
    ),
    CONTACT_METHOD_REQUIRED: say(
      '请至少填写一种联系方式：手机、电话、邮箱或微信',
      'Give at least one way to reach them: mobile, telephone, e-mail or WeChat',
    ),
    CONTACT_PRIMARY_KEPT: say(
      '每个客户须有一名主联系人，请在另一联系人上执行“设为主联系人”',
      'An account keeps one primary contact; make another one primary instead',
    ),
    CONTACT_PRIMARY_LEAVING: say(
      '主联系人离职前，请先指定新的主联系人',
      'Make another contact primary before this one leaves',
    ),
  },
})
