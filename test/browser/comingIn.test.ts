/** A colleague comes in: by an invitation, a password and a second factor, and by the company's own provider. */
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPost, type Post } from '../../server/follow/post.ts'
import { openSmtp } from '../../server/reach/smtp.ts'
import { linkIn, type Mailbox, openMailbox } from '../support/mailbox.ts'
import { openProvider, type TestProvider } from '../support/provider.ts'
import { type House, openHouse } from './house.ts'
import { button, choose, dialog, faultsOf, said } from './support.ts'

let box: Mailbox
let house: House
let post: Post
let provider: TestProvider
beforeAll(async () => {
  box = await openMailbox()
  const mail = { url: box.url, from: 'OpenLTC <crm@example.com>' }
  house = await openHouse({ mail, outboundAllow: ['127.0.0.1'] })
  post = await openPost(house.company.world, openSmtp(mail))
  provider = await openProvider([`${house.base}/api/v1/sso/callback`])
})
afterAll(async () => {
  await post?.stop()
  await house?.close()
  await provider?.close()
  await box?.close()
})

const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) }).generate({ timestamp: Date.now() + ahead })
const password = 'lanterns over the old harbour'

it('invites a colleague, who sets a password and a second factor, and signs in with both', async () => {
  const admin = await house.open('admin')
  await admin.goto('/admin/people')
  await button(admin, '添加人员').click()
  await dialog(admin).getByLabel('姓名').fill('林岚')
  await dialog(admin).getByLabel('邮箱').fill('lin@example.com')
  await button(dialog(admin), '保存').click()
  await said(admin, '已保存')
  await requireFactor(admin, '销售')
  await admin.goto('/admin/people')
  await button(admin, '角色 林岚').click()
  await choose(dialog(admin).locator('.short-form-field'), '销售')
  await admin.keyboard.press('Escape')
  await button(dialog(admin), '保存').click()
  await said(admin, '已保存')
  await button(admin, '邀请 林岚').click()
  await said(admin, '邀请邮件已发往 lin@example.com')
  await expect.poll(() => box.letters.map(({ to }) => to), { timeout: 20_000 }).toContain('lin@example.com')
  const letter = box.letters.find(({ to }) => to === 'lin@example.com')
  expect(letter?.headers.subject).toContain('邀请您加入')

  const lin = await house.stranger({ width: 375 })
  await lin.goto(linkIn(letter))
  await lin.getByText('lin@example.com').waitFor()
  await lin.getByLabel('密码', { exact: true }).fill(password)
  await lin.getByLabel('再次输入新密码').fill(password)
  await button(lin, '设置并登录').click()
  await lin.getByRole('heading', { name: '设置两步验证' }).waitFor()
  const secret = await lin.locator('.factor-key').innerText()
  await lin.getByLabel('应用显示的 6 位验证码').fill(codeOf(secret))
  expect(await faultsOf(lin)).toEqual([])
  await button(lin, '启用两步验证').click()
  await lin.getByRole('heading', { name: '恢复码' }).waitFor()
  const codes = await lin.locator('.recovery-codes code').allInnerTexts()
  expect(codes).toHaveLength(10)
  await button(lin, '我已保存').click()
  await lin.getByRole('heading', { name: /好，林岚/ }).waitFor()

  const elsewhere = await house.stranger()
  await signIn(elsewhere, 'lin@example.com')
  await elsewhere.getByLabel('验证码').fill('000000')
  await button(elsewhere, '登录').click()
  expect(await elsewhere.getByRole('alert').innerText()).toContain('验证码不正确')
  await elsewhere.getByLabel('验证码').fill(codeOf(secret, 30_000))
  await button(elsewhere, '登录').click()
  await elsewhere.getByRole('heading', { name: /好，林岚/ }).waitFor()
  await elsewhere.goto('/account')
  await elsewhere.getByText('已启用 · 剩余 10 个恢复码').waitFor()
  await expect.poll(() => elsewhere.locator('tbody tr').count()).toBe(2)
  expect(await faultsOf(elsewhere)).toEqual([])
})

it('lets in by the company’s provider, and says so when it does not', async () => {
  const admin = await house.open('admin', { language: 'en' })
  await admin.goto('/admin/signing-in')
  await admin.getByLabel('Issuer').fill(provider.issuer)
  await admin.getByLabel('Client id').fill(provider.clientId)
  await admin.getByLabel('Client secret').fill(provider.clientSecret)
  await admin.getByLabel('Words on the button').fill('Acme ID')
  await admin.getByLabel('Allowed e-mail domains').fill('acme.example,')
  await admin.getByLabel('Make accounts on first sign-in').click()
  await admin.getByLabel('Role of new accounts').click()
  await admin.locator('.ant-select-item-option', { hasText: 'Sales development' }).first().click()
  await admin.getByLabel('Single sign-on is on').click()
  await button(admin, 'Save').click()
  await said(admin, 'Saved')
  expect(await faultsOf(admin)).toEqual([])

  provider.who = { sub: 'one', email: 'ann@acme.example', email_verified: true, name: 'Ann' }
  const ann = await house.stranger({ language: 'en' })
  await ann.goto('/leads')
  await button(ann, 'Sign in with Acme ID').click()
  await ann.waitForURL(`${house.base}/leads`)
  await button(ann, 'User menu').click()
  await ann.getByText('ann@acme.example').waitFor()

  provider.who = { sub: 'two', email: 'eve@other.example', email_verified: true, name: 'Eve' }
  const eve = await house.stranger({ language: 'en' })
  await eve.goto('/')
  await button(eve, 'Sign in with Acme ID').click()
  await eve.getByText('Your e-mail domain is not among those allowed').waitFor()
})

it('shows the administrator the letters, and sends one to try', async () => {
  const admin = await house.open('admin')
  await admin.goto('/admin/mail')
  await button(admin, '给我发一封测试邮件').click()
  await said(admin, '测试邮件已排队')
  const row = admin.locator('tbody tr', { hasText: 'OpenLTC 测试邮件' })
  await expect.poll(() => row.innerText(), { timeout: 20_000 }).toContain('已发')
  expect(await faultsOf(admin)).toEqual([])
})

async function requireFactor(admin: Page, role: string): Promise<void> {
  await admin.goto('/admin/signing-in')
  await choose(admin.locator('.short-form-field').first(), role)
  await admin.keyboard.press('Escape')
  await button(admin, '保存').click()
  await said(admin, '已保存')
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await button(page, '登录').click()
  await page.getByRole('heading', { name: '两步验证' }).waitFor()
}
