/** Where root may put the database, the secrets, and the lock that a killed server leaves behind. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDataDir } from '../../server/boot/lock.ts'
import { startPostgres } from '../../server/boot/postgres.ts'
import { openSecrets } from '../../server/boot/secrets.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openltc-places-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a data directory', () => {
  test.runIf(process.getuid?.() === 0)('in a closed home still serves root', async () => {
    const dataDir = join(folder, 'closed', 'data')
    mkdirSync(join(folder, 'closed'), { mode: 0o700 })
    const postgres = await startPostgres({ dataDir, log: () => {} })
    await postgres.stop()
    const kept = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))
    const again = await startPostgres({ dataDir, log: () => {} })
    await again.stop()
    expect(again.ownerUrl).toBe(postgres.ownerUrl)
    expect(statSync(join(folder, 'closed')).mode & 0o777).toBe(0o700)
    rmSync(kept.elsewhere, { recursive: true })
    await expect(startPostgres({ dataDir, log: () => {} })).rejects.toThrow(/which is missing/)
  })

  test('with a path too long for a socket is served all the same', async () => {
    const dataDir = join(folder, 'x'.repeat(60), 'y'.repeat(60))
    const postgres = await startPostgres({ dataDir, log: () => {} })
    await postgres.stop()
    expect(Buffer.byteLength(new URL(postgres.ownerUrl).hostname)).toBeLessThan(107)
  })

  test('is locked until it is released', async () => {
    const lock = await lockDataDir(folder)
    await expect(lockDataDir(folder)).rejects.toThrow(/already running/)
    await lock.release()
    await (await lockDataDir(folder)).release()
  })

  test('is free when its holder is dead or its number belongs to another process now', async () => {
    await lockDataDir(folder)
    const holder = JSON.parse(readFileSync(join(folder, 'server.lock'), 'utf8'))
    for (const stale of [
      { ...holder, pid: 2 ** 22 + 1 },
      { ...holder, startedAt: 'another time' },
    ]) {
      writeFileSync(join(folder, 'server.lock'), JSON.stringify(stale))
      await (await lockDataDir(folder)).release()
    }
  })

  test('is free when a holder on another machine has fallen silent', async () => {
    const holder = { id: 'a', pid: 1, startedAt: '', machine: 'elsewhere' }
    writeFileSync(join(folder, 'server.lock'), JSON.stringify(holder))
    await (await lockDataDir(folder)).release()
  })

  test('keeps its secrets: the same at every start, for its owner alone', async () => {
    const [first, second] = await Promise.all([openSecrets(folder), openSecrets(folder)])
    expect(second).toEqual(first)
    expect(await openSecrets(folder)).toEqual(first)
    expect(new Set(Object.values(first)).size).toBe(5)
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })
})
