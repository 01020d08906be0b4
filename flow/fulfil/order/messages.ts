/** What an order says when it refuses, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { periodMessages } from '../../cash/period.ts'
import { rateMessages } from '../../sell/currency.ts'

export const messages = {
  ...periodMessages,
  ...rateMessages,
  ORDER_DISCOUNT: say('整单优惠不能超过合计，请减少', 'The discount exceeds the total; make it smaller'),
  SOURCE_NOT_EFFECTIVE: say(
    '来源合同须已生效、来源报价须已接受，请先完成来源单据',
    'The contract must be active or the quote accepted; complete the source document first',
  ),
  ORDER_SOURCE_ACCOUNT: say(
    '订单客户与来源单据的客户不一致，请选择同一客户',
    'The order names another account than its source; choose the same account',
  ),
  QUOTE_ALREADY_ORDERED: say(
    '该报价已生成订单，请打开已有订单，或先取消它',
    'This quote has an order already; open that order or cancel it first',
  ),
  CONTRACT_REQUIRED: say(
    '价税合计超过 {from} 的报价须先签合同，请从合同下单',
    'A quote above {from} needs a contract; make the contract and order from it',
  ),
  DIRECT_ORDER_OFF: say(
    '本公司不允许无来源的订单，请从合同或报价下单',
    'Orders without a source are switched off; order from a contract or a quote',
  ),
  ORDER_DUPLICATE_PO: say(
    '该客户的采购单号 {poNo} 已有订单，请核对单号或打开已有订单',
    'This customer already has an order for PO {poNo}; check the number or open that order',
  ),
  CONTRACT_AMOUNT_EXCEEDED: say(
    '订单累计超出合同金额 {by}，请减少数量或先签补充协议',
    'Orders exceed the contract by {by}; order less or amend the contract first',
  ),
  ORDER_LINE_INVALID: say(
    '第 {row} 行的数量、单价、折扣或税率不正确，请更正',
    'Row {row} has a wrong quantity, price, discount or tax rate; correct it',
  ),
  UNIT_UNKNOWN: say(
    '产品没有单位 {units}，请改用产品的单位或先为产品增加该单位',
    'The product has no unit {units}; use one of its units or add this one to the product',
  ),
  ORDER_SHIP_TO_MISSING: say('请填写收货地址', 'Fill in the ship-to address'),
  ORDER_WAREHOUSE_MISSING: say('请选择发货仓库', 'Choose the warehouse to ship from'),
  ORDER_DATE_PAST: say(
    '要求交期不能早于今天（{today}），请改期',
    'The requested date is before today ({today}); choose a later one',
  ),
  ORDER_PRICE_MISMATCH: say(
    '订单的产品、单价、折扣或税率与来源单据不一致，请改回，或由销售主管说明原因后放行',
    'Product, price, discount or tax differ from the source; restore them, or a manager lets it pass with a reason',
  ),
  ORDER_QTY_BELOW_SHIPPED: say(
    '数量不能低于已发货或已开票的数量，请改大数量',
    'The quantity is below what is shipped or invoiced; raise it',
  ),
  PRICE_CHANGE_NEEDS_AMENDMENT: say(
    '已提交订单的产品、单价、折扣、税率和币种不可修改，请先签补充协议或取消后重下',
    'Product, price, discount, tax and currency are fixed once submitted; amend the contract, or cancel and order anew',
  ),
  BUNDLE_SPLIT: say(
    '组合产品须整套增减：请同比例修改同一组合的各行数量',
    'A bundle is ordered whole: change all of its lines in proportion',
  ),
  BUNDLE_LATE: say(
    '订单已确认，不能再加组合产品：请另建订单',
    'Once confirmed no bundle can be added; make another order',
  ),
  ORDER_WAREHOUSE_FIXED: say(
    '订单已确认，发货仓库不可修改，请用调拨单把货移到该仓库',
    'The warehouse is fixed once confirmed; transfer the goods to that warehouse instead',
  ),
  HOLD_NOT_OPEN: say('没有需要您放行的冻结原因，请刷新后查看', 'There is no such hold to release; reload the order'),
  HOLD_KIND_REQUIRED: say('请选择冻结类别', 'Say what kind of hold it is'),
  ORDER_ON_HOLD: say(
    '订单被冻结（{reasons}），请先由相应角色放行',
    'The order is on hold ({reasons}); the roles concerned must release it first',
  ),
  CREDIT_LIMIT_EXCEEDED: say(
    '超出信用额度 {by}，请先回款、提高额度或由应收财务放行',
    'Credit limit exceeded by {by}; collect, raise the limit, or have receivables finance release it',
  ),
  CREDIT_OVERDUE_HOLD: say(
    '存在逾期超过 {days} 天的应收，请先催收或由应收财务放行',
    'Receivable overdue more than {days} days; collect it or have receivables finance release the order',
  ),
  CREDIT_HOLD: say(
    '客户信用已冻结，请先解除客户的信用冻结或由应收财务放行',
    'The customer is on credit hold; lift it on the account or have receivables finance release the order',
  ),
  STOCK_SHORT: say(
    '{product}缺货 {missing}，最早可用 {first_date}；请改期、申请补货或由仓库放行',
    '{product} short by {missing}, first available {first_date}; move the date, request supply or get a release',
  ),
  MARGIN_BELOW_FLOOR: say(
    '毛利率低于下限 {floor}，请提价或由销售主管放行',
    'The margin is below {floor}; raise the price or have a sales manager release it',
  ),
  INVOICE_TITLE_INCOMPLETE: say(
    '专用发票须有购方名称和税号，请在客户的开票信息中补全',
    'A special invoice needs the buyer name and tax number; complete the invoice title of the account',
  ),
  COMPLIANCE_HOLD: say(
    '客户在黑名单中，请由法务核查后放行',
    'The customer is blacklisted; legal must look at it and release the order',
  ),
  MANUAL: say('人工冻结，请按备注处理后放行', 'Held by hand; do what the note says, then release it'),
  ORDER_ALREADY_SHIPPED: say(
    '订单已有发货，不能取消，请改用短缺关闭或退货',
    'Goods have left; close the order short or take a return instead of cancelling',
  ),
  ORDER_HAS_INVOICE: say(
    '订单已有发票，请先作废草稿或红冲已开发票',
    'The order has invoices; void the drafts or credit what was issued first',
  ),
  ORDER_HAS_SHIPMENT: say(
    '订单有未发出的发货单，请先取消这些发货单',
    'The order has shipments that have not left; cancel them first',
  ),
  CONSENT_REQUIRED: say('请上传客户同意短缺关闭的凭证', 'Upload the customer’s consent to close the order short'),
  EVIDENCE_REQUIRED: say('请上传客户签字的验收单', 'Upload the acceptance document signed by the customer'),
  ACCEPT_QTY: say(
    '验收数量超过可验收的数量，请核对',
    'More would be accepted than is delivered and open; check the quantities',
  ),
  PROMISE_PAST: say('承诺交期不能早于今天，请改期', 'The promise lies before today; choose a later date'),
  NOTHING_TO_SHIP: say(
    '没有可发货的数量，或已全部在发货单上',
    'Nothing is left to ship, or it all stands on shipments already',
  ),
  NOTHING_TO_BILL: say(
    '没有可按交付开票的数量，或已全部在发票上；有回款计划的订单请从合同计划开票',
    'Nothing delivered is left to invoice; an order with a payment plan is billed by its contract',
  ),
  NOTHING_MISSING: say('没有缺货，或已全部申请补货', 'Nothing is missing, or all of it is requested already'),
  ORDER_NOT_DONE: say(
    '尚有未发货、未签收或未开票的数量，请先完成',
    'Something is not yet shipped, delivered or invoiced; finish that first',
  ),
  SHIP_QTY_EXCEEDS: say(
    '发货或签收数量超过订单未交数量，请减少',
    'More than the order still has open; ship or confirm less',
  ),
} as const
