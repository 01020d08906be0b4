/** The Maven sales data through the import: the figures that come out of the records are those worked out elsewhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShownImport } from '../../server/follow/import/desk.ts'
import type { Report } from '../../server/follow/import/report.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Founded, foundedWorld, imported } from '../support/importing.ts'
import { dataFolder, expectedOf, mappingsOf } from '../support/maven.ts'
import { asOwner } from '../support/world.ts'

const folder = dataFolder('crm_maven')
const steps = [
  ['products', 'products'],
  ['teams', 'sales_teams'],
  ['accounts', 'accounts'],
  ['opportunities', 'sales_pipeline'],
] as const

describe.skipIf(folder === null)('the Maven data', () => {
  let firm: Founded
  const ended: Record<string, ShownImport[]> = {}
  const expected = folder === null ? null : expectedOf(folder, 'crm_maven')
  const reportOf = (name: string): Report => ended[name]?.at(-1)?.report as unknown as Report

  beforeAll(async () => {
    firm = await foundedWorld({ currency: 'USD' })
    for (const [map, file] of steps) {
      const content = readFileSync(join(folder as string, `${file}.csv`))
      ended[map] = []
      for (const mapping of mappingsOf('crm_maven', map))
        ended[map].push(await imported(firm.world, firm.operator, { content, mapping }))
    }
  }, 900_000)
  afterAll(() => firm?.close())

  const ask = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
  const deals = `(select o.*, u.name as agent, p.name as product, a.industry,
    (o.closed_at at time zone 'Asia/Shanghai')::date - (o.created_at at time zone 'Asia/Shanghai')::date as days
    from app.opportunity o join app."user" u on u.tenant_id = o.tenant_id and u.id = o.owner_id
      join app.opportunity_lines l on l.tenant_id = o.tenant_id and l.parent_id = o.id
      join app.product p on p.tenant_id = l.tenant_id and p.id = l.product_id
      left join app.account a on a.tenant_id = o.tenant_id and a.id = o.account_id where o.tenant_id = $1) d`
  const figures = `count(*) filter (where state in ('won', 'lost'))::int as closed,
    count(*) filter (where state = 'won')::int as won, count(*) filter (where state = 'lost')::int as lost,
    round(count(*) filter (where state = 'won')::numeric
      / nullif(count(*) filter (where state in ('won', 'lost')), 0), 6)::float8 as win_rate,
    coalesce(sum(amount) filter (where state = 'won'), 0)::float8 / 100 as revenue,
    round(avg(amount) filter (where state = 'won') / 100, 6)::float8 as avg_won_value,
    round(avg(days) filter (where state = 'won'), 6)::float8 as avg_cycle_days_won,
    percentile_cont(0.5) within group (order by days) filter (where state = 'won') as median_cycle_days_won`

  it('goes in whole: no row is refused', () => {
    expect(steps.map(([name]) => ended[name]?.map(({ state, refused }) => [state, refused]))).toEqual([
      [['done', 0]],
      Array.from({ length: 5 }, () => ['done', 0]),
      [['done', 0]],
      [['done', 0]],
    ])
    expect(steps.map(([name]) => ended[name]?.reduce((sum, { created }) => sum + created, 0))).toEqual([
      7, 50, 85, 8800,
    ])
  })

  it('yields the counts, the win rate, the cycle and the revenue', async () => {
    const [all] = await ask(`select ${figures} from ${deals}`)
    expect(all).toMatchObject({
      closed: expected.closed,
      won: expected.stages.Won,
      lost: expected.stages.Lost,
      win_rate: expected.win_rate,
      revenue: expected.revenue_won,
      avg_won_value: expected.avg_won_value,
      avg_cycle_days_won: expected.avg_cycle_days_won,
      median_cycle_days_won: expected.median_cycle_days_won,
    })
    const [open] = await ask(`select count(*) filter (where state = 'open' and stage = 'contacted')::int as "Engaging",
      count(*) filter (where state = 'open' and stage = 'prospect')::int as "Prospecting",
      count(*) filter (where state = 'open' and account_id is null)::int as open_without_account from ${deals}`)
    const { Engaging, Prospecting, open_without_account } = expected.open
    expect(open).toEqual({ Engaging, Prospecting, open_without_account })
  })

  it.each([
    ['agent', 'by_agent'],
    ['product', 'by_product'],
  ])('yields the same figures for every %s', async (column, name) => {
    const rows = await ask(
      `select ${column} as name, ${figures} from ${deals} where state in ('won', 'lost') group by 1`,
    )
    expect(Object.fromEntries(rows.map(({ name: one, ...rest }) => [one, rest]))).toEqual(expected[name])
  })

  it('yields the same figures for every sector, spelt right', async () => {
    const rows = await ask(
      `select industry as name, ${figures} from ${deals} where state in ('won', 'lost') group by 1`,
    )
    const { technolgy, ...others } = expected.by_sector
    expect(Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest]))).toEqual({
      ...others,
      technology: technolgy,
    })
  })

  it('knows who works for whom and where, five agents without a deal among them', async () => {
    const rows = await ask(`select manager, region, ${figures} from (
      select d.*, h.name as manager, r.name as region from ${deals}
        join app.department t on t.tenant_id = d.tenant_id and t.id = d.dept_id
        join app.department r on r.tenant_id = t.tenant_id and r.id = t.parent_id
        join app."user" h on h.tenant_id = t.tenant_id and h.id = t.head_id) x group by 1, 2`)
    for (const { manager, region: _region, ...rest } of rows)
      expect([manager, rest]).toEqual([manager, expected.by_manager[manager]])
    expect(new Set(rows.map((row) => row.region))).toEqual(new Set(Object.keys(expected.by_region)))
    const idle = await ask(`select u.name from app."user" u where u.tenant_id = $1 and u.roles @> '["REP"]'
      and not exists (select 1 from app.opportunity o where o.tenant_id = u.tenant_id and o.owner_id = u.id)
      order by 1`)
    expect(idle.map((row) => row.name)).toEqual(expected.traps.agents_in_teams_without_deals)
  })

  it('passes over no trap in silence', async () => {
    expect(reportOf('opportunities').replaced['lines.productId']).toEqual({
      'GTXPro → GTX Pro': expected.traps.product_key_mismatch_rows,
    })
    expect(reportOf('accounts').replaced.industry).toEqual({
      'technolgy → technology': expected.traps.sector_spelled_technolgy_accounts,
    })
    expect(reportOf('accounts').linkedLater.parentId ?? 0).toBe(15)
    expect(reportOf('opportunities').empty).toMatchObject({
      accountId: expected.missing.account,
      createdAt: expected.missing.engage_date,
      closedAt: expected.missing.close_date,
      amount: expected.missing.close_value,
    })
    expect(reportOf('opportunities').gaps).toMatchObject({ 'REQUIRED accountId': expected.missing.account })
    const [parents] = await ask('select count(parent_id)::int as n from app.account where tenant_id = $1')
    expect(parents?.n).toBe(15)
  })

  it('tells each deal once, effective when it began, and the log rebuilds every record', async () => {
    const [first] = await ask(`select min(at at time zone 'Asia/Shanghai')::date::text as first, count(*)::int as n
      from app.event where tenant_id = $1 and type = 'opportunity.imported'`)
    expect(first).toEqual({ first: expected.first_engage, n: 8800 })
    expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
  }, 300_000)
})
