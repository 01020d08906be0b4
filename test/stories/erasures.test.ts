/** PRV-02: whoever was erased stays erased when an older backup comes back, under another installation's key too. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseUrl } from '../../server/boot/postgres.ts'
import { applyErasures, keepErasures } from '../../server/follow/erasures.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { historyOf } from '../../server/read/history.ts'
import { writeBackup } from '../../server/store/backup.ts'
import { readBackup } from '../../server/store/restore.ts'
import { hireStaff, type Staff } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { testPasswords, testPersonKey } from '../support/passwords.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let other: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let folder: string
const otherKey = Buffer.alloc(32, 9).toString('base64url')

beforeAll(async () => {
  database = await freshDatabase()
  other = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'light')
  staff = await hireStaff(company)
  folder = await mkdtemp(join(tmpdir(), 'openltc-erasures-'))
})
afterAll(async () => {
  await world.close()
  await database.drop()
  await other.drop()
  await rm(folder, { recursive: true, force: true })
})

const leadOf = (contactName: string, mobile: string) =>
  company.act(staff.sdr, {
    object: 'lead',
    act: 'create',
    input: { contactName, mobile, source: 'web', ownerId: staff.rep.userId },
  })

describe('a backup of before an erasure', { timeout: 60_000 }, () => {
  it('restored elsewhere, erases again whom the list names, keeps all others readable, and verifies', async () => {
    const gone = await leadOf('慕容清秋', '13911112222')
    const stays = await leadOf('司马光', '13933334444')
    const path = join(folder, 'before.tar.gz')
    const controlUrl = databaseUrl(database.ownerUrl, { user: 'openltc_control', password: testPasswords.control })
    const now = world.clock()
    await writeBackup({ controlUrl, ownerUrl: database.ownerUrl, path, personKey: testPersonKey, now })

    const deaf = await keepErasures(world, folder)
    await company.act(staff.process, { object: 'lead', act: 'erase', id: gone.id, reason: 'GDPR 17' })
    await expect.poll(() => readFile(join(folder, 'erasures.jsonl'), 'utf8')).toContain(gone.id)
    deaf()
    expect(await readFile(join(folder, 'erasures.jsonl'), 'utf8')).not.toContain('慕容')

    await readBackup(other.ownerUrl, { path, personKey: otherKey })
    const there = { ...productWorld(other.ownerUrl), secrets: { signing: 'x', person: otherKey } }
    expect(await applyErasures(there, folder)).toBe(1)
    expect(await applyErasures(there, folder)).toBe(0)
    const past = await historyOf(there, staff.process, { object: 'lead', id: gone.id })
    expect(past.ok && past.data.at(-1)?.changes.contactName).toEqual([null, '（已删除）'])
    const known = await historyOf(there, staff.process, { object: 'lead', id: stays.id })
    expect(known.ok && known.data.at(-1)?.changes.contactName).toEqual([null, '司马光'])
    expect((await verifyTenant(there, company.tenantId)).breaches).toEqual([])
    await there.close()
  })
})
