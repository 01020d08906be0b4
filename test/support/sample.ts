/** A small business of its own on a real database: proves the write path without the whole product. */
import { arrow } from '../../kernel/arrow.ts'
import { count, one, self } from '../../kernel/fact.ts'
import { choices, department, integer, link, money, text } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { type Registry, registry } from '../../kernel/registry.ts'
import { systemOnly } from '../../kernel/role.ts'

const all = { REP: 'self', SM: 'tree', ADM: 'all' } as const

const departments = object('department', {
  label: say('部门', 'Department'),
  plural: 'departments',
  area: 'setup',
  title: 'name',
  fields: { name: text({ label: say('名称', 'Name'), required: true }) },
  states: { active: { label: say('启用', 'Active') } },
  starts: 'active',
  transitions: {},
  permits: { read: all, create: all, change: all },
})

const users = object('user', {
  label: say('用户', 'User'),
  plural: 'users',
  area: 'setup',
  title: 'name',
  fields: {
    name: text({ label: say('姓名', 'Name'), required: true }),
    roles: choices({ REP: ['销售', 'Rep'], SM: ['主管', 'Manager'] }, { label: say('角色', 'Roles') }),
    departmentId: department({ label: say('部门', 'Department') }),
  },
  states: { active: { label: say('启用', 'Active') } },
  starts: 'active',
  transitions: {},
  permits: { read: all, create: all, change: all },
})

const bills = object('bill', {
  label: say('账单', 'Bill'),
  plural: 'bills',
  area: 'cash',
  title: 'name',
  numbered: 'BL',
  fields: {
    name: text({ label: say('名称', 'Name'), required: true, search: true, unique: true }),
    total: money({ label: say('总额', 'Total'), required: true }),
    paid: money({ label: say('已付', 'Paid'), computed: true, default: 0n }),
    fiscalNo: text({ label: say('发票号', 'Fiscal number'), computed: true }),
    payments: integer({ label: say('付款数', 'Payments'), computed: true, default: 0 }),
  },
  parts: {
    lines: part({
      label: say('明细', 'Lines'),
      fields: {
        what: text({ label: say('内容', 'What'), required: true }),
        amount: money({ label: say('金额', 'Amount') }),
      },
    }),
  },
  facts: { sameName: count('bill', { name: self('name') }) },
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    issued: { label: say('已开', 'Issued'), locked: true },
    paid: { label: say('已付', 'Paid'), ends: 'well' },
    void: { label: say('作废', 'Void'), ends: 'badly' },
  },
  starts: 'draft',
  create: { needs: ['sameName'] },
  transitions: {
    issue: { label: say('开票', 'Issue'), from: ['draft'], to: 'issued', emits: 'issued' },
    void: { label: say('作废', 'Void'), from: ['draft', 'issued'], to: 'void', emits: 'voided', guards: [reasonGiven] },
    receive: {
      label: say('收款', 'Receive'),
      from: ['issued'],
      to: ['issued', 'paid'],
      emits: 'received',
      input: { amount: money({ label: say('金额', 'Amount'), required: true }) },
      guards: [
        {
          code: 'TOO_MUCH',
          holds: ({ record, input }) => (record.paid ?? 0n) + (input.amount as bigint) <= (record.total ?? 0n),
          details: ({ record }) => ({ open: (record.total ?? 0n) - (record.paid ?? 0n) }),
        },
      ],
      sets: ({ record, input }) => ({
        paid: (record.paid ?? 0n) + (input.amount as bigint),
        payments: (record.payments ?? 0) + 1,
      }),
      chooses: ({ record }) => (record.paid === record.total ? 'paid' : 'issued'),
    },
  },
  gapless: { transition: 'issue', field: 'fiscalNo', series: (_record, today) => `F${today.slice(0, 4)}-` },
  permits: { read: all, create: all, change: all, remove: all, issue: all, void: all, receive: all },
  messages: { TOO_MUCH: say('超出未付金额 {open}', 'More than the open {open}') },
})

const receipts = object('receipt', {
  label: say('收据', 'Receipt'),
  plural: 'receipts',
  area: 'cash',
  title: 'no',
  numbered: 'RC',
  fields: {
    billId: link('bill', { label: say('账单', 'Bill'), required: true }),
    amount: money({ label: say('金额', 'Amount'), required: true }),
  },
  states: { kept: { label: say('保存', 'Kept'), ends: 'well' } },
  starts: 'kept',
  thread: { after: ['billId'] },
  transitions: {},
  permits: { read: all, create: all, change: systemOnly },
})

const receiptPaysBill = arrow({
  name: 'a receipt pays its bill',
  on: 'receipt.created',
  needs: { bill: one('bill', self('billId'), { lock: true }) },
  then: ({ record }) => [{ object: 'bill', act: 'receive', id: record.billId, input: { amount: record.amount } }],
})

export const sampleObjects = [departments, users, bills, receipts]
export const sampleRegistry: Registry = registry(sampleObjects, [receiptPaysBill])
