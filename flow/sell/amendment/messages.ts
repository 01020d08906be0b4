/** What a refused step of an amendment says: the state of things, and what to do about it. */
import { say } from '../../../kernel/label.ts'
import { signingMessages } from '../contract/signing.ts'
import { documentMessages } from '../documentLines.ts'
import { gateMessages } from '../gates.ts'

export const messages = {
  ...gateMessages,
  ...documentMessages,
  ...signingMessages,
  AMEND_CONTRACT_STATE: say('只有生效中的合同可以变更', 'Only a contract in force can be amended'),
  AMENDMENT_OPEN: say(
    '该合同已有进行中的变更：请先完成或作废它',
    'An amendment of this contract is open: finish or void it first',
  ),
  AMEND_NOTHING: say(
    '与合同没有差异：请先修改明细、计划或条款',
    'Nothing differs from the contract; change something first',
  ),
  AMEND_WHY: say('请说明变更原因', 'Say why the contract changes'),
  AMEND_LINE_PRODUCT: say(
    '第 {lines} 行换了产品或单位：请删除该行，另加一行',
    'Line {lines} changes its product or unit: remove it and add a line instead',
  ),
  AMEND_BELOW_FULFILLED: say(
    '已履行或已开票的部分不能减少，也不能改价：{found}。请保留该部分，为其余数量另加一行',
    'What is delivered or invoiced cannot shrink or change its price: {found}. Keep that part; add a line for the rest',
  ),
  AMEND_SHIPMENT_OPEN: say(
    '有未发出的发货单，订单数量不能减少：请先发货或作废发货单',
    'A shipment is being prepared while orders must shrink: ship or cancel it first',
  ),
}
