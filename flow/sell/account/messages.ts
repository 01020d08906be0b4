/** What an account says when something is refused, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { duplicateMessages } from '../duplicate.ts'
import { erasureMessages } from '../erasure.ts'
import { mergeMessages } from '../mergeStep.ts'

export const messages = {
  ...duplicateMessages('ACCOUNT'),
  ...erasureMessages,
  ...mergeMessages,
  ERASE_PERSON_ONLY: say(
    '只有个人客户可以删除个人信息；企业客户请删除其联系人',
    'Only accounts that are persons are erased; of a company erase its contacts',
  ),
  ERASE_OPEN_ITEMS: say(
    '该客户还有未结清的发票，请先结清或作废',
    'Invoices of this account are still open; settle or void them first',
  ),
  ACCOUNT_CYCLE: say(
    '上级客户不能是自己或其下级，请重新选择',
    'The parent must not be the account itself or below it; choose another',
  ),
  ACCOUNT_USCC_OF_PERSON: say(
    '个人客户没有统一社会信用代码，请清空或改为企业',
    'A person has no social credit code; clear it or make this a company',
  ),
  ACCOUNT_HAS_OPEN: say(
    '客户还有{n}个进行中的商机，请先关闭或转移',
    '{n} opportunities are still open; close or transfer them first',
  ),
  ACCOUNT_NEVER_BOUGHT: say(
    '潜在客户尚未成交，无需标记流失；可退回公海',
    'A prospect never bought; release it to the pool instead',
  ),
  ACCOUNT_CHURNED: say('客户已标记流失，新订单确认后自动挽回', 'Already churned; a new confirmed order wins it back'),
  CREDIT_NEGATIVE: say(
    '信用额度和账期不能为负，请改为 0 或正数',
    'Credit limit and days must not be negative; give 0 or more',
  ),
  MERGE_BLOCKED: say(
    '两个客户的往来币种不同，或还有{payments}笔未核销回款，请先处理',
    'Their ledgers differ in currency, or {payments} receipts are still unmatched; settle that first',
  ),
} as const
