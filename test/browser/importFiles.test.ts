/** A file in GB 18030 is brought in, its mapping kept; the refused row comes back mended, as a workbook. */
import { readFile } from 'node:fs/promises'
import ExcelJs from 'exceljs'
import iconv from 'iconv-lite'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'
import { button } from './support.ts'

const headings = ['客户名称', '电话', '邮箱', '行业']
const csv = [
  headings.join(','),
  '江阴自来水公司,0510-86801234,office@jiangyin-water.cn,D46',
  '宜兴水务集团,0510-87901234,not-an-address,D46',
].join('\r\n')

let house: House
let page: Page
beforeAll(async () => {
  house = await openHouse()
  page = await house.open('rep')
})
afterAll(() => house?.close())

async function choose(name: string, buffer: Buffer): Promise<void> {
  await page.goto('/import?new=1')
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await page.getByText(name).waitFor()
  await page.getByRole('button', { name: /下一步/ }).click()
}

it('reads the encoding, keeps the mapping as a template and imports what it can', async () => {
  await choose('老系统.csv', iconv.encode(csv, 'gb18030'))
  await page.getByText('2 行').waitFor()
  const main = await page.locator('main').innerText()
  expect(main).toContain('GB18030')
  expect(main).toContain('江阴自来水公司')
  await button(page, '保存为模板').click()
  await page.getByLabel('模板名称').fill('老系统')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page.getByText('模板已保存').waitFor()
  await button(page, '试运行').click()
  await page.getByText('1 行无法导入，共 2 行').waitFor()
  await button(page, '导入其余 1 行').click()
  await page.getByRole('link', { name: '查看记录 ›' }).waitFor()
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载被拒绝的行' }).click()
  expect(await readFile(await (await waiting).path(), 'utf8')).toContain('宜兴水务集团')
})

it('takes the mended row as a workbook: the sheet is chosen, the template known again', async () => {
  const book = new ExcelJs.Workbook()
  book.addWorksheet('说明').addRow(['请看下一张表'])
  const sheet = book.addWorksheet('修正')
  sheet.addRows([['被拒绝的行'], [], headings, ['宜兴水务集团', '0510-87901234', 'office@yixing-water.cn', 'D46']])
  await choose('修正.xlsx', Buffer.from(await book.xlsx.writeBuffer()))
  await page.getByLabel('工作表').click()
  await page.getByTitle('修正', { exact: true }).last().click()
  await page.getByText('宜兴水务集团').waitFor()
  await page
    .locator('.ant-select-content', { hasText: '老系统' })
    .or(page.getByText('老系统', { exact: true }))
    .first()
    .waitFor()
  expect(await page.getByLabel('列名在第几行').inputValue()).toBe('3')
  await button(page, '试运行').click()
  await page.getByText('全部 1 行可以导入').waitFor()
  await button(page, '开始导入').click()
  await page.getByRole('link', { name: '查看记录 ›' }).waitFor()
  expect(await house.company.list('account')).toHaveLength(2)
})
