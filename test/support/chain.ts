/** The steps from goods in stock to money in the bank, each taken by whose part it is; stories share them. */
import type { Loose } from '../../kernel/fact.ts'
import type { Role } from '../../kernel/role.ts'
import type { Session } from '../../server/world.ts'
import { type Company, dayOf, yuan } from './company.ts'

const posts = {
  sdr: ['苏甜', 'SDR'],
  rep: ['任鹏', 'REP'],
  manager: ['沈曼', 'SM'],
  presales: ['裴然', 'PRE'],
  legal: ['罗格', 'LEG'],
  desk: ['欧迪', 'ODK'],
  store: ['王浩', 'WHS'],
  finance: ['安芳', 'ARF'],
  cashier: ['钱进', 'ARF'],
  process: ['潘琦', 'OPS'],
} as const satisfies Record<string, readonly [string, Role]>

export type Staff = Record<keyof typeof posts, Session>

export async function hireStaff(company: Company): Promise<Staff> {
  const staff: Partial<Staff> = {}
  for (const [post, [name, role]] of Object.entries(posts)) {
    staff[post as keyof Staff] = await company.hire(name, [role])
  }
  return staff as Staff
}

let codes = 0

/** A product with a price, of which so many lie in the warehouse at 600.00 each. */
export async function stockedProduct(company: Company, staff: Staff, qty = '120'): Promise<Loose> {
  const code = `P-${100 + ++codes}`
  const product = await company.act(staff.process, {
    object: 'product',
    act: 'create',
    input: {
      code,
      name: `离心泵 ${code}`,
      kind: 'goods',
      unit: '台',
      vatRate: '0.13',
      taxCode: '1090113010000000000',
      listPrice: '1000',
      standardCost: '600',
      stockTracked: true,
      revRule: 'on_receipt',
    },
  })
  const [book] = await company.list('priceBook')
  const entry = { productId: product.id, minQty: '0', listPrice: '1000', floorPrice: '800' }
  const known = book?.entries.map(({ id, productId, minQty, listPrice, floorPrice }: Loose) => {
    return { id, productId, minQty, listPrice, floorPrice }
  })
  const entries = [...known, entry]
  await company.act(staff.process, { object: 'priceBook', act: 'change', id: book?.id, input: { entries } })
  const [warehouse] = await company.list('warehouse')
  const date = dayOf(company.world.clock())
  const lines = [{ productId: product.id, qty, unitCost: '600' }]
  const input = { kind: 'receive', warehouseId: warehouse?.id, date, lines }
  const receipt = await company.act(staff.store, { object: 'movement', act: 'create', input })
  await company.act(staff.store, { object: 'movement', act: 'post', id: receipt.id })
  return product
}

/** A customer of the rep with credit and all that an invoice needs. */
export async function goodCustomer(company: Company, staff: Staff, name: string): Promise<Loose> {
  const input = { name, ownerId: staff.rep.userId, mobile: phone(), address: '苏州工业园区星湖街 1 号' }
  const account = await company.act(staff.rep, {
    object: 'account',
    act: 'create',
    input: { ...input, ...invoicing(name) },
  })
  return grantCredit(company, staff, account.id)
}

let phones = 0
export const phone = () => `138${String(10_000_000 + ++phones)}`
export const invoicing = (name: string) => ({ invoiceName: name, invoiceTaxNo: '91350100M000100Y43' })

export async function grantCredit(company: Company, staff: Staff, id: string): Promise<Loose> {
  const credit = { creditLimit: yuan('50000000.00'), creditDays: 30, creditStatus: 'ok' }
  return company.act(staff.finance, { object: 'account', act: 'setCredit', id, input: credit })
}

export async function tickAll(company: Company, staff: Staff, id: string): Promise<void> {
  const { checks, stage } = await company.find('opportunity', id)
  for (const check of checks.filter((one: Loose) => one.stage === stage)) {
    const input = { item: check.id }
    await company.act(staff.manager, { object: 'opportunity', act: 'waiveItem', id, input, reason: '已口头确认' })
  }
}

