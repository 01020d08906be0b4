/** One deal from the first call to the money in the bank, over HTTP, each step by whose part it is. */
import type { Loose } from '../../kernel/fact.ts'
import type { Line, Person } from '../client.ts'
import type { Office } from './office.ts'

type Step = (who: Person, what: { object: string; act?: string; of?: Loose }, body?: Loose) => Promise<Loose>

export async function walkChain(office: Office, line: Line, n: number): Promise<void> {
  const step: Step = async (who, { object, act, of }, body = {}) => {
    const path = [object, of?.id, act].filter(Boolean).join('/')
    const name = `${object} ${act ?? (of ? 'change' : 'create')}`
    const method = of && !act ? 'PATCH' : 'POST'
    return (await line.write(who, { name, method, path: `/${path}`, ...(of ? { version: of.version } : {}) }, body))
      .data
  }
  const fetched = async (who: Person, object: string, id: string): Promise<Loose> =>
    (await line.get(who, `/${object}/${id}`)).data
  const { opportunity, account } = await winLead(office, { step, fetched }, n)
  const contract = await sign(office, { step, fetched }, await quote(office, { step, fetched, line }, opportunity))
  const order = await deliver(office, { step, fetched, line }, contract)
  await collect(office, { step, fetched, line }, { order, account })
}

type Fetch = (who: Person, object: string, id: string) => Promise<Loose>
interface Way {
  readonly step: Step
  readonly fetched: Fetch
}
type Searching = Way & { readonly line: Line }

const yuan = (amount: string) => ({ amount, currency: 'CNY' })

async function winLead(office: Office, { step, fetched }: Way, n: number) {
  const { sdr, rep, manager, finance } = office.people
  const lead = await step(
    sdr,
    { object: 'leads' },
    {
      companyName: nameOf(n),
      contactName: '陈工',
      mobile: `139${String(n % 100_000_000).padStart(8, '0')}`,
      source: 'expo',
      ownerId: office.repId,
      needDesc: '新厂需要离心泵',
      industry: 'C34',
      companySize: 'medium',
    },
  )
  const startAt = new Date(Date.now() - 60_000).toISOString()
  const call = {
    type: 'call',
    subject: '首次电话',
    leadId: lead.id,
    outcome: 'interested',
    content: '客户确认需要离心泵，预算已批',
  }
  await step(rep, { object: 'activities' }, { ...call, startAt })
  const qualified = await step(
    manager,
    { object: 'leads', act: 'qualify', of: await fetched(manager, 'leads', lead.id) },
    {
      confirm: ['LEAD_SCORE_TOO_LOW'],
      reason: '展会重点客户',
      bantBudget: 'approved',
      bantAuthority: 'decision_maker',
      bantNeed: 'explicit',
      bantTimeline: 'lt3m',
    },
  )
  const converted = await step(rep, { object: 'leads', act: 'convert', of: qualified }, { amount: yuan('20000.00') })
  const account = await fetched(rep, 'accounts', converted.accountId)
  const invoicing = {
    invoiceName: account.name,
    invoiceTaxNo: '91350100M000100Y43',
    address: '苏州工业园区星湖街 1 号',
  }
  const known = await step(rep, { object: 'accounts', of: account }, invoicing)
  await step(
    finance,
    { object: 'accounts', act: 'setCredit', of: known },
    {
      creditLimit: yuan('50000000.00'),
      creditDays: 30,
      creditStatus: 'ok',
    },
  )
  return { opportunity: await fetched(rep, 'opportunities', converted.opportunityId), account }
}

async function quote(office: Office, { step, line }: Searching, opportunity: Loose): Promise<Loose> {
  const { rep } = office.people
  const validUntil = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const lines = office.productIds.map((productId) => ({ productId, qty: '10', price: '1000' }))
  const made = await step(
    rep,
    { object: 'quotes' },
    {
      opportunityId: opportunity.id,
      accountId: opportunity.accountId,
      entityId: office.entityId,
      paymentTermId: office.termId,
      validUntil,
      currency: 'CNY',
      lines,
    },
  )
  const approved = await step(rep, { object: 'quotes', act: 'submit', of: made })
  const sent = await step(rep, { object: 'quotes', act: 'send', of: approved })
  const accepted = await step(rep, { object: 'quotes', act: 'accept', of: sent }, { acceptance: [office.evidence.rep] })
  await step(rep, { object: 'quotes', act: 'draftContract', of: accepted })
  return found(line, rep, `/contracts?filter=${is('quoteId', accepted.id)}`)
}

