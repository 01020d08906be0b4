/** A small file with Chinese headings is brought in by page: columns guessed, tried, the refused row handed back. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'
import { button } from './support.ts'

const csv = [
  '客户名称,电话,邮箱,行业',
  '江阴自来水公司,0510-86801234,office@jiangyin-water.cn,D46',
  '宜兴水务集团,0510-87901234,not-an-address,D46',
  '溧阳泵业有限公司,0519-87212345,info@liyang-pump.cn,C34',
].join('\r\n')

let house: House
let page: Page
beforeAll(async () => {
  house = await openHouse()
  page = await house.open('rep')
})
afterAll(() => house?.close())

it('guesses the columns and tries every row before anything is written', async () => {
  await page.goto('/import')
  await page.getByRole('link', { name: '新建导入' }).first().click()
  const file = { name: '客户.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${csv}`) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('客户.csv').waitFor()
  // While the file is on its way the button says so too.
  await page.getByRole('button', { name: /下一步/ }).click()
  await page.getByText('3 行').waitFor()
  const guessed = await page.locator('main').innerText()
  for (const column of ['客户名称', '电话', '邮箱', '行业']) expect(guessed).toContain(column)
  expect(guessed).not.toContain('不导入')
  await button(page, '试运行').click()
  await page.getByText('1 行无法导入，共 3 行').waitFor()
  expect(await house.company.list('account')).toHaveLength(0)
})

it('brings in the others and hands the refused row back with its reason', async () => {
  await button(page, '导入其余 2 行').click()
  await page.getByRole('link', { name: '查看记录 ›' }).waitFor()
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载被拒绝的行' }).click()
  const refused = await readFile(await (await waiting).path(), 'utf8')
  expect(refused).toContain('宜兴水务集团')
  expect(refused).not.toContain('江阴自来水公司')
  await page.getByRole('link', { name: '查看记录 ›' }).click()
  await page.getByRole('link', { name: '溧阳泵业有限公司' }).waitFor()
  expect(await house.company.list('account')).toHaveLength(2)
})
