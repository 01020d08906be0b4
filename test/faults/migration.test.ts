/** A database that is being brought up to date may be killed at any file, or reached for by two servers at once. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { migrate } from '../../server/store/migrate.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { testPasswords } from '../support/passwords.ts'
import { asOwner, migrationFiles } from '../support/world.ts'

const folder = fileURLToPath(new URL('../../server/store/migrations/', import.meta.url))
const now = '2026-06-01T00:00:00.000Z'
const files = (await migrationFiles()).filter((name) => name.endsWith('.sql'))
const opened: FreshDatabase[] = []
const slow = mkdtempSync(join(tmpdir(), 'openltc-migrations-'))

afterEach(async () => {
  for (const one of opened.splice(0)) await one.drop()
})
afterAll(() => rmSync(slow, { recursive: true, force: true }))

async function empty(): Promise<string> {
  const fresh = await freshDatabase({ empty: true })
  opened.push(fresh)
  return fresh.ownerUrl
}

const run = (ownerUrl: string, from = folder) => migrate({ ownerUrl, folder: from, passwords: testPasswords, now })

/** Everything that makes up a schema, in words. */
async function schemaOf(ownerUrl: string): Promise<string[]> {
  const rows = await asOwner(
    ownerUrl,
    `select table_schema || '.' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable as line
       from information_schema.columns where table_schema in ('app', 'control')
     union all select schemaname || '.' || tablename || ' ' || policyname from pg_policies
     union all select indexdef from pg_indexes where schemaname in ('app', 'control')
     union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where connamespace in ('app'::regnamespace, 'control'::regnamespace)
     union all select table_schema || '.' || table_name || ' ' || grantee || ' ' || privilege_type
       from information_schema.role_table_grants where table_schema in ('app', 'control')
     order by 1`,
  )
  return rows.map((row) => row.line)
}

/** The migrations as they are, but one of them takes its time before it is done. */
function stalledAt(file: string): string {
  cpSync(folder, slow, { recursive: true })
  writeFileSync(join(slow, file), `${readFileSync(join(folder, file), 'utf8')}\nselect pg_sleep(60);\n`)
  return slow
}

async function whileItSleeps(ownerUrl: string): Promise<number> {
  for (;;) {
    const [row] = await asOwner(
      ownerUrl,
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and wait_event = 'PgSleep'`,
    )
    if (row) return row.pid as number
    await wait(20)
  }
}

describe('FLT-10: a migration', () => {
  const long = { timeout: 300_000 }
  it('that is cut off in any of its files leaves that file undone, and the next start completes it', long, async () => {
    const whole = await empty()
    await run(whole)
    const expected = await schemaOf(whole)
    for (const file of files) {
      const ownerUrl = await empty()
      const cut = run(ownerUrl, stalledAt(file)).catch((fault: Error) => fault)
      const pid = await whileItSleeps(ownerUrl)
      await asOwner(ownerUrl, 'select pg_terminate_backend($1)', [pid])
      expect(await cut, file).toBeInstanceOf(Error)
      expect(await run(ownerUrl), file).toEqual(files.slice(files.indexOf(file)))
      expect(await schemaOf(ownerUrl), file).toEqual(expected)
    }
  })

  it('whose server is killed outright holds up nobody: the next one completes it', async () => {
    const ownerUrl = await empty()
    const program = `import { migrate } from './server/store/migrate.ts'
      const [, ownerUrl, folder, passwords] = process.argv
      await migrate({ ownerUrl, folder, passwords: JSON.parse(passwords), now: '${now}' })`
    const values = [ownerUrl, stalledAt(files[1] as string), JSON.stringify(testPasswords)]
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, ...values], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
    })
    const ended = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)))
    await whileItSleeps(ownerUrl)
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    // What the dead server left asleep in the database is cut off as its connection is found closed.
    const [row] = await asOwner(
      ownerUrl,
      `select pg_terminate_backend(pid) as cut from pg_stat_activity
       where datname = current_database() and wait_event = 'PgSleep'`,
    )
    expect([true, undefined]).toContain(row?.cut)
    expect(await run(ownerUrl)).toEqual(files.slice(1))
  })

  it('begun by two servers at once is done by one, and both come up', async () => {
    const ownerUrl = await empty()
    const ran = await Promise.all([run(ownerUrl), run(ownerUrl), run(ownerUrl)])
    expect(ran.flat().sort()).toEqual(files)
    expect(ran.filter((one) => one.length > 0)).toHaveLength(1)
  })

  it('of two databases of one server at once meets at the roles they share, and both come up', async () => {
    const urls = [await empty(), await empty(), await empty()]
    const ran = await Promise.all(urls.map((url) => run(url)))
    expect(ran).toEqual([files, files, files])
  })

  it('does nothing the second time, and refuses a file that was changed after it ran', async () => {
    const ownerUrl = await empty()
    await run(ownerUrl)
    expect(await run(ownerUrl)).toEqual([])
    await expect(run(ownerUrl, stalledAt(files[0] as string))).rejects.toThrow('was changed after it ran')
  })
})
