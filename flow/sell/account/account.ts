/** An account 客户: a company or a person we sell to, held by someone or waiting in the customer pool 客户公海. */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { datetime, link, member, text, toggle } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import { object } from '../../../kernel/object.ts'
import { erasure, keepsErased } from '../erasure.ts'
import { broughtBack, chosen, knowsFields } from '../mergeStep.ts'
import { type AccountContext, facts, fields } from './fields.ts'
import { messages } from './messages.ts'
import { permits } from './permits.ts'
import {
  backToPool,
  hasPool,
  homePool,
  nameKey,
  onChange,
  onClaim,
  onCreate,
  onMerge,
  onTransfer,
  ordered,
  takenBy,
} from './rules.ts'

const pools = ['pool', 'defaultPools'] as const
const living = ['held', 'pool'] as const
const at = datetime({ label: say('时间', 'When'), required: true })
/** Who still owes cannot be forgotten, and a company is no person. */
const onErase = [
  { code: 'ERASE_PERSON_ONLY', holds: ({ record }: { readonly record: Loose }) => record.kind === 'person' },
  { code: 'ERASE_OPEN_ITEMS', holds: ({ facts: known }: { readonly facts: Loose }) => known.openInvoices === 0 },
]
const ownerOnly = { code: 'OWNER_ONLY', holds: ({ before, actor }: AccountContext) => before?.ownerId === actor.id }

