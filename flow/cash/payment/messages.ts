/** What a payment says when it refuses, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { rateMessages } from '../../sell/currency.ts'
import { periodMessages } from '../period.ts'

export const messages = {
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
  PAYMENT_BOOKED: say(
    '回款已入账，重复导入不改变其金额与状态',
    'The receipt is in the books: importing it again changes neither its amounts nor its state',
  ),
  PAYMENT_OF_THE_PAST: say(
    '历史回款已在原系统入账，不能在此退票',
    'This receipt was posted in the system it came from; it cannot be reversed here',
  ),
  MATCH_UNSURE: say(
    '没有可确定的匹配，请按建议人工核销',
    'No match is certain; allocate by hand, the proposal may help',
  ),
  BANK_PROOF_REQUIRED: say('请上传银行退票凭证', 'Upload the proof of the bank'),
} as const
