/** Money a customer sent: registered, claimed for an account, allocated to invoices; the rest stays unapplied. */

import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import {
  choice,
  data,
  date,
  datetime,
  decimal,
  files,
  link,
  longText,
  member,
  money,
  text,
} from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { convert, formatAmount } from '../../kernel/money.ts'
import { type Context, type Guard, object, part } from '../../kernel/object.ts'
import type { Permit } from '../../kernel/role.ts'
import { normaliseName } from '../../kernel/text.ts'
import { afterwards } from '../afterwards.ts'
import { currencyAndRate, knownRate, rateKnown, rateMessages } from '../sell/currency.ts'
import { type Allocation, allocationsOf, defaultWishes, spent, type Wish, wishesOf } from './allocating.ts'
import { anyClosedPeriods, closedPeriods, dateIn, isClosed, periodMessages, periodOpen, postsToday } from './period.ts'

const fields = {
  receivedAt: datetime({ label: say('到账时间', 'Received at'), required: true, fixed: true, listed: true }),
  method: choice(
    {
      bank: ['转账', 'Bank transfer'],
      draft: ['承兑汇票', 'Bank draft'],
      cash: ['现金', 'Cash'],
      wechat: ['微信', 'WeChat'],
      alipay: ['支付宝', 'Alipay'],
      card: ['刷卡', 'Card'],
      offset: ['抵账', 'Offset'],
    },
    { label: say('方式', 'Method'), required: true, default: 'bank', listed: true },
  ),
  amount: money({ label: say('金额', 'Amount'), required: true, fixed: true, listed: true }),
  currency: text({ label: say('币种', 'Currency'), required: true, fixed: true, check: 'currency', maxLength: 3 }),
  fxRate: decimal({ label: say('汇率', 'Exchange rate'), scale: 8, fixed: true, min: '0.00000001' }),
  amountBase: money({ label: say('金额（本位币）', 'Amount in base currency'), computed: true, base: true }),
  entityId: link('legalEntity', { label: say('我方主体', 'Legal entity'), required: true, fixed: true }),
  bankAccount: text({ label: say('收款账户', 'Into account'), maxLength: 40, fixed: true }),
  payerName: text({ label: say('付款方', 'Payer'), required: true, maxLength: 120, search: true, listed: true }),
  payerKey: text({ label: say('付款方（规范化）', 'Payer (normalised)'), computed: true, maxLength: 200 }),
  payerAccount: text({ label: say('付款账号', 'Payer account'), maxLength: 50, mask: 'text' }),
  bankRef: text({
    label: say('银行流水号', 'Bank reference'),
    maxLength: 60,
    unique: ['bankAccount'],
    search: true,
    listed: true,
  }),
  cashAt: date({
    label: say('现金实现日', 'Cash on'),
    help: say('承兑汇票的到期或贴现日', 'When a draft matures or is discounted'),
  }),
  reference: text({ label: say('附言', 'Reference'), maxLength: 200, search: true }),
  accountId: link('account', { label: say('客户', 'Account'), listed: true }),
  payerProof: files({ label: say('代付证明', 'Third-party proof') }),
  bankProof: files({ label: say('退票凭证', 'Proof of the bank') }),
  claimedAt: datetime({ label: say('认领时间', 'Claimed at'), computed: true }),
  claimedBy: member({ label: say('认领人', 'Claimed by'), computed: true }),
  allocated: money({ label: say('已核销', 'Allocated'), computed: true, default: 0n }),
  unapplied: money({ label: say('未核销余额', 'Unapplied'), computed: true, listed: true }),
  unappliedBase: money({ label: say('未核销余额（本位币）', 'Unapplied, base currency'), computed: true, base: true }),
  note: longText({ label: say('备注', 'Note'), maxLength: 1000 }),
}

const base = (zh: string, en: string) => money({ label: say(zh, en), base: true })
const parts = {
  allocations: part({
    label: say('核销明细', 'Allocations'),
    computed: true,
    fields: {
      invoiceId: link('invoice', { label: say('发票', 'Invoice'), required: true }),
      amount: money({ label: say('核销金额', 'Amount') }),
      writtenOff: money({ label: say('尾差', 'Written off') }),
      paidBase: base('到账金额（本位币）', 'Paid, base currency'),
      settledBase: base('冲抵金额（本位币）', 'Settled, base currency'),
      writtenOffBase: base('尾差（本位币）', 'Written off, base currency'),
      at: datetime({ label: say('核销时间', 'At') }),
      byId: member({ label: say('核销人', 'By') }),
      reversedAt: datetime({ label: say('撤销时间', 'Taken back at') }),
    },
  }),
}

