import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse, type Post } from './house.ts'
import { faultsOf, settled } from './support.ts'

/** Between them these four see every page; the long run walks as everybody. */
const few = ['manager', 'store', 'finance', 'admin'] as const
const others = [
  ...(['sdr', 'rep', 'presales', 'legal', 'desk', 'delivery'] as const),
  ...(['marketing', 'service', 'process', 'executive'] as const),
]
const posts: readonly Post[] = process.env.LONG ? [...few, ...others] : few

let house: House
beforeAll(async () => {
  house = await openHouse({ lived: true })
})
afterAll(() => house?.close())

it.concurrent.each(posts)('all pages of the %s', async (post) => {
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
    spoken.push(...(await faultsOf(page)).map((fault) => `${place}: ${fault}`))
    await page.locator('header button[lang]').click()
    await page.setViewportSize({ width: 375, height: 812 })
    await settled(page)
    // The list becomes cards a moment after the window has become narrow.
    await page.waitForTimeout(60)
    spoken.push(...(await faultsOf(page)).map((fault) => `${place} on a phone: ${fault}`))
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  expect(spoken.join('\n')).toBe('')
  await page.context().close()
})
