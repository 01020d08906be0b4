/** Money a customer sent: registered, claimed for an account, allocated to invoices; the rest stays unapplied. */

import { data, link, money } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import type { Permit } from '../../kernel/role.ts'
import { afterwards } from '../afterwards.ts'
import { rateKnown } from '../sell/currency.ts'
import { facts, fields, parts } from './payment/fields.ts'
import { messages } from './payment/messages.ts'
import {
  allocate,
  amountsRead,
  asBooked,
  cashDated,
  changed,
  claimed,
  dayOpen,
  invoicesOpen,
  isAllocated,
  matched,
  matchSure,
  ofTheseBooks,
  payerKnown,
  positive,
  refGiven,
  refUnused,
  registered,
  somethingPlanned,
  stateOf,
  takenBack,
  withinBoth,
} from './payment/rules.ts'
import { postsToday } from './period.ts'

const finance: Permit = { ARF: 'all' }
const live = ['registered', 'claimed', 'partially_allocated', 'allocated'] as const

export const payment = object('payment', {
  label: say('回款', 'Payment'),
  plural: 'payments',
  area: 'cash',
  title: 'no',
  numbered: 'RC',
  fields,
  parts,
  facts,
  states: {
    registered: { label: say('待认领', 'Registered') },
    claimed: { label: say('已认领', 'Claimed'), locked: true },
    partially_allocated: { label: say('部分核销', 'Partly allocated'), locked: true },
    allocated: { label: say('已核销', 'Allocated'), ends: 'well', locked: true },
    reversed: { label: say('已退票', 'Reversed'), ends: 'badly', locked: true },
  },
  starts: ({ record, history }) => (history ? 'allocated' : record.accountId ? 'claimed' : 'registered'),
  create: {
    emits: 'received',
    needs: ['account', 'entities', 'rate', 'sameRef', 'anyClosed', 'candidates'],
    sets: registered,
    guards: [positive, refGiven, cashDated, payerKnown, ...[refUnused, rateKnown, dayOpen].map(afterwards(registered))],
  },
  change: {
    needs: ['sameRef'],
    guards: [
      asBooked,
      refUnused,
      cashDated,
      {
        code: 'CLAIM_BY_COMMAND',
        field: 'accountId',
        onInput: true,
        holds: ({ record, before }) => record.accountId === before?.accountId,
      },
    ],
    sets: changed,
  },
  transitions: {
    claim: {
      label: say('认领', 'Claim'),
      from: ['registered'],
      to: 'claimed',
      emits: 'claimed',
      asks: ['accountId'],
      takes: ['payerProof'],
      needs: ['account', 'candidates'],
      guards: [payerKnown],
      tone: 'primary',
      sets: claimed,
    },
    match: {
      label: say('自动匹配核销', 'Match'),
      from: ['claimed', 'partially_allocated'],
      to: ['allocated', 'partially_allocated', 'claimed'],
      emits: 'allocated',
      needs: ['account', 'invoices', 'closedPeriods'],
      chooses: ({ record }) => stateOf(record),
      help: say(
        '附言中的发票号，或金额与未清发票完全相符时核销；否则只给出建议',
        'Allocates where the reference names an invoice or open invoices add up to the amount; else proposes only',
      ),
      guards: [matchSure, postsToday],
      sets: matched,
    },
    allocate: {
      label: say('核销', 'Allocate'),
      from: ['claimed', 'partially_allocated'],
      to: ['allocated', 'partially_allocated', 'claimed'],
      emits: 'allocated',
      needs: ['invoices', 'closedPeriods'],
      chooses: ({ record }) => stateOf(record),
      tone: 'primary',
      help: say('不指定发票时按到期日从早到晚核销', 'Without an invoice the oldest due date comes first'),
      input: {
        invoiceId: link('invoice', { label: say('发票', 'Invoice') }),
        amount: money({ label: say('金额', 'Amount') }),
        allocations: data<readonly { invoiceId: string; amount: string }[]>({
          label: say('多张发票', 'Several invoices'),
        }),
      },
      guards: [amountsRead, somethingPlanned, invoicesOpen, withinBoth, postsToday],
      sets: allocate,
    },
    deallocate: {
      label: say('撤销核销', 'Take back'),
      from: ['partially_allocated', 'allocated'],
      to: ['allocated', 'partially_allocated', 'claimed'],
      emits: 'deallocated',
      chooses: ({ record }) => stateOf(record),
      tone: 'danger',
      needs: ['closedPeriods'],
      input: { invoiceId: link('invoice', { label: say('发票', 'Invoice'), required: true }) },
      guards: [reasonGiven, isAllocated, postsToday],
      sets: takenBack((row, input) => row.invoiceId === input.invoiceId),
    },
    reverse: {
      label: say('退票', 'Reverse'),
      from: live,
      to: 'reversed',
      emits: 'reversed',
      takes: ['bankProof'],
      tone: 'danger',
      needs: ['closedPeriods'],
      guards: [
        reasonGiven,
        postsToday,
        ofTheseBooks,
        {
          code: 'BANK_PROOF_REQUIRED',
          field: 'bankProof',
          onInput: true,
          holds: ({ record, settings }) => !settings.evidenceFiles || (record.bankProof?.length ?? 0) > 0,
        },
      ],
      sets: (context) => ({ ...takenBack(() => true)(context), unapplied: 0n, unappliedBase: 0n, proposal: null }),
    },
  },
  permits: {
    read: { REP: 'self', SM: 'tree', ARF: 'all', OPS: 'all', EXE: 'all' },
    create: finance,
    change: finance,
    claim: { ARF: 'all', REP: 'self' },
    match: finance,
    allocate: finance,
    deallocate: finance,
    reverse: finance,
  },
  messages,
  thread: { amount: 'amount' },
})