const facts = {
  account: one('account', self('accountId')),
  entities: rows('legalEntity', { state: 'active' }, { sort: ['-isDefault', 'code'], limit: 1 }),
  rate: knownRate,
  sameRef: rows('payment', { bankRef: self('bankRef'), id: { is: '!=', value: self('id') } }, { limit: 50 }),
  /** Locked, so that one invoice cannot be paid twice at once. */
  invoices: rows(
    'invoice',
    {
      accountId: self('accountId'),
      entityId: self('entityId'),
      currency: self('currency'),
      state: ['issued', 'partially_paid'],
    },
    { lock: true },
  ),
  closedPeriods,
  anyClosed: anyClosedPeriods,
}

type State = 'registered' | 'claimed' | 'partially_allocated' | 'allocated' | 'reversed'
type PaymentContext = Context<typeof fields, typeof parts, typeof facts, State>
type Rule = Guard<PaymentContext>

function registered(context: PaymentContext) {
  const { record, facts, settings, now, actor } = context
  const rate = currencyAndRate(context)
  const amount = record.amount ?? 0n
  const amountBase = convert(amount, rate.fxRate ?? '1', {
    from: rate.currency ?? settings.baseCurrency,
    to: settings.baseCurrency,
  })
  return {
    ...rate,
    amountBase,
    unapplied: amount,
    unappliedBase: amountBase,
    entityId: record.entityId ?? ((facts.entities[0]?.id ?? null) as string | null),
    bankAccount: record.bankAccount ?? bankAccountOf(facts.entities),
    receivedAt: record.receivedAt ?? now,
    payerKey: normaliseName(record.payerName ?? ''),
    ...(record.accountId ? { ...ownedBy(facts.account), claimedAt: now, claimedBy: actor.id } : {}),
  }
}

/** A bank reference is unique per account, so a receipt always names one. */
function bankAccountOf(entities: readonly Loose[]): string {
  const accounts = (entities[0]?.bankAccounts ?? []) as readonly Loose[]
  const chosen = accounts.find((one) => one.isDefault) ?? accounts[0]
  return (chosen?.accountNo ?? entities[0]?.code ?? 'main') as string
}

const dayOpen: Rule = {
  ...periodOpen(({ record, settings }) => postedOn(record, settings)),
  holds: ({ record, facts, settings }) =>
    !isClosed(facts.anyClosed, { entityId: record.entityId, date: postedOn(record, settings) }),
}

const ownedBy = (account: Loose | null) =>
  account?.ownerId ? { ownerId: account.ownerId as string, deptId: account.deptId as string | null } : {}

const positive: Rule = { code: 'PAYMENT_AMOUNT', field: 'amount', holds: ({ record }) => (record.amount ?? 0n) > 0n }
const refUnused: Rule = {
  code: 'BANK_REF_DUPLICATE',
  field: 'bankRef',
  holds: ({ record, facts }) => !record.bankRef || !facts.sameRef.some((one) => one.bankAccount === record.bankAccount),
  details: ({ record }) => ({ bankRef: record.bankRef }),
}
const refGiven: Rule = {
  code: 'BANK_REF_MISSING',
  field: 'bankRef',
  holds: ({ record, settings }) => record.method !== 'bank' || record.bankRef !== null || !settings.evidenceFiles,
}
const cashDated: Rule = {
  code: 'CASH_DATE_MISSING',
  field: 'cashAt',
  holds: ({ record }) => record.method !== 'draft' || record.cashAt !== null,
}

/** Another than the customer paid: then a proof must say that it was for the customer. */
const payerKnown: Rule = {
  code: 'PAYER_MISMATCH',
  field: 'payerProof',
  holds: ({ record, facts }) => {
    if (!record.accountId || !facts.account || (record.payerProof?.length ?? 0) > 0) return true
    const names = [facts.account.name, facts.account.invoiceName]
      .filter(Boolean)
      .map((name) => normaliseName(name as string))
    return names.includes(normaliseName(record.payerName ?? ''))
  },
  details: ({ record, facts }) => ({ payer: record.payerName, account: facts.account?.name }),
}

