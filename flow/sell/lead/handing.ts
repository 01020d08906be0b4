/** How a lead changes hands: claimed, assigned, released, recycled, and how its holding is prolonged. */
import { addDays } from '../../../kernel/calendar.ts'
import { link, member, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { say } from '../../../kernel/label.ts'
import type { Transition } from '../../../kernel/object.ts'
import type { facts, fields, LeadState } from './fields.ts'
import { backToPool, homePool, takenBy } from './holding.ts'
import { hasPool, onAssign, onClaim, ownerOnly } from './rules.ts'

type Move = Transition<typeof fields, Record<never, never>, typeof facts, LeadState>

const pools = ['pool', 'defaultPools'] as const

export const handing = {
  claim: {
    label: say('领取', 'Claim'),
    tone: 'primary',
    from: ['pool'],
    to: 'assigned',
    emits: 'claimed',
    undo: 'release',
    needs: [...pools, 'owner', 'claimer', 'claimsToday', 'heldByMe'],
    guards: onClaim,
    sets: (context) => ({
      ...takenBy(context, { ownerId: context.actor.id, deptId: context.actor.deptId }),
      claimedAt: context.now,
    }),
  },
  assign: {
    label: say('分配', 'Assign'),
    from: ['pool', 'assigned', 'working'],
    to: 'assigned',
    emits: 'assigned',
    input: { ownerId: member({ label: say('负责人', 'Owner'), required: true }) },
    needs: [...pools, 'target', 'heldByTarget'],
    guards: onAssign,
    sets: (context) =>
      takenBy(context, {
        ownerId: context.input.ownerId,
        deptId: context.facts.target?.departmentId ?? context.record.deptId,
      }),
  },
  autoAssign: {
    label: say('自动分配', 'Assign by rule'),
    from: ['pool'],
    to: 'assigned',
    emits: 'assigned',
    input: {
      ownerId: member({ label: say('负责人', 'Owner'), required: true }),
      ruleId: link('assignmentRule', { label: say('分配规则', 'Rule') }),
    },
    needs: [...pools, 'target'],
    sets: (context) =>
      takenBy(context, {
        ownerId: context.input.ownerId,
        deptId: context.facts.target?.departmentId ?? context.record.deptId,
      }),
  },
  leaveUnassigned: {
    label: say('无人可分配', 'Nobody to assign'),
    from: ['pool'],
    emits: 'unassignable',
    input: { ruleId: link('assignmentRule', { label: say('分配规则', 'Rule') }) },
  },
  release: {
    label: say('退回公海', 'Release'),
    from: ['assigned', 'working', 'nurturing'],
    to: 'pool',
    emits: 'released',
    needs: pools,
    guards: [ownerOnly, reasonGiven, hasPool],
    sets: backToPool,
  },
  recycle: {
    label: say('回收', 'Recycle'),
    from: ['assigned', 'working', 'nurturing', 'qualified'],
    to: 'pool',
    emits: 'recycled',
    input: { rule: text({ label: say('触发规则', 'Rule'), maxLength: 10 }) },
    needs: pools,
    guards: [hasPool],
    sets: backToPool,
  },
  reopen: {
    label: say('重新激活', 'Reactivate'),
    from: ['disqualified'],
    to: 'pool',
    emits: 'reactivated',
    needs: pools,
    guards: [
      reasonGiven,
      hasPool,
      { code: 'LEAD_FALSE_INFO', holds: ({ before }) => before?.disqualifyReason !== 'false_info' },
    ],
    sets: (context) => ({ ...backToPool(context), disqualifyReason: null, disqualifyNote: null }),
  },
  askExtension: {
    label: say('申请延期', 'Ask for an extension'),
    from: ['assigned', 'working', 'qualified'],
    emits: 'extension_asked',
    guards: [ownerOnly, { code: 'EXTENSION_USED', holds: ({ before }) => (before?.extensionAskedOn ?? null) === null }],
    sets: ({ today }) => ({ extensionAskedOn: today }),
  },
  extend: {
    label: say('批准延期', 'Grant the extension'),
    from: ['assigned', 'working', 'qualified'],
    emits: 'extended',
    needs: pools,
    guards: [
      {
        code: 'EXTENSION_NOT_ASKED',
        holds: ({ before }) => (before?.extensionAskedOn ?? null) !== null && (before?.extensionDays ?? 0) === 0,
      },
    ],
    sets: (context) => {
      const more = (homePool(context)?.extensionDays as number | undefined) ?? 7
      const { recycleDueOn } = context.record
      return { extensionDays: more, recycleDueOn: recycleDueOn === null ? null : addDays(recycleDueOn, more) }
    },
  },
  protect: {
    label: say('设置保护期', 'Protect'),
    from: ['assigned', 'working', 'nurturing', 'qualified'],
    emits: 'protected',
    asks: ['protectedUntil'],
    guards: [
      {
        code: 'PROTECT_DATE_PAST',
        field: 'protectedUntil',
        onInput: true,
        holds: ({ record, today }) => (record.protectedUntil ?? '') > today,
      },
    ],
  },
} as const satisfies Record<string, Move>
