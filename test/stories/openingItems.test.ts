/** What a company brings along (R37): open invoices become opening items, all that is closed stays history. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import type { Session } from '../../server/world.ts'
import { executeBatch } from '../../server/write/batch.ts'
import { systemSession } from '../../server/write/effects.ts'
import type { Outcome } from '../../server/write/execute.ts'
import { allocate, goodCustomer, hireStaff, receive, type Staff } from '../support/chain.ts'
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
  account = await goodCustomer(company, staff, '无锡旧账机械有限公司')
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** Old records as an import writes them: in one batch, with their states and their days. */
function bring(object: string, rows: readonly Loose[], by: Session = staff.finance): Promise<readonly Outcome[]> {
  return executeBatch(
    world,
    by,
    rows.map((input) => ({ object, act: 'create', input, history: true, at: '2026-03-10T00:00:00.000Z' })),
  )
}

const brought = async (object: string, rows: readonly Loose[], by?: Session): Promise<Loose[]> => {
  const outcomes = await bring(object, rows, by)
  const made = outcomes.map((one) => (one.ok ? one.record : { refusals: one.refusals }))
  expect(made.filter((one) => one.refusals)).toEqual([])
  return Promise.all(made.map((one) => company.find(object, one.id)))
}

const old = (no: string, gross: string, more: Loose = {}): Loose => ({
  no,
  fiscalNo: `旧-2026-${no}`,
  accountId: account.id,
  issueDate: '2026-03-10',
  state: 'issued',
  gross: yuan(gross),
  net: yuan(gross),
  tax: yuan('0'),
  ...more,
})

const journals = (invoice: Loose) => company.list('journal', (one) => one.sourceId === invoice.id)
const sound = async () => expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])

