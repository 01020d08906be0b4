/** Cards on a board: one carried to the next column moves the deal; one that may not go comes back and says why. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tickAll } from '../support/chain.ts'
import { openDeal } from './deal.ts'
import { type House, openHouse } from './house.ts'
import { button } from './support.ts'

let house: House
let page: Page
beforeAll(async () => {
  house = await openHouse()
  await openDeal(house, '常熟水务')
  const ready = await openDeal(house, '昆山水务')
  await tickAll(house.company, house.staff, ready.id)
  page = await house.open('rep')
  await page.goto('/opportunities/board')
})
afterAll(() => house?.close())

it('a deal whose list is done moves on', async () => {
  await carry(page, '昆山水务二期', '初步接触')
  await column(page, '初步接触').getByRole('link', { name: '昆山水务二期' }).waitFor()
  const [moved] = await house.company.list('opportunity', (one) => one.name === '昆山水务二期')
  expect(moved).toMatchObject({ stage: 'S2' })
})

it('one with open items goes back and says why', async () => {
  await carry(page, '常熟水务二期', '初步接触')
  const why = page.locator('.ant-modal:visible')
  await why.waitFor()
  expect(await why.innerText()).toContain('必做事项未完成')
  await button(why, '关闭').last().click()
  await column(page, '潜在客户').getByRole('link', { name: '常熟水务二期' }).waitFor()
  expect(await column(page, '初步接触').getByRole('link', { name: '常熟水务二期' }).count()).toBe(0)
})

const column = (on: Page, name: string) => on.getByRole('region', { name, exact: true })

async function carry(on: Page, title: string, to: string): Promise<void> {
  const card = on.locator('.board-card', { hasText: title })
  const from = await card.boundingBox()
  const into = await column(on, to).boundingBox()
  if (!from || !into) throw new Error(`${title} or ${to} is not on the board`)
  await on.mouse.move(from.x + from.width / 2, from.y + from.height - 12)
  await on.mouse.down()
  await on.mouse.move(from.x + from.width / 2 + 20, from.y + from.height, { steps: 4 })
  await on.mouse.move(into.x + into.width / 2, into.y + 120, { steps: 8 })
  await on.mouse.up()
}
