/** An activity 跟进: something done with a customer, or planned; valid ones count for response times and recycling. */
import { one, self } from '../../../kernel/fact.ts'
import { link, member } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { object, part } from '../../../kernel/object.ts'
import { systemOnly } from '../../../kernel/role.ts'
import { fields } from './fields.ts'
import { type Checked, firstWords, holdersOf, isPlan, onDone, outcomeOf, ownerOrManager, related } from './rules.ts'

const doers = {
  SDR: 'self',
  REP: 'self',
  SM: 'tree',
  PRE: 'self',
  LEG: 'self',
  ODK: 'self',
  DPM: 'self',
  ARF: 'self',
  SVC: 'self',
} as const

export const activity = object('activity', {
  label: say('跟进', 'Activity'),
  plural: 'activities',
  area: 'sell',
  title: 'subject',
  fields,
  parts: {
    attendees: part({
      label: say('参与联系人', 'Contacts present'),
      max: 50,
      fields: { contactId: link('contact', { label: say('联系人', 'Contact'), required: true }) },
    }),
  },
  facts: {
    lead: one('lead', self('leadId')),
    account: one('account', self('accountId')),
    opportunity: one('opportunity', self('opportunityId')),
  },
  states: {
    planned: { label: say('计划中', 'Planned'), draft: true },
    done: { label: say('已完成', 'Done') },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly' },
  },
  starts: ({ record }) => (record.outcome === null && record.type !== 'note' ? 'planned' : 'done'),
  create: {
    takesOwner: true,
    needs: ['lead', 'account', 'opportunity'],
    guards: [
      related,
      ...onDone.map((guard) => ({
        ...guard,
        holds: (context: Checked) => isPlan(context.record) || guard.holds(context),
      })),
      {
        code: 'ACTIVITY_PLAN_REQUIRED',
        field: 'plannedAt',
        holds: ({ record }) => !isPlan(record) || record.plannedAt !== null,
      },
    ],
    sets: ({ record, facts, now, today, actor }) => ({
      ...(isPlan(record) ? {} : outcomeOf(record, { now, today })),
      memberIds: [
        ...new Set([
          ...record.memberIds,
          ...holdersOf([facts.lead, facts.account, facts.opportunity]),
          ...(actor.id ? [actor.id] : []),
        ]),
      ],
    }),
  },
  change: {
    needs: ['account'],
    guards: [related, ownerOrManager],
    sets: ({ record, now, today }) =>
      record.state === 'done' ? { ...outcomeOf(record, { now, today }), doneOn: record.doneOn } : {},
  },
  remove: { guards: [ownerOrManager] },
  derive: (record) => ({ subject: record.subject ?? firstWords(record) }),
  transitions: {
    complete: {
      label: say('完成', 'Complete'),
      tone: 'primary',
      from: ['planned'],
      to: 'done',
      emits: 'done',
      takes: [
        'outcome',
        'content',
        'startAt',
        'endAt',
        'durationMin',
        'nextAction',
        'nextActionAt',
        'location',
        'attachments',
        'contactId',
        'attendees',
      ],
      needs: ['account'],
      guards: [ownerOrManager, ...onDone],
      sets: ({ record, now, today }) => outcomeOf(record, { now, today }),
    },
    cancel: {
      label: say('取消', 'Cancel'),
      from: ['planned'],
      to: 'cancelled',
      emits: 'cancelled',
      guards: [ownerOrManager],
    },
    share: {
      label: say('共享给', 'Share with'),
      from: ['planned', 'done', 'cancelled'],
      emits: 'shared',
      input: { memberId: member({ label: say('人员', 'Person'), required: true }) },
      sets: ({ record, input }) => ({ memberIds: [...new Set([...record.memberIds, input.memberId as string])] }),
    },
    relink: {
      label: say('改挂记录', 'Move to another record'),
      from: ['planned', 'done', 'cancelled'],
      emits: 'relinked',
      takes: ['leadId', 'accountId', 'contactId', 'opportunityId'],
    },
  },
  permits: {
    read: { ...doers, MKT: 'all', OPS: 'all', EXE: 'all' },
    create: doers,
    change: { SDR: 'self', REP: 'self', SM: 'tree', PRE: 'self', DPM: 'self', SVC: 'self' },
    remove: doers,
    complete: doers,
    cancel: doers,
    share: systemOnly,
    relink: systemOnly,
  },
  messages: {
    ACTIVITY_RELATED_REQUIRED: say(
      '请关联 1 至 5 个对象，例如线索或客户',
      'Relate it to one to five records, such as a lead or an account',
    ),
    ACTIVITY_PLAN_REQUIRED: say(
      '计划中的跟进请填写计划时间；已完成的请填写结果',
      'Give the planned time; or the outcome when it is done',
    ),
    ACTIVITY_OUTCOME_REQUIRED: say('请填写跟进结果', 'Give the outcome'),
    ACTIVITY_IN_FUTURE: say(
      '开始时间晚于现在，请改为实际时间或保留为计划',
      'It starts in the future; give the real time or leave it planned',
    ),
    ACTIVITY_BACKDATE: say(
      '不能补录{days}天以前的跟进，请由销售主管补录',
      'Older than {days} days; a manager may record it',
    ),
    ACTIVITY_NOT_YOURS: say(
      '仅本人或销售主管可以修改该跟进',
      'Only the person whose activity it is, or a manager, may do this',
    ),
    CHECKIN_TOO_FAR: say(
      '签到位置距客户{metres}米，超过{limit}米；请到场签到，或由主管说明原因后放行',
      'Checked in {metres} m away, more than {limit} m; check in on site, or a manager lets it pass with a reason',
    ),
  },
  thread: {},
})
