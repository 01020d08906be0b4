/** IMP-11: the worker of an import is killed at 10, 37 and 99 %: what is in is in once, and what is not comes in. */
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDesk } from '../../server/follow/import/desk.ts'
import { runNext } from '../../server/follow/jobs.ts'
import { kinds } from '../../server/follow/kinds.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Founded, fileOf, foundedWorld } from '../support/importing.ts'
import { asOwner } from '../support/world.ts'

const rows = process.env.LONG ? 100_000 : 8_000
let firm: Founded
beforeAll(async () => {
  firm = await foundedWorld()
})
afterAll(() => firm.close())

const ask = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])

async function killedAt(share: number, id: string): Promise<string | null> {
  const args = ['--import', 'tsx', new URL('./importKilled.ts', import.meta.url).pathname, firm.ownerUrl, id]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const died = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  for (let done = 0; done < rows * share; await wait(5)) {
    done = (await ask(`select done from app.import where tenant_id = $1 and id = '${id}'`))[0]?.done as number
    if (child.exitCode !== null) break
  }
  child.kill('SIGKILL')
  // Its lease would end by itself after a minute.
  const signal = await died
  await ask(`update app.job set lease_until = null where tenant_id = $1 and subject_id = '${id}'`)
  return signal
}

it('does no row twice and loses none, wherever the worker dies', async () => {
  const lines = Array.from({ length: rows }, (_none, n) => `P${n},产品${n},${n % 100 === 7 ? '"1,5"' : n}`)
  const fileId = await fileOf(firm.world, firm.operator, `编码,名称,价格\n${lines.join('\n')}\n`)
  const desk = openDesk(firm.world)
  const mapping = { object: 'product', columns: { 编码: 'code', 名称: 'name', 价格: 'listPrice' } }
  const { id } = await desk.start(firm.operator, { object: 'product', fileId, mapping })
  const signals: (string | null)[] = []
  for (const share of [0.1, 0.37, 0.75]) signals.push(await killedAt(share, id))
  expect(signals).toContain('SIGKILL')
  for (let again = 0; again < 3; again++) await runNext(firm.world, kinds, { subjectId: id })
  const done = await desk.find(firm.operator, id)
  expect([done.state, done.done, done.created, done.refused]).toEqual(['done', rows, rows * 0.99, rows / 100])
  expect(await ask('select count(*)::int as n from app.product where tenant_id = $1')).toEqual([{ n: rows * 0.99 }])
  expect(await ask(`select count(*)::int as n from app.import_row where tenant_id = $1`)).toEqual([{ n: rows / 100 }])
  expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
}, 600_000)