async function sign(office: Office, { step, fetched }: Way, draft: Loose): Promise<Loose> {
  const { rep, manager } = office.people
  const object = 'contracts'
  const document = [office.evidence.rep]
  const reviewed = await step(rep, { object, act: 'requestReview', of: draft }, { document })
  const submitted = await step(rep, { object, act: 'submit', of: reviewed })
  const approved = await step(manager, { object, act: 'approve', of: submitted })
  const signing = await step(
    rep,
    { object, act: 'sendForSignature', of: approved },
    {
      signatories: [
        { party: 'us', name: '沈曼', method: 'wet_ink' },
        { party: 'customer', name: '陈工', method: 'wet_ink' },
      ],
    },
  )
  const [us, them] = signing.signatories
  const half = await step(rep, { object, act: 'sign', of: signing }, { signatory: us.id })
  const signedCopy = [office.evidence.rep]
  const effectiveDate = today()
  const signed = await step(rep, { object, act: 'sign', of: half }, { signatory: them.id, signedCopy, effectiveDate })
  return fetched(office.people.desk, object, signed.id)
}

async function deliver(office: Office, { step, fetched, line }: Searching, contract: Loose): Promise<Loose> {
  const { desk, store } = office.people
  await step(desk, { object: 'contracts', act: 'draftOrder', of: contract }, { requestedDate: today() })
  const draft = await found(line, desk, `/orders?filter=${is('contractId', contract.id)}`)
  const confirmed = await step(desk, { object: 'orders', act: 'submit', of: draft })
  if (confirmed.state !== 'confirmed') throw new Error(`the order is ${confirmed.state}, not confirmed`)
  const lines = confirmed.lines.map((one: Loose) => ({ lineId: one.id, qty: one.qty }))
  await step(desk, { object: 'orders', act: 'requestShipment', of: confirmed }, { lines })
  const shipment = await found(line, store, `/shipments?filter=${is('orderId', confirmed.id)}`)
  const picked = await step(store, { object: 'shipments', act: 'pick', of: shipment })
  const gone = await step(store, { object: 'shipments', act: 'ship', of: picked }, { carrier: '德邦' })
  await step(store, { object: 'shipments', act: 'deliver', of: gone }, { podFiles: [office.evidence.store] })
  return fetched(desk, 'orders', confirmed.id)
}

async function collect(office: Office, way: Searching, ask: { order: Loose; account: Loose }): Promise<void> {
  const { step, line } = way
  const { rep, finance, cashier } = office.people
  const draft = await found(line, rep, `/invoices?filter=${is('orderId', ask.order.id)}`)
  const requested = await step(rep, { object: 'invoices', act: 'request', of: draft })
  const issued = await step(finance, { object: 'invoices', act: 'issue', of: requested })
  const payment = await step(
    cashier,
    { object: 'payments' },
    {
      receivedAt: new Date().toISOString(),
      method: 'bank',
      amount: issued.gross,
      currency: 'CNY',
      entityId: office.entityId,
      payerName: ask.account.name,
      bankRef: `BK-${ask.order.no}`,
    },
  )
  const claimed =
    payment.state === 'registered'
      ? await step(cashier, { object: 'payments', act: 'claim', of: payment }, { accountId: ask.account.id })
      : payment
  const done = await step(finance, { object: 'payments', act: 'allocate', of: claimed })
  if (done.state !== 'allocated') throw new Error(`the payment is ${done.state}, not allocated`)
}

/** Six characters that no two deals share in a way that would look like a duplicate. */
function nameOf(n: number): string {
  let state = (n * 2_654_435_761) >>> 0
  const letter = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0
    return String.fromCodePoint(0x4e00 + (state % 20_000))
  }
  return `${Array.from({ length: 6 }, letter).join('')}机械有限公司`
}

async function found(line: Line, who: Person, path: string): Promise<Loose> {
  const [first] = (await line.get(who, path)).data
  if (!first) throw new Error(`nothing at ${path}`)
  return first
}

const is = (field: string, value: string) => encodeURIComponent(JSON.stringify({ field, op: '=', value }))

/** The day it is in the companies of the benchmark. */
const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now())