export async function passGate(company: Company, staff: Staff, ask: { code: string; links: Loose }): Promise<void> {
  const [gate] = await company.list('gate', (one) => one.code === ask.code)
  const deliverables = gate?.deliverables.map((one: Loose) => ({ name: one.name, note: '见附件' }))
  const input = { gateId: gate?.id, ...ask.links, deliverables }
  const { id } = await company.act(staff.rep, { object: 'gateDecision', act: 'create', input })
  await company.act(staff.rep, { object: 'gateDecision', act: 'request', id })
  const outcome = { outcome: 'go' }
  await company.act(staff.manager, { object: 'gateDecision', act: 'decide', id, input: outcome, reason: '条件成熟' })
}

/** The invoice that was drafted by itself when the instalment fell due, issued. */
export async function planInvoice(company: Company, staff: Staff, ask: { contractId: string; index: number }) {
  const contract = await company.find('contract', ask.contractId)
  const line = contract.plan[ask.index].id
  const [draft] = await company.list('invoice', (one) => one.planLineId === line)
  if (!draft) throw new Error(`no invoice was drafted for instalment ${ask.index}`)
  return issue(company, staff, draft.id)
}

export async function issue(company: Company, staff: Staff, id: string): Promise<Loose> {
  await company.act(staff.rep, { object: 'invoice', act: 'request', id })
  return company.act(staff.finance, { object: 'invoice', act: 'issue', id })
}

let receipts = 0

/** Money in the bank, claimed for the customer. */
export async function receive(
  company: Company,
  staff: Staff,
  from: { account: Loose; amount: string },
): Promise<Loose> {
  const [entity] = await company.list('legalEntity')
  const input = {
    receivedAt: company.world.clock(),
    method: 'bank',
    amount: yuan(from.amount),
    currency: 'CNY',
    entityId: entity?.id,
    payerName: from.account.name,
    bankRef: `BK-${++receipts}`,
  }
  const payment = await company.act(staff.cashier, { object: 'payment', act: 'create', input })
  if (payment.state !== 'registered') return payment
  const claim = { accountId: from.account.id }
  return company.act(staff.cashier, { object: 'payment', act: 'claim', id: payment.id, input: claim })
}

export const allocate = (company: Company, staff: Staff, id: string): Promise<Loose> =>
  company.act(staff.finance, { object: 'payment', act: 'allocate', id })

export async function orderFor(
  company: Company,
  staff: Staff,
  what: { account: Loose; product: Loose; qty: string },
): Promise<Loose> {
  const today = dayOf(company.world.clock())
  const [entity] = await company.list('legalEntity')
  const input = {
    accountId: what.account.id,
    entityId: entity?.id,
    orderDate: today,
    requestedDate: today,
    currency: 'CNY',
    lines: [{ productId: what.product.id, qty: what.qty, price: '1000' }],
  }
  return company.act(staff.desk, { object: 'order', act: 'create', input })
}

export const submitOrder = (company: Company, staff: Staff, id: string): Promise<Loose> =>
  company.act(staff.desk, { object: 'order', act: 'submit', id })

export async function ship(company: Company, staff: Staff, what: { orderId: string; qty: string }): Promise<Loose> {
  const order = await company.find('order', what.orderId)
  const input = { lines: [{ lineId: order.lines[0].id, qty: what.qty }] }
  await company.act(staff.desk, { object: 'order', act: 'requestShipment', id: order.id, input })
  const [shipment] = await company.list('shipment', (one) => one.orderId === order.id && one.state === 'draft')
  const id = shipment?.id
  await company.act(staff.store, { object: 'shipment', act: 'pick', id })
  await company.act(staff.store, { object: 'shipment', act: 'ship', id, input: { carrier: '德邦' } })
  const pod = await company.file(staff.store, '签收单.pdf')
  return company.act(staff.store, { object: 'shipment', act: 'deliver', id, input: { podFiles: [pod] } })
}

/** Debit less credit per account code. */
export async function balances(company: Company): Promise<Record<string, bigint>> {
  const out: Record<string, bigint> = {}
  for (const entry of await company.list('journal')) {
    for (const line of entry.lines)
      out[line.accountCode] = (out[line.accountCode] ?? 0n) + (line.debit as bigint) - (line.credit as bigint)
  }
  return out
}
