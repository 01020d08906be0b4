/** A campaign 市场活动: where leads come from, what it cost, and who responded. */
import { count, self, sum } from '../../kernel/fact.ts'
import { choice, date, datetime, integer, link, member, money, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { systemOnly } from '../../kernel/role.ts'

export const campaign = object('campaign', {
  label: say('市场活动', 'Campaign'),
  plural: 'campaigns',
  area: 'sell',
  title: 'name',
  numbered: 'CA',
  fields: {
    name: text({ label: say('活动名称', 'Name'), required: true, maxLength: 100, search: true, listed: true }),
    type: choice(
      {
        expo: ['展会', 'Trade fair'],
        webinar: ['线上会', 'Webinar'],
        ads: ['广告', 'Advertising'],
        email: ['邮件', 'E-mail'],
        seo: ['搜索优化', 'Search engine'],
        referral: ['转介绍', 'Referral'],
        content: ['内容', 'Content'],
        partner: ['合作伙伴', 'Partner'],
        other: ['其他', 'Other'],
      },
      { label: say('类型', 'Type'), required: true, listed: true },
    ),
    startDate: date({ label: say('开始日期', 'Start'), required: true, listed: true }),
    endDate: date({ label: say('结束日期', 'End'), required: true, listed: true }),
    currency: text({ label: say('币种', 'Currency'), required: true, default: 'CNY', maxLength: 3, check: 'currency' }),
    budget: money({ label: say('预算', 'Budget'), required: true, min: 0, listed: true }),
    actualCost: money({
      label: say('实际费用', 'Actual cost'),
      base: true,
      min: 0,
      listed: true,
      help: say('有费用单时自动汇总；没有费用请填 0', 'The sum of its cost records; enter 0 where there were none'),
    }),
    targetLeads: integer({ label: say('目标线索数', 'Target leads'), min: 0 }),
    targetRevenue: money({ label: say('目标收入', 'Target revenue'), min: 0 }),
    utmCode: text({ label: say('追踪码', 'Tracking code'), maxLength: 60, unique: true, search: true }),
    parentId: link('campaign', { label: say('上级活动', 'Parent campaign') }),
    budgetApprovedAt: datetime({ label: say('预算批准时间', 'Budget approved'), computed: true }),
    budgetApprovedBy: member({ label: say('预算批准人', 'Budget approved by'), computed: true }),
  },
  parts: {
    members: part({
      label: say('活动成员', 'Members'),
      fields: {
        leadId: link('lead', { label: say('线索', 'Lead') }),
        contactId: link('contact', { label: say('联系人', 'Contact') }),
        status: choice(
          {
            sent: ['触达', 'Sent'],
            opened: ['打开', 'Opened'],
            responded: ['响应', 'Responded'],
            attended: ['到场', 'Attended'],
          },
          { label: say('响应状态', 'Status'), required: true, default: 'sent' },
        ),
        respondedAt: datetime({ label: say('响应时间', 'Responded') }),
      },
    }),
  },
  facts: {
    costs: count('cost', { campaignId: self('id'), state: 'entered' }),
    spent: sum('cost', 'amount', { campaignId: self('id'), state: 'entered' }),
  },
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    planned: { label: say('已计划', 'Planned') },
    active: { label: say('进行中', 'Active') },
    completed: { label: say('已完成', 'Completed'), ends: 'well' },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly' },
  },
  starts: 'draft',
  create: { guards: [datesInOrder(), membersNamed()] },
  change: {
    guards: [datesInOrder(), membersNamed()],
    sets: ({ before, record }) =>
      before?.budget === record.budget ? {} : { budgetApprovedAt: null, budgetApprovedBy: null },
  },
  transitions: {
    submit: {
      label: say('提交计划', 'Plan'),
      tone: 'primary',
      from: ['draft'],
      to: 'planned',
      emits: 'planned',
      undo: 'cancel',
      guards: [
        datesInOrder(),
        { code: 'CAMPAIGN_BUDGET_REQUIRED', field: 'budget', holds: ({ record }) => (record.budget ?? 0n) > 0n },
      ],
    },
    approveBudget: {
      label: say('批准预算', 'Approve the budget'),
      from: ['planned'],
      emits: 'budget_approved',
      notBy: [
        {
          rule: 'S02',
          say: say('提报预算与批准预算', 'Asking for a budget and approving it'),
          doneBy: ({ record }) => record.ownerId,
        },
      ],
      sets: ({ now, actor }) => ({ budgetApprovedAt: now, budgetApprovedBy: actor.id }),
    },
    start: {
      label: say('开始', 'Start'),
      tone: 'primary',
      from: ['planned'],
      to: 'active',
      emits: 'started',
      guards: [
        {
          code: 'APPROVAL_PENDING',
          holds: ({ record, settings }) =>
            !settings.gates || (record.budget ?? 0n) < BigInt(settings.gateFrom) || record.budgetApprovedAt !== null,
        },
      ],
    },
    complete: {
      label: say('完成', 'Complete'),
      tone: 'primary',
      from: ['active'],
      to: 'completed',
      emits: 'completed',
      takes: ['actualCost'],
      guards: [
        {
          code: 'CAMPAIGN_COST_MISSING',
          field: 'actualCost',
          onInput: true,
          holds: ({ record }) => record.actualCost !== null,
        },
      ],
    },
    cancel: {
      label: say('取消', 'Cancel'),
      tone: 'danger',
      from: ['draft', 'planned'],
      to: 'cancelled',
      emits: 'cancelled',
      needs: ['costs'],
      guards: [
        {
          code: 'CAMPAIGN_HAS_COST',
          holds: ({ record, facts }) => facts.costs === 0 && (record.actualCost ?? 0n) === 0n,
        },
      ],
    },
    tally: {
      label: say('汇总费用', 'Add up the costs'),
      emits: 'tallied',
      from: ['draft', 'planned', 'active', 'completed', 'cancelled'],
      needs: ['spent'],
      sets: ({ facts }) => ({ actualCost: facts.spent }),
    },
    relinkMember: {
      label: say('合并成员', 'Move a member'),
      from: ['draft', 'planned', 'active', 'completed', 'cancelled'],
      emits: 'member_moved',
      input: {
        fromLeadId: link('lead', { label: say('原线索', 'From lead'), required: true }),
        toLeadId: link('lead', { label: say('目标线索', 'To lead'), required: true }),
      },
      sets: ({ record, input }) => ({
        members: record.members.map((row) =>
          row.leadId === input.fromLeadId ? { ...row, leadId: input.toLeadId } : row,
        ),
      }),
    },
  },
  permits: {
    read: { SDR: 'all', REP: 'all', SM: 'all', ARF: 'all', MKT: 'all', OPS: 'all', EXE: 'all' },
    create: { MKT: 'all' },
    change: { MKT: 'all' },
    remove: { MKT: 'self' },
    submit: { MKT: 'all' },
    approveBudget: { MKT: 'all', EXE: 'all' },
    start: { MKT: 'all' },
    complete: { MKT: 'all' },
    cancel: { MKT: 'all' },
    tally: systemOnly,
    relinkMember: systemOnly,
  },
  messages: {
    CAMPAIGN_DATE_RANGE: say(
      '结束日期不能早于开始日期，请调整日期',
      'The end must not be before the start; change the dates',
    ),
    CAMPAIGN_BUDGET_REQUIRED: say('请填写大于零的预算', 'Give a budget greater than zero'),
    APPROVAL_PENDING: say(
      '预算超出限额，请先由他人批准预算',
      'The budget is above the limit; have someone else approve it first',
    ),
    CAMPAIGN_COST_MISSING: say('请填写实际费用，没有费用请填 0', 'Enter the actual cost; 0 where there was none'),
    CAMPAIGN_HAS_COST: say(
      '活动已有费用，不能取消；请执行后完成',
      'Costs were posted, so it cannot be cancelled; run and complete it',
    ),
    CAMPAIGN_MEMBER_ONE: say('每行成员请填写线索或联系人之一', 'Each member is either a lead or a contact'),
  },
  thread: { amount: 'actualCost' },
  board: 'state',
})

function datesInOrder() {
  return {
    code: 'CAMPAIGN_DATE_RANGE',
    field: 'endDate',
    holds: ({ record }: { record: { startDate: string | null; endDate: string | null } }) =>
      record.startDate === null || record.endDate === null || record.endDate >= record.startDate,
  }
}

function membersNamed() {
  return {
    code: 'CAMPAIGN_MEMBER_ONE',
    field: 'members',
    holds: ({ record }: { record: { members: readonly { leadId: string | null; contactId: string | null }[] } }) =>
      record.members.every((row) => (row.leadId === null) !== (row.contactId === null)),
  }
}
