/** A backup restored elsewhere is the same company to the last digit; a damaged one is refused whole. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { databaseUrl } from '../../server/boot/postgres.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { sqlName, tablesOf, writeBackup } from '../../server/store/backup.ts'
import { readBackup } from '../../server/store/restore.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { businessWorld, type Founded, foundedWorld, imported } from '../support/importing.ts'
import { testPasswords, testPersonKey } from '../support/passwords.ts'
import { asOwner } from '../support/world.ts'

let firm: Founded
let folder: string
let path: string
const others: FreshDatabase[] = []

beforeAll(async () => {
  firm = await foundedWorld()
  folder = await mkdtemp(join(tmpdir(), 'openltc-backup-'))
  path = join(folder, 'all.tar.gz')
  const content = 'code,name\nP1,泵\\t\nP2,"阀\n门"\nP3,𠮷\n'
  const columns = { code: 'code', name: 'name' }
  await imported(firm.world, firm.operator, {
    content,
    mapping: { object: 'product', columns, constants: { vatRate: '0.13' } },
  })
  await write()
})
afterAll(async () => {
  await firm.close()
  for (const one of others) await one.drop()
  await rm(folder, { recursive: true, force: true })
})

const write = () =>
  writeBackup({
    controlUrl: databaseUrl(firm.ownerUrl, { user: 'openltc_control', password: testPasswords.control }),
    ownerUrl: firm.ownerUrl,
    path,
    personKey: testPersonKey,
    now: new Date().toISOString(),
  })
const another = async (): Promise<string> => {
  const made = await freshDatabase()
  others.push(made)
  return made.ownerUrl
}

/** Every table as text, in order of its rows. */
async function contentOf(ownerUrl: string): Promise<Loose> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const out: Record<string, unknown> = {}
    for (const { name } of await tablesOf(client)) {
      const sum = "count(*)::int as n, md5(string_agg(t::text, '' order by t::text)) as sum"
      out[name] = (await client.query(`select ${sum} from ${sqlName(name)} t`)).rows[0]
    }
    return out
  } finally {
    await client.end()
  }
}

describe('a backup', { timeout: 120_000 }, () => {
  it('comes back the same, table by table, and holds all that a verification asks', async () => {
    const ownerUrl = await another()
    await readBackup(ownerUrl, { path, personKey: testPersonKey })
    expect(await contentOf(ownerUrl)).toEqual(await contentOf(firm.ownerUrl))
    const world = businessWorld(ownerUrl)
    const verified = await verifyTenant(world, firm.tenantId)
    await world.close()
    expect(verified.breaches).toEqual([])
    expect(verified.records).toBeGreaterThan(10)
  })

  it('leaves walls and references as they were', async () => {
    const count = `select (select count(*)::int from pg_constraint where contype = 'f') as keys,
      (select count(*)::int from pg_class where relforcerowsecurity) as walls`
    const ownerUrl = await another()
    await readBackup(ownerUrl, { path, personKey: testPersonKey })
    expect(await asOwner(ownerUrl, count)).toEqual(await asOwner(firm.ownerUrl, count))
  })

  it('is not restored over companies that are there', async () => {
    await expect(readBackup(firm.ownerUrl, { path, personKey: testPersonKey })).rejects.toThrow(
      /holds companies already/,
    )
  })

  it.each([
    ['broken off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4096), /breaks off|damaged|cannot be read/],
    [
      'changed by one letter',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('P2\t', 'P9\t'), 'latin1'),
      /does not match its checksum/,
    ],
  ])('is refused when it is %s, and leaves the database empty', async (_how, spoil, why) => {
    const spoilt = join(folder, 'spoilt.tar.gz')
    await writeFile(spoilt, gzipSync(spoil(gunzipSync(await readFile(path)))))
    const ownerUrl = await another()
    await expect(readBackup(ownerUrl, { path: spoilt, personKey: testPersonKey })).rejects.toThrow(why)
    expect(await asOwner(ownerUrl, 'select count(*)::int as n from control.tenant')).toEqual([{ n: 0 }])
    expect(await asOwner(ownerUrl, 'select count(*)::int as n from app.product')).toEqual([{ n: 0 }])
  })
})
