/** A bank statement comes in: what is certain is allocated where the company wants it so, the rest is proposed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { executeBatch } from '../../server/write/batch.ts'
import { goodCustomer, hireStaff, type Staff } from '../support/chain.ts'
import { type Company, foundCompany, productWorld, yuan } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let account: Loose

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  account = await goodCustomer(company, staff, '杭州准时付款有限公司')
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** An invoice that is open, brought in from before. */
async function open(no: string, gross: string): Promise<Loose> {
  const input = { no, fiscalNo: `FP-${no}`, accountId: account.id, issueDate: '2026-05-01', state: 'issued' }
  const amounts = { gross: yuan(gross), net: yuan(gross), tax: yuan('0') }
  const command = { object: 'invoice', act: 'create', input: { ...input, ...amounts }, history: true }
  const [outcome] = await executeBatch(world, staff.finance, [command])
  if (!outcome?.ok) throw new Error('the invoice did not come in')
  return outcome.record
}

const states = async (invoices: readonly Loose[]) =>
  Promise.all(invoices.map(async ({ id }) => (await company.find('invoice', id)).state))

/** A day's statement, in one batch. */
async function statement(lines: readonly { amount: string; reference?: string }[]): Promise<Loose[]> {
  const commands = lines.map(({ amount, reference = '' }, index) => ({
    object: 'payment',
    act: 'create',
    input: {
      amount: yuan(amount),
      payerName: account.name,
      bankRef: `${world.clock()}-${index}`,
      ...(reference ? { reference } : {}),
    },
  }))
  const outcomes = await executeBatch(world, staff.cashier, commands)
  return Promise.all(outcomes.map((one) => company.find('payment', one.ok ? one.record.id : '')))
}

it('proposes only, until the company says that the system may', async () => {
  const invoice = await open('100001', '11.00')
  const [payment] = await statement([{ amount: '11.00' }])
  expect(payment).toMatchObject({
    state: 'claimed',
    proposal: { by: 'amount', sure: true, allocations: [{ invoiceId: invoice.id, amount: '11' }] },
  })
  await company.act(staff.finance, { object: 'payment', act: 'match', id: payment?.id })
  expect(await states([invoice])).toEqual(['paid'])
})

it('then allocates line by line what is certain, each against what the lines before it left open', async () => {
  const admin = await company.hire('管理员', ['ADM'])
  const setting = { autoAllocate: true }
  await company.act(admin, { object: 'company', act: 'change', id: company.tenantId, input: setting })
  world.moveTo('2026-06-02T02:00:00.000Z')
  const invoices = [await open('200001', '500.00'), await open('200002', '500.00'), await open('200003', '70.00')]
  const dispute = { amount: yuan('1.00'), reasonKind: 'price' }
  const disputed = await open('200004', '44.00')
  await company.act(staff.finance, { object: 'invoice', act: 'openDispute', id: disputed.id, input: dispute })
  const payments = await statement([
    { amount: '500.00', reference: '货款 FP-200002' },
    { amount: '570.00' },
    { amount: '44.00', reference: 'FP-200004' },
    { amount: '3.00' },
  ])
  expect(payments.map((one) => [one.state, one.proposal?.by ?? null])).toEqual([
    ['allocated', null],
    ['allocated', null],
    ['claimed', 'reference'],
    ['claimed', null],
  ])
  expect(await states([...invoices, disputed])).toEqual(['paid', 'paid', 'paid', 'issued'])
  expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
})
