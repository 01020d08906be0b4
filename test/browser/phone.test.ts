/** On a phone a rep logs a visit and moves a deal, and nothing scrolls sideways, in either language. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDeal } from './deal.ts'
import { type House, openHouse } from './house.ts'
import { button, doChecklist, faultsOf, fill, press, said, settled, step } from './support.ts'

let house: House
let page: Page
beforeAll(async () => {
  house = await openHouse()
  await openDeal(house, '张家港水务')
  page = await house.open('rep', { width: 375 })
})
afterAll(() => house?.close())

it('a visit is logged from the deal', async () => {
  await page.goto('/opportunities')
  await page
    .getByRole('link', { name: /张家港水务/ })
    .first()
    .click()
  await press(page, '记跟进')
  await fill(page, { 类型: '拜访', 主题: '现场勘察', 内容: '看了泵房', 结果: '有意向' })
  expect(await faultsOf(page)).toEqual([])
  await button(page, '保存').click()
  await said(page, '已新建跟进')
})

it('the deal moves when its list is done', async () => {
  await doChecklist(page)
  await step(page, '推进到下一阶段', {})
})

it.each(['zh', 'en'])('nothing scrolls sideways in %s', async (language) => {
  if (language === 'en') await button(page, 'English').click()
  const record = page.url()
  for (const place of [
    record,
    '/opportunities',
    '/opportunities/board',
    '/opportunities/new',
    '/',
    '/river',
    '/inbox',
  ]) {
    await page.goto(place)
    await settled(page)
    expect([place, ...(await faultsOf(page))]).toEqual([place])
  }
  await page.goto(record)
})
