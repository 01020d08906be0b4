/** What a stage may demand before it is left; `quoteSent` is no field but asks for a quote that has gone out. */
export const demandable = {
  accountId: ['客户', 'Account'],
  primaryContactId: ['主要联系人', 'Main contact'],
  source: ['来源', 'Source'],
  firstContactAt: ['首次接触', 'First contact'],
  needSummary: ['需求摘要', 'Need summary'],
  amount: ['预计金额', 'Amount'],
  lines: ['产品明细', 'Products'],
  expectedCloseDate: ['预计成交日', 'Expected close'],
  competitors: ['竞争对手（或确认无）', 'Competitors (or none)'],
  quoteSent: ['已发送报价', 'Quote sent'],
} as const satisfies Record<string, readonly [string, string]>
