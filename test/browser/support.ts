/** What a person does on the pages, in the words that stand there: fill a form, press a button, read a sentence. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Labels of fields and what is put there; a list is a list of files. */
export type Filled = Readonly<Record<string, string | boolean | readonly string[]>>

const soon = { timeout: 30_000 }

export const pdf = (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'),
})

export const button = (place: Page | Locator, name: string): Locator => place.getByRole('button', { name, exact: true })

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** The row of a field in a form, found by the words above it. */
export function row(place: Page | Locator, label: string): Locator {
  const page = 'page' in place ? place.page() : place
  const words = page.locator('label').filter({ hasText: new RegExp(`^\\s*${escaped(label)}\\s*(\\*.*)?$`) })
  return place.locator('.field-row').filter({ has: words })
}

export async function fill(place: Page | Locator, values: Filled): Promise<void> {
  for (const [label, value] of Object.entries(values)) await fillOne(row(place, label).first(), value)
}

async function fillOne(field: Locator, value: Filled[string]): Promise<void> {
  await field.waitFor()
  const kind = ((await field.getAttribute('class')) ?? '').replace(/.*kind-(\w+).*/, '$1')
  if (typeof value === 'boolean') {
    const toggle = field.getByRole('switch')
    if ((await toggle.getAttribute('aria-checked')) !== String(value)) await toggle.click()
  } else if (typeof value !== 'string') {
    await field.locator('input[type=file]').setInputFiles(value.map(pdf))
    await expect.poll(() => field.locator('a[download]').count(), soon).toBe(value.length)
  } else if (['choice', 'choices', 'link', 'member', 'members', 'department', 'argument'].includes(kind)) {
    await choose(field, value)
  } else {
    const input = field.locator('input:visible, textarea:visible').first()
    await input.fill(value)
    if (kind.startsWith('date')) await input.press('Enter')
  }
}

/** Chooses in a list what begins with these words. */
export async function choose(field: Locator, words: string): Promise<void> {
  const wanted = words.split(' · ')[0] as string
  const inner = field.locator('.ant-select').first()
  const select = (await inner.count()) > 0 ? inner : field
  const holds = select.locator('.ant-select-selection-item, .ant-select-content-has-value')
  // Without words anything chosen will do.
  const shown = async () => (wanted === '' ? (await holds.count()) > 0 : (await select.innerText()).includes(wanted))
  if (await shown()) return
  for (let attempt = 0; attempt < 3; attempt++) {
    await pick(field, words)
    // A list that opens while another one closes may swallow the click.
    for (let look = 0; look < 10; look++) {
      if (await shown()) return
      await field.page().waitForTimeout(50)
    }
  }
  throw new Error(`“${words}” was not chosen`)
}

async function pick(field: Locator, words: string): Promise<void> {
  const input = field.getByRole('combobox')
  await input.click()
  if ((await input.getAttribute('readonly')) === null) await input.fill(words.split(' · ')[0] as string)
  const list = await input.getAttribute('aria-controls')
  const page = field.page()
  const dropdown = page.locator('.ant-select-dropdown', { has: page.locator(`[id="${list}"]`) })
  await dropdown.locator('.ant-select-item-option').filter({ hasText: words }).first().click()
}

export const dialog = (page: Page): Locator => page.locator('.ant-modal:visible, .ant-drawer-section:visible').last()

/** Presses a step of the record, also one behind "more", answers what it asks, and sees it done. */
export async function step(page: Page, label: string, given: Filled | null = null): Promise<void> {
  await press(page, label)
  if (given) {
    await fill(dialog(page), given)
    await button(dialog(page), label).click()
  }
  await said(page, `“${label}”已完成`)
}

/** The button of a step, wherever it stands; a record just changed may show it a moment later. */
export async function press(page: Page, label: string): Promise<void> {
  const open = page.locator('.page-head').getByRole('button', { name: label, exact: true })
  const more = page.locator('.page-head').getByRole('button', { name: '更多操作' })
  const item = page.getByRole('menuitem', { name: label }).first()
  await open.or(more).first().waitFor()
  for (let attempt = 0; attempt < 8; attempt++) {
    await open.waitFor({ timeout: 1000 }).catch(() => undefined)
    if (await open.count()) return open.click()
    await more.click()
    if (await item.count()) return item.click()
    await page.keyboard.press('Escape')
  }
  throw new Error(`${page.url()} has no button “${label}”`)
}

/** A sentence that comes up and goes away again. */
export async function said(page: Page, sentence: string): Promise<void> {
  const toast = page.locator('.toast', { hasText: sentence }).last()
  await toast.waitFor(soon).catch(async (late) => {
    const shown = await page.locator('[role=alert], .ant-modal:visible').allInnerTexts()
    throw new Error(`“${sentence}” was not said; the page says: ${shown.join(' | ') || late}`)
  })
  await page.evaluate(() => undefined)
}

/** Opens the record that a list shows under this title. */
export async function openRecord(page: Page, plural: string, title: string): Promise<void> {
  await page.goto(`/${plural}`)
  await page.getByRole('link', { name: title }).first().click()
  await page.locator('.record-page .path, .record-page .page-head').first().waitFor()
}

export async function openThread(page: Page, name: string): Promise<void> {
  await page.locator('.thread li', { hasText: name }).locator('a.thread-chip').first().click()
  await page.locator('.crumb', { hasText: name }).waitFor()
}

/** Ticks every item of the present stage, with a file where evidence is owed. */
export async function doChecklist(page: Page): Promise<void> {
  const list = page.getByRole('region', { name: '离开本阶段前必做' })
  // A deal that has just moved still shows the list of the stage it left, with everything ticked.
  await list.getByRole('checkbox', { checked: false }).first().waitFor()
  const items = await list.getByRole('checkbox').count()
  for (let index = 0; index < items; index++) {
    const item = list.getByRole('checkbox').nth(index)
    await item.click()
    const asked = page.locator('.ant-modal:visible')
    await expect
      .poll(async () => (await item.getAttribute('aria-checked')) === 'true' || (await asked.count()) > 0, soon)
      .toBe(true)
    if (await asked.count()) {
      await fill(asked, { 依据文件: ['依据.pdf'] })
      await button(asked, '完成事项').click()
      await expect.poll(() => item.getAttribute('aria-checked'), soon).toBe('true')
    }
  }
}

/** What looks wrong on any page: sideways scrolling, words that were never translated. */
export async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth + 1) found.push(`${scrollWidth - clientWidth} px too wide`)
    const words = document.body.innerText
    for (const one of words.match(/\b(undefined|NaN|\[object Object\]|null)\b/g) ?? []) found.push(`shows ${one}`)
    for (const one of words.match(/\b[a-z]+_[a-z_]+\b/g) ?? []) found.push(`shows the key ${one}`)
    if (document.documentElement.lang === 'en') {
      const head = document.querySelector('.page-head h1, .navigation, th')
      const chinese = [...document.querySelectorAll('button, th, label, h2, dt, nav a')]
        .filter((one) => !one.closest('.brand, .page-head, .thread, .happened, main li, .menu-box, tbody'))
        .map((one) => (one as HTMLElement).innerText ?? '')
        .filter((text) => /[\u4e00-\u9fff]/.test(text) && text !== '中文')
      if (head) found.push(...[...new Set(chinese)].map((text) => `in Chinese: ${text.slice(0, 30)}`))
    }
    return found
  })
}

/** Nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.bones, .thread-bone'))
}