describe('an old invoice', () => {
  it('of a contract instalment counts as billed of it, whether it came with lines or without', async () => {
    const line = { description: '离心泵', qty: '10', price: '100', vatRate: '0.13' }
    const plan = [
      { name: '预付', trigger: 'on_sign', percent: '0.5' },
      { name: '尾款', trigger: 'on_delivery', percent: '0.5' },
    ]
    const signed = {
      title: '旧合同',
      accountId: account.id,
      state: 'active',
      signDate: '2026-03-01',
      lines: [line],
      plan,
    }
    const [contract] = await brought('contract', [{ ...signed, activatedAt: '2026-03-01T00:00:00.000Z' }], staff.rep)
    const of = (i: number) => ({ contractId: contract!.id, planLineId: contract!.plan[i].id, source: 'plan' })
    await brought('invoice', [
      old('OLD-0101', '565.00', { ...of(0), state: 'paid' }),
      old('OLD-0102', '565.00', { ...of(1), lines: [{ ...line, qty: '5' }] }),
    ])
    const after = await company.find('contract', contract!.id)
    expect(after.plan).toMatchObject([
      { state: 'paid', invoicedAmount: 56500n, paidAmount: 56500n },
      { state: 'invoiced', invoicedAmount: 56500n, paidAmount: 0n },
    ])
    const reach = {
      object: 'contract',
      act: 'reachTrigger',
      id: after.id,
      input: { trigger: 'on_delivery', on: '2026-06-01' },
    }
    const [reached] = await executeBatch(world, systemSession(company.tenantId), [reach])
    expect(reached).toMatchObject({ ok: true })
    expect(await company.list('invoice', (one) => one.contractId === after.id && one.state === 'draft')).toEqual([])
    await sound()
  })

  it('that is open enters the books once, on the day it comes in, against the opening balance', async () => {
    const [invoice] = await brought('invoice', [old('OLD-0001', '1130.00')])
    expect(invoice).toMatchObject({
      state: 'issued',
      openAmount: 113000n,
      openBase: 113000n,
      paidAmount: 0n,
      openedOn: '2026-06-01',
      no: 'OLD-0001',
    })
    const entries = await journals(invoice as Loose)
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ key: 'J-OPEN', postingDate: '2026-06-01', entityId: invoice?.entityId })
    expect(entries[0]?.lines.map((one: Loose) => [one.accountCode, one.debit, one.credit, one.invoiceId])).toEqual([
      ['1122', 113000n, 0n, invoice?.id],
      ['3999', 0n, 113000n, invoice?.id],
    ])
    await sound()
  })

  it('that is partly paid brings in only what is open, and must say how much that is', async () => {
    const [invoice] = await brought('invoice', [
      old('OLD-0002', '1000.00', { state: 'partially_paid', openAmount: yuan('400.00') }),
    ])
    expect(invoice).toMatchObject({ openAmount: 40000n, openBase: 40000n, paidAmount: 60000n, paidBefore: 60000n })
    const [entry] = await journals(invoice as Loose)
    expect(entry?.lines[0]).toMatchObject({ accountCode: '1122', debit: 40000n })
    const [unknown] = await bring('invoice', [old('OLD-0003', '1000.00', { state: 'partially_paid' })])
    expect(unknown).toMatchObject({ ok: false, refusals: [{ code: 'OPENING_AMOUNT' }] })
    await sound()
  })

  it('that is closed, and every old order and receipt, post nothing and owe nothing', async () => {
    const before = (await company.list('journal')).length
    const [paid, draft, gone] = await brought('invoice', [
      old('OLD-0004', '565.00', { state: 'paid' }),
      old('OLD-0005', '100.00', { state: 'draft', openAmount: yuan('100.00') }),
      old('OLD-0006', '100.00', { state: 'void' }),
    ])
    expect(paid).toMatchObject({ state: 'paid', openAmount: 0n, openBase: 0n, paidAmount: 56500n })
    expect([draft?.openAmount, draft?.openBase, gone?.openBase]).toEqual([0n, 0n, 0n])
    const served = { accountId: account.id, state: 'completed', gross: yuan('565.00'), unbilledBase: yuan('565.00') }
    const [order] = await brought('order', [served], staff.desk)
    expect(order).toMatchObject({ state: 'completed', unbilledBase: 0n })
    const [payment] = await brought('payment', [
      {
        accountId: account.id,
        amount: yuan('565.00'),
        payerName: account.name,
        receivedAt: '2026-03-20T00:00:00.000Z',
      },
    ])
    expect(payment).toMatchObject({ state: 'allocated', unapplied: 0n, unappliedBase: 0n, usedBefore: 56500n })
    const reversed = await company.attempt(staff.finance, {
      object: 'payment',
      act: 'reverse',
      id: payment?.id,
      reason: '退票',
      input: { bankProof: [await company.file(staff.finance, '退票.pdf')] },
    })
    expect(reversed).toMatchObject({ ok: false })
    expect((await company.list('journal')).length).toBe(before)
    await sound()
  })

  it('is measured in base currency at its own rate, and refused without one', async () => {
    const dollars = (amount: string) => ({ amount, currency: 'USD' })
    const foreign = (no: string, more: Loose) =>
      old(no, '0', { currency: 'USD', gross: dollars('100.00'), net: dollars('100.00'), tax: dollars('0'), ...more })
    const [invoice] = await brought('invoice', [foreign('OLD-0007', { fxRate: '7.1' })])
    expect(invoice).toMatchObject({ openAmount: 10000n, openBase: 71000n })
    const [unknown] = await bring('invoice', [foreign('OLD-0008', {})])
    expect(unknown).toMatchObject({ ok: false, refusals: [{ code: 'FX_RATE_MISSING' }] })
    await sound()
  })

  it('is paid and allocated as any other, to the last cent', async () => {
    const [invoice, partly] = await brought('invoice', [
      old('OLD-0010', '2260.00'),
      old('OLD-0011', '1000.00', { state: 'partially_paid', openAmount: yuan('250.00') }),
    ])
    const payment = await receive(company, staff, { account, amount: '2510.00' })
    await company.act(staff.finance, {
      object: 'payment',
      act: 'allocate',
      id: payment.id,
      input: { allocations: [invoice, partly].map((one) => ({ invoiceId: one?.id })) },
    })
    expect(await company.find('invoice', invoice?.id)).toMatchObject({
      state: 'paid',
      openAmount: 0n,
      openBase: 0n,
      paidAmount: 226000n,
    })
    expect(await company.find('invoice', partly?.id)).toMatchObject({ state: 'paid', paidAmount: 100000n })
    await sound()
    await company.act(staff.finance, {
      object: 'payment',
      act: 'deallocate',
      id: payment.id,
      input: { invoiceId: partly?.id },
      reason: '核销错误',
    })
    expect(await company.find('invoice', partly?.id)).toMatchObject({ state: 'partially_paid', openAmount: 25000n })
    await sound()
  })

  it('that comes in again changes neither the books nor its state', async () => {
    const [invoice, draft] = await brought('invoice', [
      old('OLD-0030', '100.00', { openAmount: yuan('40.00') }),
      old('OLD-0031', '100.00', { state: 'draft' }),
    ])
    expect(invoice).toMatchObject({ state: 'partially_paid', openAmount: 4000n })
    const [payment] = await brought('payment', [
      { accountId: account.id, amount: yuan('1.00'), payerName: account.name, receivedAt: '2026-03-20T00:00:00.000Z' },
    ])
    const importing = systemSession(company.tenantId)
    const again = (object: string, id: string, input: Loose) => ({ object, act: 'change', id, input, history: true })
    const outcomes = await executeBatch(world, importing, [
      again('invoice', invoice?.id, { openAmount: yuan('90.00'), gross: yuan('200.00'), state: 'paid', note: '旧账' }),
      again('invoice', draft?.id, { openAmount: yuan('90.00'), state: 'issued' }),
      again('payment', payment?.id, { unapplied: yuan('1.00'), unappliedBase: yuan('1.00'), state: 'claimed' }),
    ])
    expect(outcomes.map((one) => one.ok)).toEqual([true, true, true])
    expect(await company.find('invoice', invoice?.id)).toMatchObject({
      state: 'partially_paid',
      openAmount: 4000n,
      gross: 10000n,
      note: '旧账',
      importedGap: expect.arrayContaining(['INVOICE_BOOKED']),
    })
    expect(await company.find('invoice', draft?.id)).toMatchObject({ state: 'draft', openAmount: 0n })
    const [order] = await brought(
      'order',
      [{ accountId: account.id, state: 'completed', gross: yuan('1.00') }],
      staff.desk,
    )
    await executeBatch(world, importing, [again('order', order?.id, { unbilledBase: yuan('9.00'), poNo: 'PO-9' })])
    expect(await company.find('order', order?.id)).toMatchObject({ unbilledBase: 0n, poNo: 'PO-9' })
    expect(await company.find('payment', payment?.id)).toMatchObject({ state: 'allocated', unapplied: 0n })
    await sound()
  })

  it('counts with the new ones where the oldest is paid first', async () => {
    const [first] = await brought('invoice', [old('OLD-0012', '10.00', { issueDate: '2019-01-01', fiscalNo: null })])
    const payment = await receive(company, staff, { account, amount: '10.00' })
    await allocate(company, staff, payment.id)
    expect((await company.find('invoice', first?.id)).state).toBe('paid')
    await sound()
  })

  it('does not enter a closed period, and leaves nothing behind', async () => {
    world.moveTo('2026-08-10T02:00:00.000Z')
    const [entity] = await company.list('legalEntity')
    const period = await company.act(staff.finance, {
      object: 'accountingPeriod',
      act: 'create',
      input: { entityId: entity?.id, month: '2026-07' },
    })
    await company.act(staff.finance, { object: 'accountingPeriod', act: 'close', id: period.id })
    world.moveTo('2026-07-31T02:00:00.000Z')
    const [open, closed] = await bring('invoice', [
      old('OLD-0020', '50.00'),
      old('OLD-0021', '50.00', { state: 'paid' }),
    ])
    expect(open).toMatchObject({ ok: false, refusals: [{ code: 'PERIOD_CLOSED' }] })
    expect(closed?.ok).toBe(true)
    expect(await company.list('invoice', (one) => one.no === 'OLD-0020')).toEqual([])
    await sound()
  })
})
