/** R13: open foreign claims at the month's last rate, posted, taken back, never twice; figures worked by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { hireStaff, type Staff } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let entityId: string
let account: Loose
const doc: Record<string, string> = {}

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-05-04T02:00:00.000Z')
  company = await foundCompany(world, 'light')
  staff = await hireStaff(company)
  entityId = (await company.list('legalEntity'))[0]?.id
  account = await company.act(staff.rep, {
    object: 'account',
    act: 'create',
    input: { name: 'Pacific Pumps Inc.', phone: '021-55556666', invoiceName: 'Pacific Pumps Inc.' },
  })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const rate = (date: string, value: string, currency = 'USD') =>
  company.act(staff.finance, {
    object: 'fxRate',
    act: 'create',
    input: { fromCurrency: currency, toCurrency: 'CNY', date, rate: value },
  })

/** An invoice by hand in dollars, untaxed, issued on the day it is. */
async function invoice(price: string, fxRate: string): Promise<string> {
  const made = await company.act(staff.finance, {
    object: 'invoice',
    act: 'create',
    input: {
      accountId: account.id,
      currency: 'USD',
      fxRate,
      source: 'manual',
      type: 'vat_normal',
      lines: [{ description: 'Pump', qty: '1', price, vatRate: '0.13' }],
      priceMode: 'incl',
      entityId,
    },
  })
  const state = (await company.find('invoice', made.id)).state
  if (state === 'draft') await company.act(staff.rep, { object: 'invoice', act: 'request', id: made.id })
  await company.act(staff.finance, { object: 'invoice', act: 'issue', id: made.id })
  return made.id
}

const period = async (month: string): Promise<Loose> =>
  (await company.list('accountingPeriod', (one) => one.month === month))[0] ??
  (await company.act(staff.finance, { object: 'accountingPeriod', act: 'create', input: { entityId, month } }))
const revalue = async (month: string) =>
  company.attempt(staff.finance, { object: 'accountingPeriod', act: 'revalue', id: (await period(month)).id })
const entries = async (): Promise<unknown[]> =>
  (await company.list('journal', ({ key }) => key.startsWith('J-FXV'))).map(({ key, postingDate, lines }) => [
    key,
    postingDate,
    ...lines.map((line: Loose) => `${line.accountCode} ${line.debit - line.credit}`),
  ])
const breaches = async () => (await verifyTenant(world, company.tenantId)).breaches

describe('the revaluation of a month', { timeout: 60_000 }, () => {
  it('waits for the last day and for a rate of that month', async () => {
    doc.first = await invoice('20000', '7.1')
    doc.second = await invoice('1000', '7.2')
    expect(await revalue('2026-05')).toMatchObject({
      refusals: [{ code: 'MONTH_NOT_OVER' }, { code: 'RATE_OF_MONTH_MISSING' }],
    })
    world.moveTo('2026-06-02T02:00:00.000Z')
    await rate('2026-04-30', '7.3')
    expect(await revalue('2026-05')).toMatchObject({
      refusals: [{ code: 'RATE_OF_MONTH_MISSING', details: { month: '2026-05', currencies: 'USD' } }],
    })
  })

  it('posts gains and losses at the last rate, takes them back on the first, and the books agree', async () => {
    await rate('2026-05-28', '7.05')
    await rate('2026-05-29', '7.15')
    // 20,000 × (7.15 − 7.10) = +1,000.00; 1,000 × (7.15 − 7.20) = −50.00; together +950.00.
    expect((await revalue('2026-05')).ok).toBe(true)
    expect(await period('2026-05')).toMatchObject({ revaluedOn: '2026-05-31', revaluedBy: 95_000n })
    expect((await entries()).sort()).toEqual([
      ['J-FXV', '2026-05-31', '1122 -5000', '6603 5000'],
      ['J-FXV', '2026-05-31', '1122 100000', '6603 -100000'],
      ['J-FXV-R', '2026-06-01', '1122 -100000', '6603 100000'],
      ['J-FXV-R', '2026-06-01', '1122 5000', '6603 -5000'],
    ])
    expect(await breaches()).toEqual([])
  })

  it('is idempotent: the same figures are posted once', async () => {
    expect(await revalue('2026-05')).toMatchObject({ refusals: [{ code: 'REVALUED_ALREADY' }] })
    expect(await entries()).toHaveLength(4)
  })

  it('posts the difference again when a rate was wrong: the old pair is taken back, the new one stands', async () => {
    const [wrong] = await company.list('fxRate', (one) => one.date === '2026-05-29')
    await company.act(staff.finance, { object: 'fxRate', act: 'change', id: wrong?.id, input: { rate: '7.12' } })
    // 20,000 × 0.02 = +400.00; 1,000 × −0.08 = −80.00; together +320.00.
    expect((await revalue('2026-05')).ok).toBe(true)
    expect((await period('2026-05')).revaluedBy).toBe(32_000n)
    const onLastDay = (
      await company.list('journal', ({ key, postingDate }) => key.startsWith('J-FXV') && postingDate === '2026-05-31')
    )
      .flatMap(({ lines }) => lines as Loose[])
      .filter(({ accountCode }) => accountCode === '6603')
      .reduce<bigint>((sum, line) => sum + (line.debit as bigint) - (line.credit as bigint), 0n)
    expect(onLastDay).toBe(-32_000n)
    expect(await breaches()).toEqual([])
  })

  it('looks at the end of the month, whatever was paid since: June is worked from what June left open', async () => {
    const paid = await company.act(staff.finance, {
      object: 'payment',
      act: 'create',
      input: {
        receivedAt: '2026-06-10T02:00:00Z',
        amount: { amount: '20000.00', currency: 'USD' },
        currency: 'USD',
        fxRate: '7.05',
        payerName: 'Pacific Pumps Inc.',
        bankRef: 'B1',
        entityId,
        accountId: account.id,
      },
    })
    world.moveTo('2026-06-10T03:00:00.000Z')
    const allocations = [{ invoiceId: doc.first, amount: '20000.00' }]
    await company.act(staff.finance, { object: 'payment', act: 'allocate', id: paid.id, input: { allocations } })
    expect(await revalue('2026-05')).toMatchObject({ refusals: [{ code: 'REVALUED_ALREADY' }] })
    world.moveTo('2026-07-01T02:00:00.000Z')
    await rate('2026-06-30', '7.25')
    // Only the second invoice is open: 1,000 × (7.25 − 7.20) = +50.00.
    expect((await revalue('2026-06')).ok).toBe(true)
    expect((await period('2026-06')).revaluedBy).toBe(5_000n)
    expect(await breaches()).toEqual([])
  })

  it('is refused in a closed month, and when the month after is closed', async () => {
    const may = await period('2026-05')
    await company.act(staff.finance, { object: 'accountingPeriod', act: 'close', id: may.id })
    expect(await revalue('2026-05')).toMatchObject({ refusals: [{ code: 'INVALID_STATE' }] })
    const july = await company.act(staff.finance, {
      object: 'accountingPeriod',
      act: 'create',
      input: { entityId, month: '2026-07' },
    })
    await company.act(staff.finance, { object: 'accountingPeriod', act: 'close', id: july.id })
    await rate('2026-06-30', '7.26', 'EUR')
    const outcome = await revalue('2026-06')
    expect(outcome.ok ? [] : outcome.refusals.map(({ code }) => code)).toContain('PERIOD_CLOSED')
  })
})
