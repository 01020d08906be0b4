/** The embedded database: it survives every kill, and one directory has one server. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isAlive, servesDirectory } from '../../server/boot/processes.ts'
import { ask, end, eventually, type Holder, holdDatabase } from './support.ts'

let dataDir = ''
const holders: Holder[] = []

const hold = async () => {
  const holder = await holdDatabase(dataDir)
  holders.push(holder)
  return holder
}
const dataOf = () => join(dataDir, 'postgres', 'data')
const postmaster = () => Number(readFileSync(join(dataOf(), 'postmaster.pid'), 'utf8').split('\n')[0])
const supervisorOf = (pid: number) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'openltc-boot-'))
  const first = await hold()
  await ask(first.url, 'create table kept (value int)')
  await end(first, 'SIGTERM')
})

afterEach(async () => {
  const living = holders.splice(0).filter(({ process }) => process.exitCode === null && process.signalCode === null)
  for (const holder of living) await end(holder, 'SIGTERM')
})

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

describe('the embedded database', () => {
  test('ends with its server even when that is killed, and keeps what was committed', async () => {
    const first = await hold()
    await ask(first.url, 'insert into kept values (1)')
    const pid = postmaster()
    await end(first, 'SIGKILL')
    await eventually(() => !isAlive(pid))
    const second = await hold()
    expect(await ask(second.url, 'select value from kept')).toEqual([{ value: 1 }])
  })

  test('starts at once after its server was killed, while the old one is still going down', async () => {
    const first = await hold()
    await ask(first.url, 'insert into kept values (2)')
    await end(first, 'SIGKILL')
    const second = await hold()
    expect(second.said).toMatch(/^ready /)
    expect(await ask(second.url, 'select value from kept where value = 2')).toHaveLength(1)
  })

  test.runIf(process.platform === 'linux')('is taken over when everything around it was killed', async () => {
    const first = await hold()
    const pid = postmaster()
    process.kill(supervisorOf(pid), 'SIGKILL')
    await end(first, 'SIGKILL')
    expect(servesDirectory(pid, dataOf())).toBe(true)
    const second = await hold()
    expect(second.said).toMatch(/^ready /)
    expect(isAlive(pid)).toBe(false)
  })

  test.runIf(process.platform === 'linux')('comes back by itself when it is killed alone', async () => {
    const holder = await hold()
    process.kill(postmaster(), 'SIGKILL')
    await eventually(() =>
      ask(holder.url, 'select 1').then(
        () => true,
        () => false,
      ),
    )
  })

  test('is not held up by a stale process file that names someone else', async () => {
    writeFileSync(join(dataOf(), 'postmaster.pid'), `${process.pid}\n${dataOf()}\n0\n5432\n\n\n0 0\nready\n`)
    expect((await hold()).said).toMatch(/^ready /)
  })

  test('refuses a second server on the same directory in one sentence', async () => {
    const first = await hold()
    const second = await hold()
    expect(second.said).toBe(
      `refused Another OpenLTC server (process ${first.process.pid}) is already running on ${dataDir}.`,
    )
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('stops cleanly on SIGTERM, with a client still connected', async () => {
    const holder = await hold()
    const busy = ask(holder.url, 'select pg_sleep(60)').catch((error) => error.code)
    const pid = postmaster()
    await end(holder, 'SIGTERM')
    await eventually(() => !isAlive(pid))
    expect(holder.process.exitCode).toBe(0)
    await busy
  })

  test.runIf(process.platform === 'linux')('does not hear the Ctrl-C that is meant for the server', async () => {
    const holder = await hold()
    const [mine, its] = [holder.process.pid ?? 0, supervisorOf(postmaster())].map(sessionOf)
    expect(its).not.toBe(mine)
  })

  test('keeps its password and its data to itself', () => {
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700)
  })

  test('starts within two seconds once it exists, on a busy machine too', async () => {
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    const runtimeMs = performance.now() - started
    const before = performance.now()
    await hold()
    expect(performance.now() - before - runtimeMs).toBeLessThan(2_000)
  })
})

function sessionOf(pid: number): string | undefined {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3]
}
