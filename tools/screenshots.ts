/** Takes the pictures of the documentation: the demo company of today, in both languages, at a desk and on a phone. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { makeDemo } from '../server/demo/make.ts'
import { type Language, type Look, openHouse } from '../test/browser/house.ts'
import setup from '../test/support/setup.ts'

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))

/** Name of the picture, where it is taken, and which record of that list is opened. */
const shots = [
  ['home', '/', null],
  ['leads', '/leads', null],
  ['opportunity', '/opportunities', 'opportunities'],
  ['quote', '/quotes?tab=lines', 'quotes'],
  ['river', '/river', null],
] as const

const takeDown = await setup()
const house = await openHouse()
try {
  const { people } = await makeDemo(house.company.world)
  const manager = people.find((one) => one.roles.includes('SM')) ?? people[0]
  if (!manager) throw new Error('The demo company has no people.')
  await mkdir(folder, { recursive: true })
  for (const language of ['zh', 'en'] as const) {
    const desk = await enter(manager, { language, width: 1440 })
    for (const [name, address, plural] of shots) await take(desk, { name, language, address, plural })
    const phone = await enter(manager, { language, width: 375 })
    await take(phone, { name: 'phone', language, address: '/opportunities', plural: 'opportunities' })
  }
} finally {
  await house.close()
  await house.browser.close()
  await takeDown()
}

async function enter(person: { email: string; password: string }, look: Look): Promise<Page> {
  const page = await house.stranger(look)
  const data = { email: person.email, password: person.password }
  const answer = await page.request.post(`${house.base}/api/v1/session`, { data, headers: { origin: house.base } })
  if (!answer.ok()) throw new Error(`${person.email} was not let in: ${await answer.text()}`)
  return page
}

interface Shot {
  readonly name: string
  readonly language: Language
  readonly address: string
  readonly plural: string | null
}

async function take(page: Page, { name, language, address, plural }: Shot): Promise<void> {
  const url = new URL(address, house.base)
  await page.goto(plural ? `/${plural}` : url.pathname)
  if (plural) {
    await page.locator(`main a[href^="/${plural}/0"]`).first().click()
    await page.locator('.record-page .page-head').waitFor()
    if (url.search) await page.goto(page.url() + url.search)
  }
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.bones, .thread-bone'))
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(folder, `${name}.${language}.png`) })
}
