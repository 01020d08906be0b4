/** A rep turns a lead into cash by hand with the other roles' help, each in a browser of their own. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockedProduct } from '../support/chain.ts'
import { type House, openHouse, type Post } from './house.ts'
import { button, choose, dialog, doChecklist, fill, openRecord, openThread, press, row, said, step } from './support.ts'

const customer = '无锡惠山水务有限公司'
let house: House
let rep: Page
const seats = new Map<Post, Page>()
let product: string
const before = { orders: 0 }

beforeAll(async () => {
  house = await openHouse()
  product = (await stockedProduct(house.company, house.staff, '200')).name as string
  rep = await house.open('rep')
  await rep.goto('/river')
  before.orders = await countOnRiver(rep, '订单')
})
afterAll(() => house?.close())

it('a lead is written down and called', async () => {
  await rep.goto('/leads')
  await rep.getByRole('link', { name: '新建线索' }).first().click()
  await fill(rep, {
    公司名称: customer,
    联系人: '周工',
    手机: '13912345678',
    来源: '展会',
    需求描述: '二期泵站需要离心泵',
  })
  await button(rep, '保存').click()
  await said(rep, '已新建线索')
  await logCall(rep)
  await rep.locator('.path .here', { hasText: '跟进中' }).waitFor()
})

it('a score too low for the rep is passed by the manager, who says why', async () => {
  expect(await reasonOf(rep, '判为合格')).toContain('评分')
  const manager = await seat('manager')
  await manager.goto(rep.url())
  await press(manager, '判为合格')
  await fill(dialog(manager), { 预算情况: '已批准', 决策权: '决策者', 需求程度: '明确', 采购时间: '3个月内' })
  await button(dialog(manager), '判为合格').click()
  await letPass(manager, '展会重点客户')
  await said(manager, '“判为合格”已完成')
})

it('it becomes customer, contact and opportunity in one step', async () => {
  await step(rep, '转商机', { 预计金额: '100000', 预计成交日: inDays(20) })
  await openThread(rep, '商机')
  await rep.getByRole('heading', { name: new RegExp(customer) }).waitFor()
})

it('the opportunity says why it may not move, and moves when its list is done', async () => {
  const why = await reasonOf(rep, '推进到下一阶段')
  expect(why).toContain('必做事项未完成')
  await doChecklist(rep)
  await step(rep, '推进到下一阶段', {})
  await doChecklist(rep)
  await step(rep, '推进到下一阶段', {})
})

it('a quote takes over the customer, its lines are typed, and the totals are those that are stored', async () => {
  await step(rep, '生成报价', { 有效期至: inDays(30) })
  await openThread(rep, '报价')
  await button(rep, '编辑').click()
  const form = dialog(rep)
  await button(form, '添加一行').click()
  const grid = form.getByRole('grid', { name: '报价明细' })
  const cell = (field: string) => grid.locator(`td[data-row="0"][data-field="${field}"]`)
  await choose(cell('productId'), product)
  await cell('qty').getByRole('textbox').fill('100')
  await cell('discount').getByRole('textbox').fill('5')
  await fill(form, { 付款条件: '30' })
  const live = await form.locator('.lines-foot').innerText()
  expect(live).toContain('107,350.00')
  await button(form, '保存').click()
  await said(rep, '已保存')
  const [stored] = await house.company.list('quote')
  expect(stored).toMatchObject({ net: 9500000n, gross: 10735000n })
  await step(rep, '提交')
  await step(rep, '发送给客户')
  await step(rep, '客户接受', { 接受凭证: ['客户确认.pdf'] })
})

it('the contract is drafted from it, reviewed, approved by another person, and signed by both', async () => {
  await step(rep, '生成合同')
  await openThread(rep, '合同')
  await step(rep, '送审', { 合同文本: ['合同.pdf'] })
  const legal = await seat('legal')
  await openRecord(legal, 'contracts', customer)
  await step(legal, '提交审批')
  const manager = await seat('manager')
  await openRecord(manager, 'contracts', customer)
  await step(manager, '批准')
  await rep.reload()
  await press(rep, '发起签署')
  await addSignatories(rep)
  await button(dialog(rep), '发起签署').click()
  await said(rep, '“发起签署”已完成')
  await step(rep, '登记签署', { 签署方: '沈曼' })
  await step(rep, '登记签署', { 签署方: '周工', 已签文本: ['双方盖章.pdf'], 生效日期: inDays(0) })
  await rep.locator('.path .here', { hasText: '生效' }).waitFor()
})

it('the order is confirmed, shipped and delivered with proof', async () => {
  const finance = await seat('finance')
  await openRecord(finance, 'accounts', customer)
  await step(finance, '设置信用', { 信用额度: '500000', '账期（天）': '30' })
  await openRecord(rep, 'accounts', customer)
  await button(rep, '编辑').click()
  await fill(dialog(rep), { 发票抬头: customer, 税号: '91350100M000100Y43', 详细地址: '无锡市惠山区政和大道 1 号' })
  await button(dialog(rep), '保存').click()
  await said(rep, '已保存')
  const desk = await seat('desk')
  await openRecord(desk, 'contracts', customer)
  await step(desk, '生成订单', { 要求交期: inDays(14) })
  await openThread(desk, '订单')
  await step(desk, '提交')
  await desk.locator('.path .here', { hasText: '已确认' }).waitFor()
  await step(desk, '生成发货单', {})
  const store = await seat('store')
  await openRecord(store, 'shipments', 'DN')
  await step(store, '拣货完成')
  await step(store, '发货', { 承运商: '德邦', 运单号: 'DB20260001' })
  await step(store, '签收', { 签收单: ['签收单.pdf'] })
})

it('the invoice is issued, the money comes in and settles it', async () => {
  await openRecord(rep, 'contracts', customer)
  await openThread(rep, '发票')
  await step(rep, '申请开票')
  const finance = await seat('finance')
  await finance.goto(rep.url())
  await step(finance, '开具', {})
  const [invoice] = await house.company.list('invoice', (one) => one.state === 'issued')
  const gross = `${(invoice?.gross as bigint) / 100n}.${String((invoice?.gross as bigint) % 100n).padStart(2, '0')}`
  await finance.goto('/payments/new')
  await fill(finance, { 到账时间: `${inDays(0)} 00:30`, 金额: gross, 付款方: customer, 银行流水号: 'BK-77' })
  await chooseEntity(finance)
  await button(finance, '保存').click()
  await said(finance, '已新建回款')
  if (await button(finance.locator('.page-head'), '认领').count()) await step(finance, '认领', { 客户: customer })
  await step(finance, '核销', {})
  await finance.goto(`/invoices/${invoice?.id}`)
  await finance.locator('.path .here', { hasText: '已付清' }).waitFor()
})

it('the river has moved, and every step stands in the thread and the timeline', async () => {
  await rep.goto('/river')
  expect(await countOnRiver(rep, '订单')).toBe(before.orders + 1)
  await openRecord(rep, 'leads', customer)
  const thread = rep.locator('.thread')
  for (const name of ['线索', '商机', '报价', '合同', '订单', '发货单', '发票', '回款']) {
    await thread.locator('li', { hasText: name }).locator('.thread-chip:not(.thread-open)').first().waitFor()
  }
  await rep.getByRole('tab', { name: '动态' }).click()
  await rep.locator('.happened').first().waitFor()
  const told = await rep.locator('.happened').allInnerTexts()
  expect(told.join('\n')).toMatch(/转商机[\s\S]*判为合格[\s\S]*新建/)
})

/** Whoever helped before still sits at their page. */
async function seat(post: Post): Promise<Page> {
  const page = seats.get(post) ?? (await house.open(post))
  seats.set(post, page)
  return page
}

