/** A whole company behind real doors and real pages, on a port of its own, and people who open it in a browser. */
import { rmSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Role } from '../../kernel/role.ts'
import { openDesk } from '../../server/follow/import/desk.ts'
import { openPackDesk } from '../../server/follow/import/pack/desk.ts'
import { filesOfImports } from '../../server/follow/import/templateDesk.ts'
import { openJobs } from '../../server/follow/jobs.ts'
import { kinds } from '../../server/follow/kinds.ts'
import { buildApp } from '../../server/http/app.ts'
import type { DoorConfig } from '../../server/http/doors.ts'
import { firstLookRoutes } from '../../server/http/firstLook.ts'
import { importFileRoutes } from '../../server/http/importFiles.ts'
import { importRoutes } from '../../server/http/imports.ts'
import { noticeWords } from '../../server/http/noticeWords.ts'
import { packRoutes } from '../../server/http/packs.ts'
import type { Session } from '../../server/world.ts'
import { findBrowser } from '../../tools/browser.mjs'
import { giveLogin, password, wide } from '../http/support.ts'
import { hireStaff, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, companyIn, foundCompany, productWorld } from '../support/company.ts'
import { freshDatabase } from '../support/database.ts'
import { liveThrough } from '../support/living.ts'
import type { TestWorld } from '../support/world.ts'

export type Language = 'zh' | 'en'
export type Post = keyof Staff | 'admin' | 'marketing' | 'service' | 'delivery' | 'executive'

const others = {
  admin: ['高敏', 'ADM'],
  marketing: ['马克', 'MKT'],
  service: ['福安', 'SVC'],
  delivery: ['戴平', 'DPM'],
  executive: ['艾总', 'EXE'],
} as const satisfies Record<string, readonly [string, Role]>

export interface Look {
  readonly language?: Language
  readonly width?: number
  readonly touch?: boolean
}

export interface House {
  readonly base: string
  readonly company: Company
  readonly staff: Record<Post, Session>
  readonly browser: Browser
  emailOf(post: Post): string
  /** A browser of their own, signed in. */
  open(post: Post, look?: Look): Promise<Page>
  /** The same before signing in. */
  stranger(look?: Look): Promise<Page>
  close(): Promise<void>
}

/** A company with its people and their logins, founded once in a worker; every house is a copy of it. */
async function foundTemplate(lived: boolean): Promise<Template> {
  const database = await freshDatabase(lived ? { copyOf: (await template(false)).name } : {})
  const world = productWorld(database.ownerUrl)
  const found = lived ? await template(false) : await hireAll(await foundCompany(world, 'standard'))
  if (lived) await liveYesterday(await companyIn(world, found.tenantId), found.staff)
  await world.close()
  return { ...found, name: database.name }
}

interface Template {
  readonly name: string
  readonly tenantId: string
  readonly staff: Record<Post, Session>
  readonly emails: Record<Post, string>
}

const templates = new Map<boolean, Promise<Template>>()
function template(lived: boolean): Promise<Template> {
  const known = templates.get(lived) ?? foundTemplate(lived)
  templates.set(lived, known)
  return known
}

let sharedBrowser: Promise<Browser> | undefined
let sharedPages: Promise<string> | undefined

interface Opening extends Pick<DoorConfig, 'mail' | 'outboundAllow'> {
  readonly lived?: boolean
}

/**
 * `more` may name a mail server and networks inside; links then lead to this house. `lived`: yesterday the company
 * turned a lead into cash, so that no page is empty.
 */
export async function openHouse({ lived = false, ...more }: Opening = {}): Promise<House> {
  const { name, tenantId, staff, emails } = await template(lived)
  const database = await freshDatabase({ copyOf: name })
  const world = productWorld(database.ownerUrl)
  const company = await companyIn(world, tenantId)
  sharedPages ??= copyPages()
  sharedBrowser ??= launch()
  const [pages, browser] = await Promise.all([sharedPages, sharedBrowser])
  const contexts = new Set<BrowserContext>()
  const jobs = await openJobs(world, kinds)
  const config: { -readonly [K in keyof DoorConfig]: DoorConfig[K] } = {
    allowHttpCookies: false,
    trustProxy: false,
    ...more,
  }
  const web = await buildApp(world, {
    config,
    rates: wide,
    notices: noticeWords,
    webFolder: pages,
    more: [
      importRoutes(openDesk(world)),
      importFileRoutes(filesOfImports(world)),
      packRoutes(openPackDesk(world)),
      firstLookRoutes(world),
    ],
  })
  await web.app.listen({ port: 0, host: '127.0.0.1' })
  const base = `http://localhost:${(web.app.server.address() as AddressInfo).port}`
  config.baseUrl = base
  const stranger = async (look: Look = {}) => {
    const context = await openContext(browser, base, look)
    contexts.add(context)
    return context.newPage()
  }
  return {
    base,
    company,
    staff,
    browser,
    emailOf: (post) => emails[post],
    stranger,
    async open(post, look) {
      const page = await stranger(look)
      const answer = await page.request.post(`${base}/api/v1/session`, {
        data: { email: emails[post], password },
        headers: { origin: base },
      })
      if (!answer.ok()) throw new Error(`${post} was not let in: ${await answer.text()}`)
      return page
    },
    async close() {
      for (const context of contexts) await context.close()
      await jobs.stop()
      await web.stop()
      await world.close()
      await database.drop()
    },
  }
}

/** A build beside the tests must not take the pages away from under them. */
async function copyPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openltc-pages-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await cp(fileURLToPath(new URL('../../dist/web/', import.meta.url)), folder, { recursive: true })
  return folder
}

export async function launch(): Promise<Browser> {
  const quiet = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']
  return chromium.launch({ executablePath: findBrowser(), args: [...quiet, '--disable-component-update'] })
}

export async function openContext(browser: Browser, base: string, look: Look): Promise<BrowserContext> {
  const { language = 'zh', width = 1440, touch = width < 500 } = look
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height: width < 500 ? 812 : 900 },
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
    timezoneId: 'Asia/Shanghai',
    hasTouch: touch,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  context.setDefaultTimeout(40_000)
  if (language === 'en') await context.addInitScript(speakEnglish)
  return context
}

/** Unless the reader has chosen already. Runs in the page. */
function speakEnglish(): void {
  if (!localStorage.getItem('openltc.language')) localStorage.setItem('openltc.language', 'en')
}

async function liveYesterday(company: Company, staff: Staff): Promise<void> {
  const world = company.world as TestWorld
  const dayMs = 86_400_000
  world.moveTo(`${new Date(Date.now() - dayMs).toISOString().slice(0, 10)}T04:00:00.000Z`)
  const product = await stockedProduct(company, staff)
  await liveThrough(company, staff, { customer: '苏州精工机械有限公司', product, first: '20', second: '20' })
  world.moveTo(null)
}

async function hireAll(company: Company): Promise<Omit<Template, 'name'>> {
  const staff = (await hireStaff(company)) as Record<Post, Session>
  for (const [post, [name, role]] of Object.entries(others)) staff[post as Post] = await company.hire(name, [role])
  const emails = {} as Record<Post, string>
  for (const [post, { userId }] of Object.entries(staff)) {
    const { email } = await company.find('user', userId as string)
    await giveLogin(company.world, { tenantId: company.tenantId, userId: userId as string }, email)
    emails[post as Post] = email
  }
  return { tenantId: company.tenantId, staff, emails }
}