const purseOf = (stored: Loose, context: PaymentContext) => ({
  currency: (stored.currency ?? context.settings.baseCurrency) as string,
  baseCurrency: context.settings.baseCurrency,
  fxRate: (stored.fxRate ?? '1') as string,
  unapplied: (stored.unapplied ?? 0n) as bigint,
  unappliedBase: (stored.unappliedBase ?? 0n) as bigint,
  tolerance: BigInt(context.settings.writeoffTolerance),
})

const asked = (context: PaymentContext): Wish[] | null => {
  const stored = (context.before ?? context.record) as Loose
  const wishes = wishesOf(context.input, (stored.currency ?? context.settings.baseCurrency) as string)
  return wishes?.length === 0 ? defaultWishes((stored.unapplied ?? 0n) as bigint, context.facts.invoices) : wishes
}

function planned(context: PaymentContext): Allocation[] {
  const stored = (context.before ?? context.record) as Loose
  return allocationsOf(purseOf(stored, context), asked(context) ?? [], context.facts.invoices)
}

function allocate(context: PaymentContext) {
  const { record, now, actor } = context
  const added = planned(context)
  const { amount, base: spentBase } = spent(added)
  return {
    allocations: [
      ...record.allocations,
      ...added.map((one) => ({ ...one, at: now, byId: actor.id, reversedAt: null })),
    ],
    allocated: (record.allocated ?? 0n) + amount,
    unapplied: (record.unapplied ?? 0n) - amount,
    unappliedBase: (record.unappliedBase ?? 0n) - spentBase,
  }
}

/** Takes back the allocations that `chosen` names; nothing is erased. */
const takenBack =
  (chosen: (row: Loose, input: Loose) => boolean) =>
  ({ record, input, now }: PaymentContext) => {
    const back = record.allocations.filter((row) => !row.reversedAt && chosen(row, input))
    const amount = back.reduce((sum, row) => sum + (row.amount ?? 0n), 0n)
    return {
      allocations: record.allocations.map((row) => (back.includes(row) ? { ...row, reversedAt: now } : row)),
      allocated: (record.allocated ?? 0n) - amount,
      unapplied: (record.unapplied ?? 0n) + amount,
      unappliedBase: back.reduce((sum, row) => sum + (row.paidBase ?? 0n), record.unappliedBase ?? 0n),
    }
  }

const stateOf = (record: Loose): State => {
  if (((record.unapplied ?? 0n) as bigint) === 0n) return 'allocated'
  return ((record.allocated ?? 0n) as bigint) > 0n ? 'partially_allocated' : 'claimed'
}

const amountsRead: Rule = {
  code: 'ALLOCATION_AMOUNT',
  field: 'allocations',
  onInput: true,
  holds: (context) => asked(context) !== null,
}
const somethingPlanned: Rule = {
  code: 'NOTHING_TO_ALLOCATE',
  holds: (context) => asked(context) === null || (asked(context) ?? []).length > 0,
}
const invoicesOpen: Rule = {
  code: 'INVOICE_NOT_OPEN',
  field: 'invoiceId',
  onInput: true,
  holds: (context) =>
    (asked(context) ?? []).every((wish) => context.facts.invoices.some((one) => one.id === wish.invoiceId)),
}
const shown = (amount: bigint, { record, settings }: PaymentContext) =>
  formatAmount(amount, record.currency ?? settings.baseCurrency)
const overdrawn = (context: PaymentContext): bigint | null => {
  const rest = context.before?.unapplied ?? 0n
  if (spent(planned(context)).amount > rest) return rest
  const over = planned(context).find((one) => one.amount > openOf(context, one.invoiceId))
  return over ? openOf(context, over.invoiceId) : null
}
const openOf = (context: PaymentContext, id: string): bigint =>
  (context.facts.invoices.find((one) => one.id === id)?.openAmount ?? 0n) as bigint
