/** Starts the server: the only file that wires all parts together. */
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { chain } from '../flow/chain.ts'
import { objects } from '../flow/index.ts'
import { registry as registryOf } from '../kernel/registry.ts'
import { type Config, readConfig } from './boot/config.ts'
import { BootFault } from './boot/fault.ts'
import { firstStart } from './boot/first.ts'
import { lockDataDir } from './boot/lock.ts'
import { startPostgres } from './boot/postgres.ts'
import { openSecrets, type Secrets } from './boot/secrets.ts'
import { startWork } from './boot/work.ts'
import { openWorld, prepareSchema, urlsOf } from './boot/world.ts'
import { removeDemo } from './demo/remove.ts'
import { openDuplicateDesk } from './follow/duplicates/desk.ts'
import { keepErasures } from './follow/erasures.ts'
import { openDesk } from './follow/import/desk.ts'
import { openPackDesk } from './follow/import/pack/desk.ts'
import { filesOfImports } from './follow/import/templateDesk.ts'
import { archiveOf } from './follow/moving.ts'
import { startNightly } from './follow/nightly.ts'
import { openPost } from './follow/post.ts'
import { buildApp } from './http/app.ts'
import { companyRoutes } from './http/companies.ts'
import { duplicateRoutes } from './http/duplicates.ts'
import { firstLookRoutes } from './http/firstLook.ts'
import { importFileRoutes } from './http/importFiles.ts'
import { importRoutes } from './http/imports.ts'
import { leavingRoutes } from './http/leaving.ts'
import { ratesAt } from './http/limits.ts'
import { noticeWords } from './http/noticeWords.ts'
import { packRoutes } from './http/packs.ts'
import { openLog } from './log.ts'
import { openSmtp } from './reach/smtp.ts'
import { SchemaFault } from './store/migrate.ts'
import { armFailPoint } from './write/failpoint.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function start(): Promise<void> {
  const config = readConfig()
  armFailPoint(process.env.FAIL_POINT)
  const secrets = await openSecrets(config.dataDir)
  const log = openLog(config.logLevel, (line) => process.stderr.write(line))
  const database = await openPostgres(config, (reason) => {
    process.stderr.write(`The database could not be kept running: ${reason}\n`)
    void stop().then(() => process.exit(1))
  })
  const stops: (() => Promise<void>)[] = [database.stop]
  const stop = once(async () => {
    for (const one of stops.reverse()) await one().catch((error) => log.error('stopping', { error: String(error) }))
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop().then(() => process.exit(0)))
  try {
    await openServer({ config, secrets, log, ownerUrl: database.ownerUrl, stops })
  } catch (error) {
    await stop()
    throw error
  }
}

interface Opening {
  readonly config: Config
  readonly secrets: Secrets
  readonly log: ReturnType<typeof openLog>
  readonly ownerUrl: string
  readonly stops: (() => Promise<void>)[]
}

async function openServer({ config, secrets, log, ownerUrl, stops }: Opening): Promise<void> {
  const registry = registryOf(objects, chain)
  const urls = urlsOf(config, { ownerUrl, secrets })
  const ownRoles = config.appDatabaseUrl !== undefined
  await prepareSchema(urls, { registry, secrets, now: new Date().toISOString(), ownRoles })
  const opened = await openWorld(urls, { registry, secrets, log })
  stops.push(opened.close)
  const { world } = opened
  const address = config.publicUrl ?? `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${config.port}`
  const greeting = await firstStart(world, config, address)
  const work = startWork({ urls, secrets, logLevel: config.logLevel }, log)
  stops.push(work.stop)
  const deaf = await keepErasures(world, config.dataDir)
  stops.push(async () => deaf())
  const nightly = startNightly(world)
  stops.push(nightly.stop)
  if (config.mail) stops.push((await openPost(world, openSmtp(config.mail))).stop)
  const webFolder = fileURLToPath(new URL('./web/', import.meta.url))
  const web = await buildApp(world, {
    config,
    rates: ratesAt(config.requestRate),
    webFolder,
    notices: noticeWords,
    more: [
      importRoutes(openDesk(world)),
      importFileRoutes(filesOfImports(world)),
      packRoutes(openPackDesk(world)),
      firstLookRoutes(world),
      duplicateRoutes(openDuplicateDesk(world)),
      companyRoutes({ removeDemo }),
      leavingRoutes({ archiveOf }),
    ],
    leaveMs: config.loopback ? 0 : 2_000,
  })
  stops.push(web.stop)
  await listen(web.app, config)
  for (const line of [...greeting, `OpenLTC  ${address}`]) say(line)
}

async function listen(app: FastifyInstance, { port, host }: Config): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE') throw new BootFault(`Port ${port} is in use on ${host}; set PORT to another one.`)
    if (code === 'EACCES') throw new BootFault(`Port ${port} may not be opened by this user; set PORT above 1023.`)
    if (code === 'EADDRNOTAVAIL') throw new BootFault(`HOST ${host} is no address of this machine.`)
    throw error
  }
}

/** The embedded database, or the lock of the data directory where another database is used. */
type Postgres = { ownerUrl: string; stop(): Promise<void> }

async function openPostgres(config: Config, onLost: (reason: string) => void): Promise<Postgres> {
  if (!config.databaseUrl) return startPostgres({ dataDir: config.dataDir, log: () => {}, onLost })
  const lock = await lockDataDir(config.dataDir)
  return { ownerUrl: config.databaseUrl, stop: async () => lock.release() }
}

/** Ctrl-C comes twice, once from the terminal and once from npm: the work is done once. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => {
    done ??= work()
    return done
  }
}

start().catch((error) => {
  const known = error instanceof BootFault || error instanceof SchemaFault
  process.stderr.write(known ? `${error.message}\n` : `${error?.stack ?? error}\n`)
  process.exit(1)
})
