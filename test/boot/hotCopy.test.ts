/** R12: the database is copied while writers run; the copy starts by itself and holds all that was committed before. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { copyHome } from '../../server/boot/hotCopy.ts'
import { ask, end, type Holder, holdDatabase } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'openltc-copy-'))
// Root's database runs as another user, who must be able to enter.
chmodSync(folder, 0o755)
const holders: Holder[] = []
afterAll(async () => {
  for (const holder of holders) await end(holder, 'SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

const hold = async (dataDir: string) => {
  const holder = await holdDatabase(dataDir)
  holders.push(holder)
  return holder
}

/** Adds rows, two by two, until told to stop. */
function writer(url: string) {
  let going = true
  let last = 0
  const done = (async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    while (going) {
      const next = last + 1
      await client.query('begin')
      await client.query(`insert into pair values ($1, 'left', repeat('x', 2000)), ($1, 'right', '')`, [next])
      await client.query('commit')
      last = next
    }
    await client.end()
  })()
  return {
    last: () => last,
    async stop() {
      going = false
      await done
    },
  }
}

describe('a hot copy', () => {
  test('is a data directory of its own: it starts, whole to the last commit before it, with no half pair', async () => {
    const dataDir = join(folder, 'home')
    const to = join(folder, 'copy')
    const first = await hold(dataDir)
    writeFileSync(join(dataDir, 'secrets.json'), '{"personKey":"kept"}')
    await ask(first.url, 'create table pair (n int, side text, filler text)')
    await ask(
      first.url,
      `insert into pair select n, s, repeat('y', 500)
         from generate_series(-20000, -1) n, unnest(array['left', 'right']) s`,
    )
    const busy = writer(first.url)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const before = busy.last()
    const sum = await copyHome(dataDir, { ownerUrl: first.url, to })
    expect(sum.bytes).toBeGreaterThan(1_000_000)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await busy.stop()
    expect(await ask(first.url, 'select 1 from pg_replication_slots')).toEqual([])

    const copy = await hold(to)
    expect(copy.said).toMatch(/^ready /)
    const [held] = await ask(copy.url, 'select max(n) as last, count(*)::int as rows from pair')
    expect(Number(held?.last)).toBeGreaterThanOrEqual(before)
    expect(Number(held?.last)).toBeLessThan(busy.last())
    expect(held?.rows).toBe(40_000 + 2 * Number(held?.last))
    expect(await ask(copy.url, 'select n from pair group by n having count(*) <> 2')).toEqual([])
  })
})
