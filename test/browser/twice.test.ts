/** Haste and company: a double click makes one record, and two people who change the same one see both versions. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'
import { button, dialog, fill, said } from './support.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house?.close())

it('a double click on save makes one customer', async () => {
  const rep = await house.open('rep')
  await rep.goto('/accounts/new')
  await fill(rep, { 客户名称: '太仓水务' })
  await button(rep, '保存').dblclick()
  await said(rep, '已新建客户')
  await rep.getByRole('heading', { name: '太仓水务' }).waitFor()
  expect(await house.company.list('account')).toHaveLength(1)
})

it('a change upon a change shows both and lets one choose', async () => {
  const [account] = await house.company.list('account')
  const rep = await house.open('rep')
  await rep.goto(`/accounts/${account?.id}`)
  await button(rep, '编辑').click()
  await fill(dialog(rep), { 网站: 'taicang-water.cn' })
  const input = { website: 'tcwater.com', tier: 'A' }
  await house.company.act(house.staff.manager, { object: 'account', act: 'change', id: account?.id, input })
  await button(dialog(rep), '保存').click()
  const clash = rep.locator('.ant-modal:visible', { hasText: '记录已被他人修改' })
  await clash.waitFor()
  // Both versions come a moment after the question.
  await clash.getByText('taicang-water.cn').first().waitFor()
  await clash.getByText('tcwater.com').first().waitFor()
  await clash.getByRole('radio').first().check()
  await button(clash, '按选择保存').click()
  await said(rep, '已保存')
  expect(await house.company.find('account', account?.id)).toMatchObject({ website: 'taicang-water.cn', tier: 'A' })
})
