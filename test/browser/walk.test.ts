/** Every page of the navigation opens for every role, in both languages and on a phone, without a fault. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, liveYesterday, openHouse, type Post } from './house.ts'
import { faultsOf } from './support.ts'

const posts: readonly Post[] = [
  ...(['sdr', 'rep', 'manager', 'presales', 'legal', 'desk', 'store', 'delivery'] as const),
  ...(['finance', 'marketing', 'service', 'process', 'executive', 'admin'] as const),
]

let house: House
beforeAll(async () => {
  house = await openHouse()
  await liveYesterday(house, ['苏州精工机械有限公司'])
})
afterAll(() => house?.close())

it.each(posts)('all pages of the %s', async (post) => {
  const page = await house.open(post, { touch: false })
  const spoken: string[] = []
  page.on('console', (message) => message.type() === 'error' && spoken.push(message.text()))
  page.on('pageerror', (error) => spoken.push(error.message))
  await page.goto('/')
  await settled(page)
  const links = page.locator('.side .navigation a')
  const places = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  for (const place of new Set(places)) {
    await page.locator(`.side .navigation a[href="${place}"]`).last().click()
    await settled(page)
    for (const language of ['English', '中文']) {
      spoken.push(...(await faultsOf(page)).map((fault) => `${place}: ${fault}`))
      await page.setViewportSize({ width: 375, height: 812 })
      spoken.push(...(await faultsOf(page)).map((fault) => `${place} on a phone: ${fault}`))
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.getByRole('button', { name: language, exact: true }).click()
    }
  }
  expect(spoken).toEqual([])
  await page.context().close()
})

/** Nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.bones, .thread-bone'))
}