export const account = object('account', {
  label: say('客户', 'Account'),
  plural: 'accounts',
  area: 'sell',
  title: 'name',
  numbered: 'AC',
  fields,
  parts: {},
  facts,
  states: {
    held: { label: say('已归属', 'Held') },
    pool: { label: say('客户公海', 'In the pool') },
    merged: { label: say('已合并', 'Merged'), ends: 'badly' },
  },
  starts: ({ record }) => (record.ownerId === null ? 'pool' : 'held'),
  create: {
    takesOwner: true,
    needs: [...pools, 'owner', 'duplicates', 'ancestors'],
    guards: onCreate,
    sets: (context) => {
      const { record, facts: known, history } = context
      const deptId = known.owner?.departmentId ?? record.deptId
      if (history) return { deptId }
      const poolId = (homePool(context)?.id as string) ?? null
      return record.ownerId === null
        ? { poolId, deptId }
        : { poolId, ...takenBy(context, { ownerId: record.ownerId, deptId }) }
    },
  },
  change: { needs: ['duplicates', 'ancestors'], guards: [keepsErased, ...onChange] },
  derive: (record) => ({ nameKey: nameKey(record) }),
  transitions: {
    claim: {
      label: say('领取', 'Claim'),
      tone: 'primary',
      from: ['pool'],
      to: 'held',
      emits: 'claimed',
      undo: 'release',
      needs: [...pools, 'owner', 'claimer', 'claimsToday', 'heldByMe'],
      guards: onClaim,
      sets: (context) => ({
        ...takenBy(context, { ownerId: context.actor.id, deptId: context.actor.deptId }),
        claimedAt: context.now,
      }),
    },
    transfer: {
      label: say('转移负责人', 'Transfer'),
      from: living,
      to: 'held',
      emits: 'transferred',
      input: {
        ownerId: member({ label: say('新负责人', 'New owner'), required: true }),
        keepOpen: toggle({
          label: say('未完结的线索和商机不随同转移', 'Leave open leads and opportunities with their owners'),
        }),
      },
      needs: [...pools, 'target', 'heldByTarget'],
      guards: onTransfer,
      sets: (context) =>
        takenBy(context, {
          ownerId: context.input.ownerId,
          deptId: context.facts.target?.departmentId ?? context.record.deptId,
        }),
    },
    release: {
      label: say('退回公海', 'Release'),
      from: ['held'],
      to: 'pool',
      emits: 'released',
      needs: [...pools, 'openOpportunities'],
      guards: [
        ownerOnly,
        reasonGiven,
        hasPool,
        {
          code: 'ACCOUNT_HAS_OPEN',
          holds: ({ facts: known }) => known.openOpportunities === 0,
          details: ({ facts: known }) => ({ n: known.openOpportunities }),
        },
      ],
      sets: backToPool,
    },
    recycle: {
      label: say('回收', 'Recycle'),
      from: ['held'],
      to: 'pool',
      emits: 'recycled',
      input: { rule: text({ label: say('触发规则', 'Rule'), maxLength: 10 }) },
      needs: pools,
      guards: [hasPool],
      sets: backToPool,
    },
    askExtension: {
      label: say('申请延期', 'Ask for an extension'),
      from: ['held'],
      emits: 'extension_asked',
      guards: [
        ownerOnly,
        { code: 'EXTENSION_USED', holds: ({ before }) => (before?.extensionAskedOn ?? null) === null },
      ],
      sets: ({ today }) => ({ extensionAskedOn: today }),
    },
    extend: {
      label: say('批准延期', 'Grant the extension'),
      from: ['held'],
      emits: 'extended',
      needs: pools,
      guards: [
        {
          code: 'EXTENSION_NOT_ASKED',
          holds: ({ before }) => (before?.extensionAskedOn ?? null) !== null && (before?.extensionDays ?? 0) === 0,
        },
      ],
      sets: (context) => ({ extensionDays: (homePool(context)?.extensionDays as number | undefined) ?? 7 }),
    },
    protect: {
      label: say('设置保护期', 'Protect'),
      from: ['held'],
      emits: 'protected',
      asks: ['protectedUntil'],
      guards: [
        {
          code: 'PROTECT_DATE_PAST',
          field: 'protectedUntil',
          onInput: true,
          holds: ({ record, today }) =>
            (record.protectedUntil ?? '') > today && (record.protectedUntil ?? '') <= addDays(today, 366),
        },
      ],
    },
    setCredit: {
      label: say('设置信用', 'Set credit'),
      from: living,
      emits: 'credit_changed',
      asks: ['creditLimit', 'creditDays', 'creditStatus'],
      notBy: [
        {
          rule: 'S04',
          say: say('拥有客户与设定其信用额度', 'Owning an account and setting its credit'),
          doneBy: ({ before }) => before?.ownerId,
        },
      ],
      guards: [
        {
          code: 'CREDIT_NEGATIVE',
          field: 'creditLimit',
          onInput: true,
          holds: ({ record }) => (record.creditLimit ?? 0n) >= 0n && (record.creditDays ?? 0) >= 0,
        },
      ],
    },
    merge: {
      label: say('合并到…', 'Merge into…'),
      tone: 'danger',
      from: living,
      to: 'merged',
      emits: 'merged',
      input: {
        survivorId: link('account', { label: say('保留的客户', 'Account to keep'), required: true }),
        ...chosen,
      },
      needs: ['survivor', 'unmatchedPayments', 'ownInvoices', 'survivorInvoices'],
      guards: [...onMerge, knowsFields(fields)],
      sets: ({ input }) => ({ mergedIntoId: input.survivorId }),
    },
    absorb: {
      label: say('并入', 'Take over'),
      from: living,
      emits: 'absorbed',
    },
    unmerge: {
      label: say('恢复', 'Bring back'),
      from: ['merged'],
      to: living,
      emits: 'unmerged',
      ...broughtBack,
      chooses: ({ input }) => input.state as (typeof living)[number],
      needs: ['mergedHere'],
      sets: () => ({ mergedIntoId: null }),
    },
    touch: {
      label: say('跟进', 'Activity'),
      from: ['held', 'pool', 'merged'],
      emits: 'touched',
      input: { at },
      sets: ({ record, input }) => ({
        lastActivityAt:
          record.lastActivityAt !== null && record.lastActivityAt > input.at ? record.lastActivityAt : input.at,
      }),
    },
    noteOrder: { label: say('下单', 'Ordered'), from: living, emits: 'ordered', input: { at }, sets: ordered },
    winBack: { label: say('挽回', 'Won back'), from: living, emits: 'won_back', input: { at }, sets: ordered },
    sleep: {
      label: say('转沉睡', 'Gone dormant'),
      from: living,
      emits: 'went_dormant',
      sets: () => ({ lifecycle: 'dormant' as const }),
    },
    churn: {
      label: say('确认流失', 'Churned'),
      tone: 'danger',
      from: living,
      emits: 'churned',
      guards: [
        {
          code: 'REASON_REQUIRED',
          field: 'reason',
          onInput: true,
          holds: (context) => context.actor.kind === 'system' || reasonGiven.holds(context),
        },
        { code: 'ACCOUNT_NEVER_BOUGHT', holds: ({ before }) => before?.lifecycle !== 'prospect' },
        { code: 'ACCOUNT_CHURNED', holds: ({ before }) => before?.lifecycle !== 'churned' },
      ],
      sets: () => ({ lifecycle: 'churned' as const }),
    },
    erase: {
      ...erasure(['held', 'pool', 'merged'] as const, { name: 'name', fields: () => fields, guards: onErase }),
      needs: ['openInvoices'],
    },
    relink: {
      label: say('改挂上级', 'Move under another parent'),
      from: ['held', 'pool', 'merged'],
      emits: 'relinked',
      takes: ['parentId'],
    },
  },
  permits,
  messages,
  quiet: ['nameKey'],
})
