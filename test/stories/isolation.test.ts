/** The walls inside the database itself: they hold even where the code above them forgets. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { databaseUrl } from '../../server/boot/postgres.ts'
import { openDatabase } from '../../server/store/database.ts'
import { uuid7 } from '../../server/store/identity.ts'
import { balances, hireStaff, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { liveThrough } from '../support/living.ts'
import { testPasswords } from '../support/passwords.ts'
import { asOwner, type TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let ours: Company
let theirs: Company
let staff: Staff
let appUrl: string

beforeAll(async () => {
  database = await freshDatabase()
  appUrl = databaseUrl(database.ownerUrl, { user: 'openltc_app', password: testPasswords.app })
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-06-01T02:00:00.000Z')
  theirs = await foundCompany(world, 'standard', '别家')
  ours = await foundCompany(world, 'standard', '自家')
  for (const company of [theirs, ours]) {
    staff = await hireStaff(company)
    const product = await stockedProduct(company, staff)
    await liveThrough(company, staff, { customer: '苏州精工机械有限公司', product, first: '4', second: '6' })
  }
}, 120_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

/** As the role the server lives as: what it gets, or the code it is refused with. */
async function asApp(text: string, more: { values?: unknown[]; tenant?: string } = {}): Promise<Loose[] | string> {
  const client = new pg.Client({ connectionString: appUrl })
  await client.connect()
  try {
    await client.query('begin')
    if (more.tenant) await client.query('select app.enter($1)', [more.tenant])
    const { rows } = await client.query(text, more.values)
    await client.query('commit')
    return rows
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await client.end()
  }
}

const tenantTables = `select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    c.relispartition as partition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and n.nspname = 'app' order by 1`

describe('TEN-02: every table of a company', () => {
  it('has row security, forced, and a policy for reading and for writing', async () => {
    const tables = await asOwner(database.ownerUrl, tenantTables)
    expect(tables.length).toBeGreaterThan(60)
    expect(tables.filter((one) => !one.secured || !one.forced).map((one) => one.name)).toEqual([])
    const policies = await asOwner(
      database.ownerUrl,
      "select tablename as name, qual, with_check as checked, roles::text from pg_policies where schemaname = 'app'",
    )
    const wall = 'tenant_id = app.tenant()'
    const isWall = (one: Loose) => one.qual === `(${wall})` && one.checked === `(${wall})`
    const without = tables.filter(({ name }) => !policies.some((one) => one.name === name && isWall(one)))
    expect(without.map((one) => one.name)).toEqual([])
    const wider = policies.filter((one) => !isWall(one) && one.roles !== '{openltc_control}')
    expect(wider).toEqual([])
  })

  it('has no table beside it that any company could see whole', async () => {
    const open = await asOwner(
      database.ownerUrl,
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'app' and c.relkind in ('r', 'p', 'v', 'm')
         and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
         and has_table_privilege('openltc_app', c.oid, 'select')`,
    )
    expect(open).toEqual([])
  })

  it('is owned by nobody the server lives as; neither role is above the walls', async () => {
    const roles = await asOwner(
      database.ownerUrl,
      `select rolname as name from pg_roles where rolname in ('openltc_app', 'openltc_control')
         and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
    )
    expect(roles).toEqual([])
    const owned = await asOwner(
      database.ownerUrl,
      `select relname as name from pg_class
       where relowner in (select oid from pg_roles where rolname in ('openltc_app', 'openltc_control'))`,
    )
    expect(owned).toEqual([])
  })

  it('shows nothing while no company is entered, and takes nothing in', async () => {
    const tables = (await asOwner(database.ownerUrl, tenantTables)).filter((one) => !one.partition)
    const seen: string[] = []
    for (const { name } of tables) {
      const rows = await asApp(`select 1 from app."${name}" limit 1`)
      if (typeof rows !== 'string' && rows.length > 0) seen.push(name)
    }
    expect(seen).toEqual([])
    const [row] = await asOwner(database.ownerUrl, 'select * from app.counter limit 1')
    const insert = 'insert into app.counter (tenant_id, name, value) values ($1, $2, 1)'
    expect(await asApp(insert, { values: [row?.tenant_id, 'sly'] })).toBe('42501')
    expect(await asApp(insert, { values: [theirs.tenantId, 'sly'], tenant: ours.tenantId })).toBe('42501')
  })

  it('stays closed after a company was entered and left on the same connection', async () => {
    const client = new pg.Client({ connectionString: appUrl })
    await client.connect()
    await client.query('begin')
    await client.query('select app.enter($1)', [ours.tenantId])
    expect((await client.query('select 1 from app.account')).rowCount).toBeGreaterThan(0)
    await client.query('commit')
    expect((await client.query('select 1 from app.account')).rowCount).toBe(0)
    await client.end()
  })

  it('keeps functions that rise above the walls to one company and a fixed search path', async () => {
    const functions = await asOwner(
      database.ownerUrl,
      `select p.proname as name, p.proconfig::text as config
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('app', 'control') and p.prosecdef`,
    )
    expect(functions.filter((one) => !one.config?.includes('search_path=')).map((one) => one.name)).toEqual([])
    const search = 'select app.holding_grams($1, $2, $3, 10)'
    expect(await asApp(search, { values: [theirs.tenantId, 'account', []], tenant: ours.tenantId })).toBe('42501')
    const member = 'select app.holding_member($1, $2, $3, 10)'
    expect(await asApp(member, { values: [theirs.tenantId, 'account', uuid7(1)], tenant: ours.tenantId })).toBe('42501')
    expect(await asApp('select * from control.tenant')).toBe('42501')
  })
})

