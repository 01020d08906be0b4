/** kill -9 between any two statements of the write path: what was acknowledged is stored, and a retry acts once. */
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { uuid7 } from '../../server/store/identity.ts'
import { loadRecord } from '../../server/store/records.ts'
import type { Session } from '../../server/world.ts'
import { execute } from '../../server/write/execute.ts'
import { failPoints } from '../../server/write/failpoint.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { sampleRegistry } from '../support/sample.ts'
import { asOwner, sampleWorld, sessionOf, type TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let rep: Session
const tenant = uuid7(1)

beforeAll(async () => {
  database = await freshDatabase({ empty: true })
  world = await sampleWorld(database.ownerUrl)
  const admin = sessionOf(tenant, ['ADM'])
  const user = await execute(world, admin, {
    command: { object: 'user', act: 'create', input: { name: '小王', roles: ['REP'] } },
  })
  rep = sessionOf(tenant, ['REP'], { id: recordOf(user).id })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

function recordOf(outcome: Awaited<ReturnType<typeof execute>>): Loose {
  if (!outcome.ok) throw new Error(outcome.refusals.map((one) => one.code).join())
  return outcome.record
}

async function issuedBill(name: string): Promise<Loose> {
  const input = { name, total: { amount: '100.00', currency: 'CNY' } }
  const bill = recordOf(await execute(world, rep, { command: { object: 'bill', act: 'create', input } }))
  return recordOf(
    await execute(world, rep, { command: { object: 'bill', act: 'issue', id: bill.id, version: 1, input: {} } }),
  )
}

function dieAt(point: string, bill: string): { signal: string | null; said: string } {
  const args = ['--import', 'tsx', new URL('./killed.ts', import.meta.url).pathname]
  const child = spawnSync(process.execPath, [...args, database.ownerUrl, tenant, rep.userId ?? '', bill, point], {
    env: { ...process.env, FAIL_POINT: `${point}:kill` },
    encoding: 'utf8',
  })
  return { signal: child.signal, said: child.stdout }
}

const billOf = (id: string) =>
  world.database.inTenant(tenant, (tx) =>
    loadRecord(tx, { tenantId: tenant, declaration: sampleRegistry.objects.get('bill')! }, { id }),
  )

describe.each(failPoints)('killed at "%s"', (point) => {
  it('leaves all of it or nothing, and a retry with the same key has one effect', async () => {
    const bill = await issuedBill(`在 ${point} 被杀`)
    const death = dieAt(point, bill.id)
    expect(death).toEqual({ signal: 'SIGKILL', said: '' })
    const stored = point === 'committed'
    expect(await billOf(bill.id)).toMatchObject({ paid: stored ? 4000n : 0n, version: stored ? 3 : 2 })
    const input = { billId: bill.id, amount: { amount: '40.00', currency: 'CNY' } }
    const retry = await execute(world, rep, {
      command: { object: 'receipt', act: 'create', input },
      idempotency: { key: point, fingerprint: point },
    })
    expect(retry).toMatchObject({ ok: true, replayed: stored })
    expect(await billOf(bill.id)).toMatchObject({ paid: 4000n, payments: 1, version: 3 })
    const [row] = await asOwner(database.ownerUrl, 'select count(*)::int as n from app.receipt where bill_id = $1', [
      bill.id,
    ])
    expect(row?.n).toBe(1)
  })
})

describe('after all the deaths', () => {
  it('the log has no hole', async () => {
    const rows = await asOwner(database.ownerUrl, 'select seq::int from app.event where tenant_id = $1 order by seq', [
      tenant,
    ])
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_row, index) => index + 1))
  })
})
