/** Before a part of the tests that needs one: a PostgreSQL of its own, with a migrated template database. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { databaseUrl, startPostgres } from '../../server/boot/postgres.ts'
import { migrate } from '../../server/store/migrate.ts'
import { testPasswords } from './passwords.ts'

const template = 'openltc_template'
const quick = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
}

/** Answers how to take it down again. TEST_DATABASE_URL names an outside server instead. */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const embedded = given ? undefined : await startEmbedded()
  const ownerUrl = given ?? embedded!.ownerUrl
  process.env.TEST_OWNER_URL = ownerUrl
  process.env.TEST_TEMPLATE = template
  await makeTemplate(ownerUrl)
  return async () => embedded?.stop()
}

async function startEmbedded(): Promise<{ ownerUrl: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'openltc-test-'))
  const postgres = await startPostgres({ dataDir, log: () => {}, settings: quick })
  return {
    ownerUrl: postgres.ownerUrl,
    async stop() {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`drop database if exists ${template} with (force)`)
  await client.query(`create database ${template}`)
  await client.end()
  const folder = fileURLToPath(new URL('../../server/store/migrations/', import.meta.url))
  const now = new Date().toISOString()
  await migrate({ ownerUrl: databaseUrl(ownerUrl, { database: template }), folder, passwords: testPasswords, now })
}