async function logCall(page: Page): Promise<void> {
  await press(page, '记跟进')
  await fill(page, { 类型: '电话', 主题: '首次电话', 内容: '客户确认需要一百台泵，预算已批', 结果: '有意向' })
  await button(page, '保存').click()
  await said(page, '已新建跟进')
}

async function reasonOf(page: Page, label: string): Promise<string> {
  const blocked = page.locator('.page-head').getByRole('button', { name: label, exact: true })
  await blocked.hover()
  const popover = page.locator('.ant-popover:visible')
  await popover.waitFor()
  const text = await popover.innerText()
  await page.mouse.move(0, 0)
  return text
}

/** What the rules leave to this role is passed with a reason, which stays on record. */
async function letPass(page: Page, reason: string): Promise<void> {
  const asked = page.locator('.ant-modal:visible', { hasText: '有提示需要确认' })
  await asked.getByLabel('原因').fill(reason)
  await button(asked, '仍要继续').click()
}

async function addSignatories(page: Page): Promise<void> {
  for (const [index, [party, name]] of [
    ['我方', '沈曼'],
    ['客户', '周工'],
  ].entries()) {
    const rows = dialog(page).getByRole('group', { name: `签署方 ${index + 1}` })
    if ((await rows.count()) === 0) await button(dialog(page), '添加一行').click()
    await fill(rows, { 签署方: party as string, 签署人: name as string })
  }
}

async function chooseEntity(page: Page): Promise<void> {
  const entity = row(page, '我方主体')
  const chosen = entity.locator('.ant-select-selection-item, .ant-select-content-has-value')
  if (!(await chosen.count())) await choose(entity, '')
}

async function countOnRiver(page: Page, stage: string): Promise<number> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const empty = page.getByText('还没有')
  const table = page.getByText('数据表')
  await empty.or(table).first().waitFor()
  if (!(await table.count())) return 0
  await table.click()
  const line = page.locator('.river-table tr', { hasText: stage })
  return Number(await line.locator('td').first().textContent())
}

function inDays(days: number): string {
  return new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)
}
