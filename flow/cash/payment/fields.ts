/** What a payment says about itself and its allocations, and what it must know of others. */
import { one, rows, self } from '../../../kernel/fact.ts'
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
} from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import { type Context, type Guard, part } from '../../../kernel/object.ts'
import { knownRate } from '../../sell/currency.ts'
import type { Proposal } from '../matching.ts'
import { anyClosedPeriods, closedPeriods } from '../period.ts'

export const fields = {
  receivedAt: datetime({
    label: say('到账时间', 'Received at'),
    required: true,
    begins: 'now',
    fixed: true,
    listed: true,
  }),
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
  entityId: link('legalEntity', {
    label: say('我方主体', 'Legal entity'),
    required: true,
    fixed: true,
    begins: 'usual',
  }),
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
  usedBefore: money({
    label: say('期初前已用', 'Used before'),
    computed: true,
    default: 0n,
    help: say('导入的历史回款，已在原系统入账并核销', 'An old receipt: posted and used up where it came from'),
  }),
  proposal: data<Proposal>({ label: say('核销建议', 'Proposed allocation'), computed: true }),
  note: longText({ label: say('备注', 'Note'), maxLength: 1000 }),
}

export const base = (zh: string, en: string) => money({ label: say(zh, en), base: true })
export const parts = {
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

export const facts = {
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
  /** Only looked at: what a receipt may be for. */
  candidates: rows('invoice', { accountId: self('accountId'), state: ['issued', 'partially_paid'] }),
  closedPeriods,
  anyClosed: anyClosedPeriods,
}

export type State = 'registered' | 'claimed' | 'partially_allocated' | 'allocated' | 'reversed'
export type PaymentContext = Context<typeof fields, typeof parts, typeof facts, State>
export type Rule = Guard<PaymentContext>
