/** Coming in and going out: a wrong password's sentence, the language that is remembered, the end of a session. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { password } from '../http/support.ts'
import { type House, openHouse } from './house.ts'
import { button } from './support.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house?.close())

it('says in both languages that the password is wrong, and lets in who knows it', async () => {
  const page = await house.stranger()
  await page.goto('/')
  await page.getByLabel('邮箱').fill(house.emailOf('rep'))
  await page.getByLabel('密码', { exact: true }).fill('not the password at all')
  await button(page, '登录').click()
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.innerText()).toContain('邮箱或密码')
  await button(page, 'English').click()
  expect(await alert.innerText()).toMatch(/password/i)
  expect(await alert.innerText()).not.toMatch(/[一-鿿]/)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button(page, 'Sign in').click()
  await page.getByRole('heading', { name: /Good (morning|afternoon|evening), 任鹏/ }).waitFor()
})

it('keeps the language for the next visit, and signs out', async () => {
  const page = await house.open('rep')
  await page.goto('/')
  await page.getByRole('heading', { name: /好，任鹏/ }).waitFor()
  await button(page, 'English').click()
  await page.getByRole('heading', { name: /Good/ }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: /Good/ }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await button(page, 'User menu').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Password', { exact: true }).waitFor()
  await page.goto('/leads')
  await page.getByLabel('Password', { exact: true }).waitFor()
})
