/** The database is killed under ten writers: what was acknowledged is there, and asking again does nothing twice. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postgres, startPostgres } from '../../server/boot/postgres.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { migrate } from '../../server/store/migrate.ts'
import type { Session } from '../../server/world.ts'
import { execute } from '../../server/write/execute.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { testPasswords } from '../support/passwords.ts'
import { asOwner, type TestWorld } from '../support/world.ts'

const writers = 10
const each = process.env.LONG ? 200 : 12

let dataDir = ''
let postgres: Postgres
let world: TestWorld
let company: Company
let clerk: Session

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'openltc-crash-'))
  postgres = await startPostgres({ dataDir, log: () => {} })
  const folder = fileURLToPath(new URL('../../server/store/migrations/', import.meta.url))
  await migrate({ ownerUrl: postgres.ownerUrl, folder, passwords: testPasswords, now: new Date().toISOString() })
  world = productWorld(postgres.ownerUrl)
  company = await foundCompany(world, 'light')
  clerk = await company.hire('钱进', ['ARF'])
})
afterAll(async () => {
  await world.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

interface Told {
  readonly key: string
  readonly id: string
  readonly replayed: boolean
}

/** Asks with one key until it is answered; how often that failed before. */
async function persist(key: string): Promise<Told & { failures: number }> {
  const input = { kind: 'sales', description: key, amount: { amount: '10.00', currency: 'CNY' }, date: '2026-06-01' }
  for (let failures = 0; ; failures++) {
    try {
      const command = { object: 'cost', act: 'create', input }
      const outcome = await execute(world, clerk, { command, idempotency: { key, fingerprint: key } })
      if (outcome.ok) return { key, id: outcome.record.id as string, replayed: outcome.replayed, failures }
      throw new Error(`refused: ${outcome.refusals.map((one) => one.code).join()}`)
    } catch (error) {
      if ((error as { retry?: boolean }).retry !== true) throw error
      await wait(25)
    }
  }
}

const postmaster = () =>
  Number(readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])

async function killBackend(): Promise<void> {
  const [row] = await asOwner(
    postgres.ownerUrl,
    "select pid from pg_stat_activity where usename = 'openltc_app' order by state_change desc limit 1",
  )
  if (row) process.kill(row.pid, 'SIGKILL')
}

describe('FLT-02: the database dies under ten writers', () => {
  it('and nothing acknowledged is lost, nothing is done twice, and the server goes on by itself', async () => {
    const told: (Told & { failures: number })[] = []
    const work = Promise.all(
      Array.from({ length: writers }, async (_none, writer) => {
        for (let turn = 0; turn < each; turn++) told.push(await persist(`${writer}-${turn}`))
      }),
    )
    const kills = (async () => {
      const waitFor = async (share: number) => {
        while (told.length < writers * each * share) await wait(5)
      }
      await waitFor(0.1)
      await killBackend()
      await waitFor(0.4)
      process.kill(postmaster(), 'SIGKILL')
      await waitFor(0.7)
      process.kill(postmaster(), 'SIGKILL')
    })()
    await Promise.all([work, kills])
    expect(told).toHaveLength(writers * each)
    expect(told.reduce((sum, one) => sum + one.failures, 0)).toBeGreaterThan(0)
    const stored = await asOwner(postgres.ownerUrl, 'select id, description as key from app.cost order by description')
    expect(stored).toHaveLength(writers * each)
    const ids = new Map(stored.map((row) => [row.key as string, row.id as string]))
    expect(told.filter((one) => ids.get(one.key) !== one.id)).toEqual([])
  })

  it('and the log has no hole and every row is what its events say', async () => {
    expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
  })

  it('and asked again with the same key, each answers what it did the first time', async () => {
    const again = await persist('0-0')
    const [first] = await asOwner(postgres.ownerUrl, "select id from app.cost where description = '0-0'")
    expect(again).toMatchObject({ id: first?.id, replayed: true, failures: 0 })
  })
})

describe('FLT-03: connections that were idle are cut', () => {
  it('and the process stays up, the next requests are served, and news is heard again', async () => {
    const busy = Array.from({ length: 8 }, () =>
      world.database.inTenant(company.tenantId, (tx) => tx.query('select pg_sleep(0.05)')),
    )
    await Promise.all(busy)
    let heard: () => void = () => {}
    const news = new Promise<void>((resolve) => {
      heard = resolve
    })
    await world.database.listen('test_channel', () => heard())
    const cut = await asOwner(
      postgres.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where usename in ('openltc_app', 'openltc_control') and pid <> pg_backend_pid()`,
    )
    expect(cut.length).toBeGreaterThan(5)
    await wait(50)
    const answers = await Promise.all(Array.from({ length: 12 }, (_none, index) => persist(`after-${index}`)))
    expect(new Set(answers.map((one) => one.id)).size).toBe(12)
    const ring = setInterval(() => world.database.notify('test_channel', 'x').catch(() => {}), 100)
    await news
    clearInterval(ring)
  })
})
