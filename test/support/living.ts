/** Lives one deal through from the first call to the cash, so that stories can begin where it ends. */
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Session } from '../../server/world.ts'
import {
  allocate,
  grantCredit,
  invoicing,
  passGate,
  phone,
  planInvoice,
  receive,
  type Staff,
  ship,
  submitOrder,
} from './chain.ts'
import { type Company, dayOf, yuan } from './company.ts'

export interface Lived {
  readonly lead: Loose
  readonly account: Loose
  readonly opportunity: Loose
  readonly quote: Loose
  readonly contract: Loose
  readonly order: Loose
  readonly invoices: readonly Loose[]
  readonly payments: readonly Loose[]
}

/** One deal from the lead to the last payment: quote, contract in three instalments, two shipments. */
export async function liveThrough(
  company: Company,
  staff: Staff,
  what: { customer: string; product: Loose; first: string; second: string },
): Promise<Lived> {
  const { lead, opportunity } = await winLead(company, staff, what.customer)
  const account = await company.find('account', lead.accountId)
  const qty = String(Number(what.first) + Number(what.second))
  const quote = await quoteFor(company, staff, { opportunity, product: what.product, qty })
  const contract = await signedContract(company, staff, quote)
  const { id: contractId } = contract
  const requestedDate = dayOf(company.world.clock())
  await company.act(staff.desk, { object: 'contract', act: 'draftOrder', id: contractId, input: { requestedDate } })
  const [draft] = await company.list('order', (one) => one.contractId === contractId)
  await submitOrder(company, staff, draft?.id)
  const invoices: Loose[] = []
  const payments: Loose[] = []
  const bill = async (index: number) => {
    const invoice = await planInvoice(company, staff, { contractId, index })
    const payment = await receive(company, staff, { account, amount: plain(invoice.gross) })
    invoices.push(invoice)
    payments.push(await allocate(company, staff, payment.id))
  }
  await bill(0)
  await ship(company, staff, { orderId: draft?.id, qty: what.first })
  await ship(company, staff, { orderId: draft?.id, qty: what.second })
  await bill(1)
  const proof = { acceptanceFiles: [await company.file(staff.desk, '验收单.pdf')] }
  await company.act(staff.desk, { object: 'order', act: 'accept', id: draft?.id, input: proof })
  await bill(2)
  const found = (object: string, id: string) => company.find(object, id)
  return {
    lead,
    account,
    opportunity: await found('opportunity', opportunity.id),
    quote: await found('quote', quote.id),
    contract: await found('contract', contractId),
    order: await found('order', draft?.id),
    invoices: await Promise.all(invoices.map((one) => found('invoice', one.id))),
    payments,
  }
}

const plain = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`

/** Caught, called, qualified, converted. */
async function winLead(company: Company, staff: Staff, customer: string): Promise<{ lead: Loose; opportunity: Loose }> {
  const made = await company.act(staff.sdr, {
    object: 'lead',
    act: 'create',
    input: {
      companyName: customer,
      contactName: '陈工',
      mobile: phone(),
      source: 'expo',
      ownerId: staff.rep.userId,
      needDesc: '新厂需要离心泵',
      industry: 'C34',
      companySize: 'medium',
    },
  })
  const call = {
    type: 'call',
    subject: '首次电话',
    leadId: made.id,
    outcome: 'interested',
    content: '客户确认需要离心泵，预算已批',
  }
  const startAt = new Date(Date.parse(company.world.clock()) - 1_800_000).toISOString()
  await company.act(staff.rep, { object: 'activity', act: 'create', input: { ...call, startAt } })
  await company.act(staff.manager, {
    object: 'lead',
    act: 'qualify',
    id: made.id,
    confirm: ['LEAD_SCORE_TOO_LOW'],
    reason: '展会重点客户',
    input: { bantBudget: 'approved', bantAuthority: 'decision_maker', bantNeed: 'explicit', bantTimeline: 'lt3m' },
  })
  const input = { amount: yuan('100000.00') }
  const lead = await company.act(staff.rep, { object: 'lead', act: 'convert', id: made.id, input })
  await grantCredit(company, staff, lead.accountId)
  const known = { ...invoicing(customer), address: '苏州工业园区星湖街 1 号' }
  await company.act(staff.rep, { object: 'account', act: 'change', id: lead.accountId, input: known })
  return { lead, opportunity: await company.find('opportunity', lead.opportunityId) }
}

async function quoteFor(
  company: Company,
  staff: Staff,
  ask: { opportunity: Loose; product: Loose; qty: string },
): Promise<Loose> {
  const { id } = ask.opportunity
  const until = addDays(dayOf(company.world.clock()), 30)
  const lines = [{ productId: ask.product.id, qty: ask.qty, price: '1000' }]
  await company.act(staff.rep, { object: 'opportunity', act: 'change', id, input: { lines } })
  await company.act(staff.rep, { object: 'opportunity', act: 'draftQuote', id, input: { validUntil: until } })
  const [quote] = await company.list('quote', (one) => one.opportunityId === id)
  const [term] = await company.list('paymentTerm', (one) => one.lines.length === 3)
  const quoteId = quote?.id
  await company.act(staff.rep, { object: 'quote', act: 'change', id: quoteId, input: { paymentTermId: term?.id } })
  await company.act(staff.rep, { object: 'quote', act: 'submit', id: quoteId })
  await company.act(staff.rep, { object: 'quote', act: 'send', id: quoteId })
  const acceptance = [await company.file(staff.rep, '客户确认.pdf')]
  return company.act(staff.rep, { object: 'quote', act: 'accept', id: quoteId, input: { acceptance } })
}

async function signedContract(company: Company, staff: Staff, quote: Loose): Promise<Loose> {
  await company.act(staff.rep, { object: 'quote', act: 'draftContract', id: quote.id })
  const [contract] = await company.list('contract', (one) => one.quoteId === quote.id)
  const id = contract?.id
  const by = (who: Session, act: string, input: Loose = {}) => company.act(who, { object: 'contract', act, id, input })
  await by(staff.rep, 'requestReview', { document: [await company.file(staff.rep, '合同.pdf')] })
  await by(staff.rep, 'submit')
  await passGate(company, staff, { code: 'ATC', links: { contractId: id } })
  await by(staff.manager, 'approve')
  const sides = [
    { party: 'us', name: '沈曼', method: 'wet_ink' },
    { party: 'customer', name: '陈工', method: 'wet_ink' },
  ]
  await by(staff.rep, 'sendForSignature', { signatories: sides })
  const [us, them] = (await company.find('contract', id)).signatories
  await by(staff.rep, 'sign', { signatory: us.id })
  const signedCopy = [await company.file(staff.rep, '双方盖章.pdf')]
  const effectiveDate = dayOf(company.world.clock())
  await by(staff.rep, 'sign', { signatory: them.id, signedCopy, effectiveDate })
  return company.find('contract', id)
}
