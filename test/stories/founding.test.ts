/** A company that cannot be founded whole leaves nothing behind: no row, no login, and its short name is free. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findTenant } from '../../server/store/companies.ts'
import { createCompany } from '../../server/write/company.ts'
import { productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const rowsOf = (table: string) =>
  world.database.control((tx) => tx.query<{ n: number }>(`select count(*)::int as n from app."${table}"`))

it('is taken back with everything it had begun to write', async () => {
  const broken = { slug: 'broken', name: '半家公司', admin: { name: '管理员', email: 'not an address' } }
  await expect(createCompany(world, broken)).rejects.toMatchObject({ refusals: expect.anything() })
  expect(await world.database.control((tx) => findTenant(tx, 'broken'))).toBeNull()
  for (const table of ['company', 'department', 'user', 'pipeline', 'event', 'counter'])
    expect(await rowsOf(table), table).toEqual([{ n: 0 }])
  const whole = await createCompany(world, { ...broken, admin: { name: '管理员', email: 'admin@example.com' } })
  expect(whole.tenant.slug).toBe('broken')
  expect((await rowsOf('company'))[0]?.n).toBe(1)
})
