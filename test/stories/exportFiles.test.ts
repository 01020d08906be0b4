/** Exports as workbooks and as CSV of one moment: numbers, days and text as such, never a formula (INJ-05, IMP-15). */
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { exportRecords } from '../../server/read/export.ts'
import { hireStaff, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { liveThrough } from '../support/living.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  const product = await stockedProduct(company, staff, '120')
  await liveThrough(company, staff, { customer: '苏州精工机械有限公司', product, first: '60', second: '40' })
}, 120_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

async function exported(object: string, query: Loose) {
  const found = await exportRecords(world, staff.process, { object, query })
  if (!found.ok) throw new Error(JSON.stringify(found.refusals))
  const pieces: Buffer[] = []
  for await (const piece of found.pieces) pieces.push(Buffer.from(piece as string))
  return { ...found, bytes: Buffer.concat(pieces), count: found.rows() }
}

async function opened(bytes: Buffer) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  return book.worksheets.map((sheet) => ({
    name: sheet.name,
    rows: (sheet.getSheetValues() as unknown[][]).slice(1).map((row) => row.slice(1)),
  }))
}

describe('a workbook', { timeout: 60_000 }, () => {
  it('holds money as numbers, days as days, names with their ids, and the lines as a second sheet', async () => {
    const { bytes, type, count } = await exported('invoice', {
      format: 'xlsx',
      fields: 'no,gross,issueDate,accountId,state',
      values: 'both',
      part: 'lines',
      sort: 'no',
    })
    expect(type).toContain('spreadsheetml')
    const [records, lines] = await opened(bytes)
    expect(count).toBe(3)
    expect(records?.rows[0]).toEqual(['编号', '价税合计', '开票日期', '客户', '客户 ID', '状态'])
    const [no, gross, day, name, id] = (records?.rows[1] ?? []) as unknown[]
    expect(gross).toBe(33_900)
    expect(day).toBeInstanceOf(Date)
    expect([name, id]).toEqual(['苏州精工机械有限公司', (await company.list('account'))[0]?.id])
    expect(lines?.rows.length).toBeGreaterThan(3)
    expect(lines?.rows[1]?.[0]).toBe(no)
  })

  it('INJ-05 takes nothing for a formula and loses no character', async () => {
    const wild = [
      '=1+1',
      '+86 138',
      '-2+3',
      '@x',
      '＝cmd',
      '\t=1',
      'a"<b>&\n二',
      '_x0041_',
      '𠮷',
      '\u0007bell',
      "'quoted",
    ]
    const input = (name: string) => ({ name: `${name}\u200b`, phone: '021-55556666' })
    for (const name of wild) {
      const outcome = await company.attempt(staff.rep, { object: 'account', act: 'create', input: input(name) })
      expect(outcome.ok || outcome.refusals.map(({ code }) => code)).toSatisfy(
        (one: unknown) => one === true || (Array.isArray(one) && one.includes('BAD_TEXT')),
      )
    }
    const stored = (await company.list('account')).map((one) => one.name as string)
    const { bytes } = await exported('account', { format: 'xlsx', fields: 'name', sort: 'createdAt' })
    const [sheet] = await opened(bytes)
    // A spreadsheet shows _x0007_ as the character it stands for; this reader does not.
    const read = (text: string) =>
      text.replace(/_x([0-9A-F]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    const cells = sheet?.rows.slice(1).map(([cell]) => cell)
    expect(cells?.every((cell) => typeof cell === 'string')).toBe(true)
    expect((cells as string[]).map(read).sort()).toEqual([...stored].sort())
  })

  it('is of one moment: what comes in meanwhile is not in it', async () => {
    const before = (await company.list('account')).length
    const found = await exportRecords(world, staff.process, { object: 'account', query: { fields: 'name' } })
    if (!found.ok) throw new Error('refused')
    const input = { name: '后来者有限公司', phone: '021-55556667' }
    await company.act(staff.rep, { object: 'account', act: 'create', input })
    let text = ''
    for await (const piece of found.pieces) text += piece
    expect(text).not.toContain('后来者')
    expect(found.rows()).toBe(before)
  })

  it('IMP-15 frees the database when its reader leaves', async () => {
    const running = `select count(*)::int as n from pg_stat_activity where datname = current_database()
      and xact_start is not null and pid <> pg_backend_pid()`
    const open = async () => (await world.database.control((tx) => tx.query<{ n: number }>(running)))[0]?.n
    const found = await exportRecords(world, staff.process, { object: 'account', query: {} })
    if (!found.ok) throw new Error('refused')
    for await (const _piece of found.pieces) break
    await found.close()
    await expect.poll(open, { timeout: 5_000 }).toBe(0)
  })
})
