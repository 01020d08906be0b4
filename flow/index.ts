/** All objects of the business, in the order money travels. */

import { accountingPeriod } from './cash/accountingPeriod.ts'
import { accountMapping } from './cash/accountMapping.ts'
import { cost } from './cash/cost.ts'
import { fxRate } from './cash/fxRate.ts'
import { invoice } from './cash/invoice/invoice.ts'
import { journal } from './cash/journal.ts'
import { legalEntity } from './cash/legalEntity.ts'
import { payment } from './cash/payment.ts'
import { movement } from './fulfil/movement.ts'
import { order } from './fulfil/order/order.ts'
import { shipment } from './fulfil/shipment.ts'
import { shortage } from './fulfil/shortage.ts'
import { stock } from './fulfil/stock.ts'
import { warehouse } from './fulfil/warehouse.ts'
import { account } from './sell/account/account.ts'
import { activity } from './sell/activity/activity.ts'
import { amendment } from './sell/amendment/amendment.ts'
import { assignmentRule } from './sell/assignmentRule.ts'
import { campaign } from './sell/campaign.ts'
import { contact } from './sell/contact.ts'
import { contract } from './sell/contract/contract.ts'
import { duplicatePair } from './sell/duplicatePair.ts'
import { gate } from './sell/gate.ts'
import { gateDecision } from './sell/gateDecision.ts'
import { lead } from './sell/lead/lead.ts'
import { matchRule } from './sell/matchRule.ts'
import { mergeRecord } from './sell/mergeRecord.ts'
import { opportunity } from './sell/opportunity/opportunity.ts'
import { pipeline } from './sell/pipeline.ts'
import { pool } from './sell/pool.ts'
import { priceBook } from './sell/priceBook.ts'
import { product } from './sell/product.ts'
import { quote } from './sell/quote/quote.ts'
import { scoringRule } from './sell/scoringRule.ts'
import { attachment } from './setup/attachment.ts'
import { comment } from './setup/comment.ts'
import { company } from './setup/company.ts'
import { customField } from './setup/customField.ts'
import { department } from './setup/department.ts'
import { grant } from './setup/grant.ts'
import { handover } from './setup/handover.ts'
import { paymentTerm } from './setup/paymentTerm.ts'
import { share } from './setup/share.ts'
import { user } from './setup/user.ts'

export const objects = [
  campaign,
  lead,
  account,
  contact,
  activity,
  opportunity,
  gateDecision,
  quote,
  contract,
  amendment,
  order,
  shipment,
  stock,
  movement,
  shortage,
  invoice,
  payment,
  journal,
  cost,
  product,
  priceBook,
  warehouse,
  legalEntity,
  paymentTerm,
  fxRate,
  accountingPeriod,
  accountMapping,
  pipeline,
  gate,
  pool,
  assignmentRule,
  scoringRule,
  matchRule,
  duplicatePair,
  mergeRecord,
  company,
  department,
  user,
  grant,
  customField,
  comment,
  attachment,
  share,
  handover,
] as const
