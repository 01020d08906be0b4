/** A database of its own for a test, copied from the migrated template in some milliseconds. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { databaseUrl } from '../../server/boot/postgres.ts'

export interface FreshDatabase {
  /** As PostgreSQL knows it; nobody may be connected while it is copied. */
  name: string
  ownerUrl: string
  drop(): Promise<void>
}

/** Needs the setup of the projects stories, faults or browser. */
export async function freshDatabase(from: { empty?: boolean; copyOf?: string } = {}): Promise<FreshDatabase> {
  const server = process.env.TEST_OWNER_URL
  const template = process.env.TEST_TEMPLATE
  if (!server || !template) throw new Error('freshDatabase works only in the projects stories, faults and browser.')
  const name = `test_${randomBytes(6).toString('hex')}`
  const source = from.copyOf ?? (from.empty ? 'template0' : template)
  await command(server, `create database ${name} template ${source}`)
  return {
    name,
    ownerUrl: databaseUrl(server, { database: name }),
    drop: () => command(server, `drop database if exists ${name} with (force)`),
  }
}

/** Two copies of one template at once get in each other's way for a moment: the later one tries again. */
async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (let attempt = 1; ; attempt++) {
      const error = await client.query(sql).then(
        () => undefined,
        (fault) => fault,
      )
      if (!error) return
      if (error.code !== '55006' || attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    await client.end()
  }
}