const withinBoth: Rule = {
  code: 'OVER_ALLOCATION',
  field: 'amount',
  onInput: true,
  holds: (context) => overdrawn(context) === null,
  details: (context) => ({ open: shown(overdrawn(context) ?? 0n, context) }),
}
const isAllocated: Rule = {
  code: 'NOTHING_ALLOCATED',
  field: 'invoiceId',
  onInput: true,
  holds: ({ before, input }) =>
    Boolean(before?.allocations.some((row) => !row.reversedAt && row.invoiceId === input.invoiceId)),
}

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
  starts: ({ record }) => (record.accountId ? 'claimed' : 'registered'),
  create: {
    emits: 'received',
    needs: ['account', 'entities', 'rate', 'sameRef', 'anyClosed'],
    sets: registered,
    guards: [positive, refGiven, cashDated, payerKnown, ...[refUnused, rateKnown, dayOpen].map(afterwards(registered))],
  },
  change: {
    needs: ['sameRef'],
    guards: [
      refUnused,
      cashDated,
      {
        code: 'CLAIM_BY_COMMAND',
        field: 'accountId',
        onInput: true,
        holds: ({ record, before }) => record.accountId === before?.accountId,
      },
    ],
    sets: ({ record }) => ({ payerKey: normaliseName(record.payerName ?? '') }),
  },
  transitions: {
    claim: {
      label: say('认领', 'Claim'),
      from: ['registered'],
      to: 'claimed',
      emits: 'claimed',
      asks: ['accountId'],
      takes: ['payerProof'],
      needs: ['account'],
      guards: [payerKnown],
      tone: 'primary',
      sets: ({ facts, now, actor }) => ({ ...ownedBy(facts.account), claimedAt: now, claimedBy: actor.id }),
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
        {
          code: 'BANK_PROOF_REQUIRED',
          field: 'bankProof',
          onInput: true,
          holds: ({ record, settings }) => !settings.evidenceFiles || (record.bankProof?.length ?? 0) > 0,
        },
      ],
      sets: (context) => ({ ...takenBack(() => true)(context), unapplied: 0n, unappliedBase: 0n }),
    },
  },
  permits: {
    read: { REP: 'self', SM: 'tree', ARF: 'all', OPS: 'all', EXE: 'all' },
    create: finance,
    change: finance,
    claim: { ARF: 'all', REP: 'self' },
    allocate: finance,
    deallocate: finance,
    reverse: finance,
  },
  messages: {
    ...periodMessages,
    ...rateMessages,
    PAYMENT_AMOUNT: say('到账金额必须大于零', 'Give an amount above zero'),
    BANK_REF_DUPLICATE: say(
      '银行流水号 {bankRef} 已登记，请核对是否重复',
      'Bank reference {bankRef} is registered already; check for a double',
    ),
    BANK_REF_MISSING: say('请填写银行流水号', 'Give the bank reference'),
    CASH_DATE_MISSING: say('承兑汇票须填写到期日或贴现日', 'Give the day on which the draft becomes cash'),
    PAYER_MISMATCH: say(
      '付款方 {payer} 与客户 {account} 不一致，请上传代付证明',
      'Payer {payer} differs from {account}; upload a third-party proof',
    ),
    CLAIM_BY_COMMAND: say('请用“认领”指定客户', 'Use “Claim” to name the account'),
    ALLOCATION_AMOUNT: say(
      '请为每张发票填写大于零的金额，币种与回款相同',
      'Give each invoice an amount above zero in the currency of the payment',
    ),
    NOTHING_TO_ALLOCATE: say(
      '该客户没有可核销的发票，余额保留为未核销',
      'The customer has no invoice to pay; the money stays unapplied',
    ),
    INVOICE_NOT_OPEN: say(
      '发票不属于该客户、币种或主体，或已付清，请另选',
      'The invoice is paid, or of another customer, currency or entity; choose another',
    ),
    OVER_ALLOCATION: say(
      '核销金额超出未清金额 {open}，请减少',
      'The allocation exceeds the open amount {open}; allocate less',
    ),
    NOTHING_ALLOCATED: say('该发票没有可撤销的核销', 'Nothing of this payment is allocated to that invoice'),
    BANK_PROOF_REQUIRED: say('请上传银行退票凭证', 'Upload the proof of the bank'),
  },
  thread: { amount: 'amount' },
})

/** A receipt is posted on the day it came in. */
export const postedOn = (record: Loose, settings: { readonly timeZone: string }): string =>
  dateIn(record.receivedAt as string, settings.timeZone)
