/** An administrator adds a field on a page, and at once it is in form, list, filter and history. */
import { afterAll, beforeAll, it } from 'vitest'
import { type House, openHouse } from './house.ts'
import { button, choose, dialog, fill, said } from './support.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house?.close())

it('a choice is added to the customers', async () => {
  const admin = await house.open('admin')
  await admin.goto('/admin/fields')
  await admin.getByLabel('对象', { exact: true }).click()
  await admin.locator('.ant-select-item-option[title="客户"]').click()
  await button(admin, '添加字段').click()
  const form = dialog(admin)
  await fill(form, { 类型: '选项', 中文名称: '水质等级', 英文名称: 'Water grade', 可筛选排序: true, 列表显示: true })
  for (const [index, [zh, en]] of [
    ['一类', 'Class one'],
    ['二类', 'Class two'],
  ].entries()) {
    await button(form, '添加选项').click()
    await form.getByLabel(`中文名称 ${index + 1}`).fill(zh as string)
    await form.getByLabel(`英文名称 ${index + 1}`).fill(en as string)
  }
  await button(form, '保存').click()
  await said(admin, '已保存')
})

it('a rep who comes in finds it in the form, the list, the filter and the history', async () => {
  const rep = await house.open('rep')
  for (const [name, grade] of [
    ['江阴自来水公司', '一类'],
    ['宜兴水务集团', '二类'],
  ]) {
    await rep.goto('/accounts/new')
    await fill(rep, { 客户名称: name as string, 水质等级: grade as string })
    await button(rep, '保存').click()
    await said(rep, '已新建客户')
  }
  await button(rep, '编辑').click()
  await fill(dialog(rep), { 水质等级: '一类' })
  await button(dialog(rep), '保存').click()
  await said(rep, '已保存')
  await rep.getByRole('tab', { name: '动态' }).click()
  await button(rep.locator('.happened').first(), '1 项修改').click()
  await rep.locator('.happened').first().getByText('水质等级').waitFor()

  await rep.goto('/accounts')
  await rep.getByRole('columnheader', { name: '水质等级' }).waitFor()
  await button(rep, '筛选').click()
  const filter = rep.locator('form.filter')
  await choose(filter.locator('.ant-select').first(), '水质等级')
  await choose(filter.locator('.filter-value'), '二类')
  await rep.keyboard.press('Escape')
  await button(filter, '应用').click()
  await rep.getByText('没有符合条件的客户').waitFor()
  await rep.goto('/accounts')
  await rep.getByText('一类').nth(1).waitFor()
  await button(rep, 'English').click()
  await rep.getByRole('columnheader', { name: 'Water grade' }).waitFor()
})
