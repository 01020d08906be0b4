/** The Zoho export as a pack in an empty company: counts and amounts are those of the raw files, read here again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShownPack } from '../../server/follow/import/pack/desk.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Founded, foundedWorld } from '../support/importing.ts'
import { dataFolder } from '../support/maven.ts'
import { cents, centsOf, differences, folderFiles, packed, rawRows, stepOf } from '../support/packing.ts'
import { asOwner } from '../support/world.ts'

const folder = dataFolder('zoho_crm')

describe.skipIf(folder === null)('the Zoho export', () => {
  let firm: Founded
  let first: ShownPack
  const raw = (name: string) => rawRows(readFileSync(join(folder as string, `${name}.csv`)))
  const ask = async (sql: string) => (await asOwner(firm.ownerUrl, sql, [firm.tenantId]))[0] as Record<string, unknown>

  beforeAll(async () => {
    firm = await foundedWorld({ currency: 'USD' })
    first = await packed(firm.world, firm.operator, { files: folderFiles(folder as string) })
  }, 900_000)
  afterAll(() => firm?.close())

  it('is recognised, file by file, and refuses no row', () => {
    expect(first.error).toBeNull()
    expect(first.state).toBe('done')
    expect(first.files.filter(({ role }) => role === null)).toEqual([])
    expect(first.steps.map(({ name, refused }) => [name, refused]).filter(([, refused]) => refused !== 0)).toEqual([])
  })

  it.each([
    ['campaign', 'campaigns', 'Campaigns'],
    ['product', 'products', 'Products'],
    ['price_book', 'priceBooks', 'Price_Books'],
    ['account', 'accounts', 'Accounts'],
    ['contact', 'contacts', 'Contacts'],
    ['lead', 'leads', 'Leads'],
    ['opportunity', 'potentials', 'Potentials'],
    ['quote', 'quotes', 'Quotes'],
    ['order', 'orders', 'Sales_Orders'],
    ['invoice', 'invoices', 'Invoices'],
    ['comment', 'cases', 'Cases'],
  ])('brings as many records of %s as the file has rows', async (table, step, file) => {
    const { n } = await ask(`select count(*)::int as n from app."${table}" where tenant_id = $1
      and starts_with(source_key, 'zoho:${step}/')`)
    expect(n).toBe(raw(file).length)
  })

  it.each([
    ['opportunity', 'amount', 'Potentials', 'Amount'],
    ['quote', 'gross', 'Quotes', 'Grand Total'],
    ['order', 'gross', 'Sales_Orders', 'Grand Total'],
    ['invoice', 'gross', 'Invoices', 'Grand Total'],
  ])('has the total of %s.%s to the cent', async (...[table, column, file, heading]) => {
    const { sum } = await ask(`select sum(${column})::float8 as sum from app."${table}" where tenant_id = $1`)
    expect(sum).toBe(centsOf(raw(file), heading))
  })

  it('gives each order its lines, whose amounts are the file’s, and leaves none over', async () => {
    const lines = raw('Sales_Order_Line_Items')
    const { n, worth } = await ask(`select count(*)::int as n, sum(round(qty * price, 2))::float8 as worth
      from app.order_lines where tenant_id = $1 and product_id is not null`)
    expect(n).toBe(lines.length)
    expect(Math.round((worth as number) * 100)).toBe(centsOf(lines, 'Net Total'))
    const { off } = await ask(`select count(*)::int as off from app."order" o where o.tenant_id = $1 and abs(
      (select sum(round(l.qty * l.price, 2)) from app.order_lines l where l.tenant_id = $1 and l.parent_id = o.id)
      - (o.custom->>'subTotal')::numeric) > 0.03`)
    expect(off).toBe(0)
  })

  it('gives invoices the lines of their orders and names the ones without a total', async () => {
    const { n } = await ask(
      `select count(*)::int as n from app.invoice_lines where tenant_id = $1 and product_id is not null`,
    )
    expect(n).toBe(raw('Invoice_Line_Items').length)
    const empty = raw('Invoices').filter((row) => row['Grand Total'] === '').length
    expect(empty).toBe(270)
    expect(stepOf(first, 'invoices').notes).toContainEqual(
      expect.objectContaining({
        count: 270,
        label: expect.objectContaining({ en: expect.stringMatching(/without a total/) }),
      }),
    )
  })

  it('keeps each record’s links: the account of contacts and invoices, the lead of deals', async () => {
    const found = await ask(`select (select count(account_id)::int from app.contact where tenant_id = $1) as contacts,
      (select count(account_id)::int from app.invoice where tenant_id = $1) as invoices,
      (select count(lead_id)::int from app.opportunity where tenant_id = $1) as deals,
      (select count(order_id)::int from app.invoice where tenant_id = $1) as ordered`)
    const orders = new Set(raw('Sales_Orders').map((row) => row.SALESORDERID))
    const ordered = raw('Invoices').filter((row) => orders.has(row['Sales Order Id'] as string)).length
    expect(found).toEqual({ contacts: 1265, invoices: 1300, deals: 3632, ordered })
  })

  it('keeps the stages of its deals as a pipeline of their own', async () => {
    const stages = (await asOwner(
      firm.ownerUrl,
      `select coalesce(case when state <> 'open' then state end, stage) as stage,
      count(*)::int as n, sum(amount)::float8 as amount from app.opportunity where tenant_id = $1 group by 1`,
      [firm.tenantId],
    )) as Record<string, unknown>[]
    const expected = new Map<string, { n: number; amount: number }>()
    const names: Record<string, string> = {
      'Closed Won': 'won',
      'Closed Lost': 'lost',
      'Proposal/Price Quote': 'proposal',
      'Negotiation/Review': 'negotiation',
    }
    for (const row of raw('Potentials')) {
      const stage = names[row.Stage as string] ?? (row.Stage as string).toLowerCase().replace(' ', '_')
      const one = expected.get(stage) ?? { n: 0, amount: 0 }
      expected.set(stage, { n: one.n + 1, amount: one.amount + cents(row.Amount) })
    }
    expect(Object.fromEntries(stages.map(({ stage, ...rest }) => [stage, rest]))).toEqual(Object.fromEntries(expected))
  })

  it('makes the people of the files once, with the addresses of the file of users', async () => {
    const { n, emails } = await ask(`select count(*)::int as n, count(email)::int as emails from app."user"
      where tenant_id = $1 and starts_with(source_key, 'zoho:people/')`)
    expect([n, emails]).toEqual([11, 11])
  })

  it('names every difference, and there is none but those it names', () => {
    expect(differences(first)).toEqual([])
    expect(stepOf(first, 'accounts').notes).toEqual([expect.objectContaining({ count: 3 })])
    expect(stepOf(first, 'cases').notes).toEqual([expect.objectContaining({ count: 797 })])
  })

  it('posts nothing, and the log rebuilds every record', async () => {
    const { n } = await ask('select count(*)::int as n from app.journal where tenant_id = $1')
    expect(n).toBe(0)
    expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
  }, 300_000)

  it('changes nothing when it comes again', async () => {
    const again = await packed(firm.world, firm.operator, { files: folderFiles(folder as string) })
    expect(again.steps.map(({ name, created, changed, refused }) => ({ name, created, changed, refused }))).toEqual(
      first.steps.map(({ name }) => ({ name, created: 0, changed: 0, refused: 0 })),
    )
    expect(differences(again)).toEqual([])
  }, 900_000)
})