describe('TEN-03: one connection for all', () => {
  it('carries nothing from the company whose request broke to the next, or to none', async () => {
    const one = openDatabase({
      tenantUrl: appUrl,
      controlUrl: databaseUrl(database.ownerUrl, { user: 'openltc_control', password: testPasswords.control }),
      poolSize: 1,
      onFault: () => {},
    })
    const names = 'select name from app.legal_entity'
    await expect(
      one.inTenant(ours.tenantId, async (tx) => {
        await tx.query(names)
        throw new Error('broke in the middle')
      }),
    ).rejects.toThrow('broke in the middle')
    expect(await one.inTenant(theirs.tenantId, (tx) => tx.query(names))).toEqual([{ name: '别家' }])
    await expect(one.inTenant(ours.tenantId, (tx) => tx.query('select 1/0'))).rejects.toThrow()
    expect(await one.inTenant(uuid7(1), (tx) => tx.query(names))).toEqual([])
    await one.close()
  })
})

describe('TEN-05: a link across the wall', () => {
  it('is refused by the database itself, for every foreign key there is', async () => {
    const [account] = await theirs.list('account')
    const [own] = await ours.list('order')
    const across = 'update app."order" set account_id = $1 where id = $2'
    expect(await asApp(across, { values: [account?.id, own?.id], tenant: ours.tenantId })).toBe('23503')
    const keys = await asOwner(
      database.ownerUrl,
      `select c.conname as name from pg_constraint c join pg_namespace n on n.oid = c.connamespace
       where n.nspname = 'app' and c.contype = 'f' and not exists (
         select 1 from unnest(c.conkey) k join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k
         where a.attname = 'tenant_id')`,
    )
    expect(keys).toEqual([])
  })
})

describe('LED-01: an entry of the ledger', () => {
  const line = (debit: number, credit: number) => ({
    id: uuid7(Date.now()),
    position: 0,
    account_code: '1002',
    debit,
    credit,
  })
  async function post(lines: Loose[]): Promise<Loose[] | string> {
    const [entity] = await ours.list('legalEntity')
    const header = {
      id: uuid7(Date.now()),
      no: `JE-${uuid7(Date.now())}`,
      key: 'J-TEST',
      entity_id: entity?.id,
      posting_date: '2026-06-01',
      created_at: '2026-06-01T00:00:00Z',
      case_id: uuid7(1),
      source_object: 'order',
      source_id: uuid7(1),
    }
    const values = [ours.tenantId, JSON.stringify(header), JSON.stringify(lines)]
    return asApp('select app.post_entry($1, $2, $3)', { values, tenant: ours.tenantId })
  }

  it('comes in whole and balanced, through the one door, or not at all', async () => {
    const before = await balances(ours)
    expect(await post([line(100, 0), line(0, 99)])).toBe('23514')
    expect(await post([line(100, 0)])).toBe('23514')
    expect(await post([])).toBe('23514')
    expect(await post([line(0, 0), line(0, 0)])).toBe('23514')
    expect(await post([line(-100, 0), line(0, -100)])).toBe('23514')
    expect(await post([line(100, 100), line(100, 100)])).toBe('23514')
    expect(await balances(ours)).toEqual(before)
    expect(typeof (await post([line(100, 0), line(0, 100)]))).toBe('object')
  })

  it('of one company cannot be written from within another', async () => {
    const values = [theirs.tenantId, '{}', '[]']
    expect(await asApp('select app.post_entry($1, $2, $3)', { values, tenant: ours.tenantId })).toBe('42501')
  })

  it('takes no line and no header besides that door, balanced or not', async () => {
    const [entry] = await ours.list('journal')
    const columns = 'tenant_id, id, parent_id, position, account_code, debit, credit'
    const pair = `insert into app.journal_lines (${columns})
      values ($1, $2, $4, 8, '1002', 5, 0), ($1, $3, $4, 9, '6001', 0, 5)`
    const values = [ours.tenantId, uuid7(1), uuid7(2), entry?.id]
    expect(await asApp(pair, { values, tenant: ours.tenantId })).toBe('42501')
    const header = 'insert into app.journal select * from app.journal limit 1'
    expect(await asApp(header, { tenant: ours.tenantId })).toBe('42501')
  })
})

describe('LED-02: what is posted', () => {
  it.each([
    'update app.journal set memo = null',
    'update app.journal_lines set debit = debit + 1',
    'delete from app.journal_lines',
    'delete from app.journal',
    'truncate app.journal, app.journal_lines',
    'alter table app.journal disable trigger all',
    'set session_replication_role = replica',
    'update app.event set type = type',
    'delete from app.event',
  ])('is never changed: %s', async (statement) => {
    expect(await asApp(statement, { tenant: ours.tenantId })).toBe('42501')
  })
})
