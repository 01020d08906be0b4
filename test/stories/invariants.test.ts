/** What must hold of a company after it has lived (chain.md §19): its log, its books, its chains and its numbers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { eventsOf, type LoggedEvent, readEvents } from '../../server/store/log.ts'
import { balances, hireStaff, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, foundCompany, productWorld, registry } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Lived, liveThrough } from '../support/living.ts'
import { asOwner, type TestWorld } from '../support/world.ts'

const deals = process.env.LONG ? 12 : 2
/** Names so unlike that none is taken for another. */
const customers =
  '江南远航 塞北长风 岭东初晴 河西明远 青山不墨 碧水无弦 白鹭飞天 紫气东来 金石为开 玉振金声 海纳百川 云起龙骧'.split(
    ' ',
  )

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let events: LoggedEvent[]
const lived: Lived[] = []

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  for (let deal = 0; deal < deals; deal++) {
    world.moveTo(new Date(Date.UTC(2026, 5, 2 + deal, 2)).toISOString())
    const product = await stockedProduct(company, staff, '50')
    const sizes = { first: String(3 + deal), second: String(4 + 2 * deal) }
    lived.push(await liveThrough(company, staff, { customer: `${customers[deal]}机械有限公司`, product, ...sizes }))
  }
  const page = { tenantId: company.tenantId, secret: world.secrets.person, after: 0n, limit: 50_000 }
  events = await world.database.inTenant(company.tenantId, (tx) => readEvents(tx, page))
}, 300_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

describe('the log', () => {
  it('has every number once, from one on', () => {
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => BigInt(index + 1)))
  })

  it('goes from the state one event left to the state the next one finds', () => {
    const states = new Map<string, string | null>()
    const jumps: string[] = []
    for (const { id, type, from, to, act } of events) {
      if ((states.get(id) ?? null) !== from) jumps.push(`${type} ${id}: ${from} after ${states.get(id)}`)
      states.set(id, act === 'remove' ? null : to)
    }
    expect(jumps).toEqual([])
  })

  it('moves only along declared transitions', () => {
    const strays = events.flatMap(({ object, act, from, to, type }) => {
      const step = registry.objects.get(object)?.transitions[act]
      if (!step) return from !== null && from !== to && act !== 'remove' ? [type] : []
      const reached = step.to === undefined ? [from] : [step.to].flat()
      return step.from.includes(from ?? '') && reached.includes(to) ? [] : [`${type}: ${from} → ${to}`]
    })
    expect([...new Set(strays)]).toEqual([])
  })

  it('names for everything that follows the event that caused it, of the same command', () => {
    const known = new Map(events.map((event) => [event.eventId, event]))
    const orphans = events.filter(
      ({ causeId, commandId }) => causeId !== null && known.get(causeId)?.commandId !== commandId,
    )
    expect(orphans.map((event) => event.type)).toEqual([])
  })

  it('lets nothing happen before what caused it, nor a link before its record', () => {
    const seqs = new Map(events.map((event) => [event.eventId, event.seq]))
    const early = events.filter(({ causeId, seq }) => causeId !== null && (seqs.get(causeId) ?? 0n) > seq)
    expect(early.map((event) => event.type)).toEqual([])
  })
})

describe('a chain', () => {
  it('carries one case from its lead to its payments: nobody typed it in twice', async () => {
    for (const deal of lived) {
      const { caseId } = deal.lead
      const { opportunity, quote, contract, order, account } = deal
      for (const record of [opportunity, quote, contract, order]) expect(record.caseId).toBe(caseId)
      for (const invoice of deal.invoices) expect(invoice.caseId).toBe(caseId)
      for (const record of [opportunity, quote, contract, order]) expect(record.accountId).toBe(account.id)
    }
  })

  it('hands on what was known: the successor says what it inherited, and its values are those', async () => {
    for (const { quote, contract, order } of lived) {
      expect(contract.inheritedFields).toContain('lines')
      expect(contract.derivedFrom).toEqual({ object: 'quote', id: quote.id })
      expect(order.derivedFrom).toEqual({ object: 'contract', id: contract.id })
      expect([contract.net, order.net]).toEqual([quote.net, quote.net])
    }
  })

  it('ends well: all delivered, all invoiced, all paid', () => {
    for (const { lead, opportunity, contract, order, invoices } of lived) {
      expect(lead.state).toBe('converted')
      expect(opportunity.state).toBe('won')
      expect(contract.state).toBe('completed')
      expect(order).toMatchObject({ state: 'completed', billingStatus: 'full', paymentStatus: 'full' })
      expect(invoices.map((one) => one.state)).toEqual(['paid', 'paid', 'paid'])
    }
  })
})

describe('money', () => {
  const sum = (rows: readonly Loose[], field: string) => rows.reduce((all, row) => all + (row[field] as bigint), 0n)

  it('on every document is net and tax, line by line and in all', async () => {
    for (const object of ['quote', 'contract', 'order', 'invoice']) {
      for (const { net, tax, gross, lines, headerDiscount } of await company.list(object)) {
        expect(net + tax, object).toBe(gross)
        if (!headerDiscount)
          expect([sum(lines, 'net'), sum(lines, 'tax'), sum(lines, 'gross')]).toEqual([net, tax, gross])
      }
    }
  })

  it('of a payment plan adds up to the contract, of its invoices to the plan, of its receipts to the invoices', () => {
    for (const { contract, invoices, payments } of lived) {
      expect(sum(contract.plan, 'amount')).toBe(contract.gross)
      expect(sum(invoices, 'gross')).toBe(contract.gross)
      expect(sum(payments, 'allocated')).toBe(contract.gross)
    }
  })

  it('in the ledger balances entry by entry, and every control account is what stands behind it', async () => {
    const entries = await company.list('journal')
    for (const { lines } of entries) expect(sum(lines, 'debit')).toBe(sum(lines, 'credit'))
    const book = await balances(company)
    expect(Object.values(book).reduce((all, one) => all + one, 0n)).toBe(0n)
    const revenue = lived.reduce((all, { contract }) => all + contract.net, 0n)
    expect(book).toMatchObject({ 6001: -revenue, 1122: 0n, '1122.02': 0n, 2205: 0n, '2221.02': 0n })
  })

  it('issued has fiscal numbers without a gap, and no two alike', async () => {
    const numbers = (await company.list('invoice', (one) => one.fiscalNo !== null)).map((one) => one.fiscalNo as string)
    const tails = numbers.map((no) => Number(no.slice(-8))).sort((a, b) => a - b)
    expect(tails).toEqual(tails.map((_no, index) => index + 1))
  })
})

describe('verification', () => {
  it('finds nothing: every row is what its events make of it, every sum is what it says', async () => {
    const { breaches, records } = await verifyTenant(world, company.tenantId)
    expect(breaches).toEqual([])
    expect(records).toBeGreaterThan(deals * 30)
  })

  it('finds a row that was changed past the log', async () => {
    const id = lived[0]?.account.id as string
    await asOwner(database.ownerUrl, 'update app.account set credit_days = 99 where id = $1', [id])
    const { breaches } = await verifyTenant(world, company.tenantId)
    expect(breaches.map((one) => one.rule)).toEqual(['replay'])
    await asOwner(database.ownerUrl, 'update app.account set credit_days = 30 where id = $1', [id])
    const told = await world.database.inTenant(company.tenantId, (tx) =>
      eventsOf(tx, { tenantId: company.tenantId, secret: world.secrets.person, ids: [id] }),
    )
    expect(told.length).toBeGreaterThan(2)
  })
})
