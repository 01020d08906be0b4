/** The Salesforce export as a pack: counts, amounts and the history of its deals are those of the raw files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShownPack } from '../../server/follow/import/pack/desk.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Founded, foundedWorld } from '../support/importing.ts'
import { dataFolder } from '../support/maven.ts'
import { centsOf, differences, folderFiles, packed, rawRows, stepOf } from '../support/packing.ts'
import { asOwner } from '../support/world.ts'

const folder = dataFolder('salesforce_export')

describe.skipIf(folder === null)('the Salesforce export', () => {
  let firm: Founded
  let first: ShownPack
  const raw = (name: string) => rawRows(readFileSync(join(folder as string, `${name}.csv`)))
  const ask = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
  const bring = () => packed(firm.world, firm.operator, { files: folderFiles(folder as string) })

  beforeAll(async () => {
    firm = await foundedWorld({ currency: 'USD' })
    first = await bring()
  }, 300_000)
  afterAll(() => firm?.close())

  it('comes in whole: no row is refused and nothing differs', () => {
    expect([first.state, first.error]).toEqual(['done', null])
    expect(first.steps.filter(({ refused }) => refused > 0)).toEqual([])
    expect(differences(first)).toEqual([])
  })

  it.each([
    ['account', 'Account'],
    ['contact', 'Contact'],
    ['lead', 'Lead'],
    ['opportunity', 'Opportunity'],
  ])('has as many records of %s as the file has rows', async (table, file) => {
    const [found] = await ask(`select count(*)::int as n from app."${table}" where tenant_id = $1`)
    expect(found?.n).toBe(raw(file).length)
  })

  it('has the amounts of the deals to the cent, and the deal that each converted lead became', async () => {
    const [found] = await ask('select sum(amount)::float8 as sum from app.opportunity where tenant_id = $1')
    expect(found?.sum).toBe(centsOf(raw('Opportunity'), 'Amount'))
    const [leads] = await ask('select count(opportunity_id)::int as n from app.lead where tenant_id = $1')
    expect(leads?.n).toBe(raw('Lead').filter((row) => row.ConvertedOpportunityId !== '').length)
  })

  it('tells every turn of a deal as an event of its own time (R36)', async () => {
    const [found] = await ask(`select count(*)::int as n, min(at) as first, max(at) as last from app.event
      where tenant_id = $1 and type = 'opportunity.imported'`)
    expect(found?.n).toBe(raw('OpportunityHistory').length)
    const days = [found?.first, found?.last].map((at) => new Date(at as string).toISOString().slice(0, 10))
    expect(days).toEqual(['2026-02-23', '2026-03-07'])
    expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
  })

  it('keeps telephones and addresses it cannot read as they were written, and says how many', () => {
    const [note] = stepOf(first, 'contacts').notes.filter(({ label }) => /cannot be read/.test(label.en))
    expect(note?.count).toBeGreaterThan(0)
  })

  it('changes nothing when it comes again', async () => {
    const again = await bring()
    expect(again.steps.map(({ created, changed, refused }) => created + changed + refused)).toEqual(
      first.steps.map(() => 0),
    )
  })
})
