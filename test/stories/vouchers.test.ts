/** The ledger as files for the accounting systems: complete for the period, even, safe to open, for those who may. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { parseAmount } from '../../kernel/money.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import type { Caller } from '../http/support.ts'
import {
  allocate,
  goodCustomer,
  hireStaff,
  issue,
  orderFor,
  receive,
  type Staff,
  ship,
  stockedProduct,
  submitOrder,
} from '../support/chain.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { openDoors, type ProductDoors } from '../support/doors.ts'
import type { TestWorld } from '../support/world.ts'

const hostile = '=cmd|"/c calc"!A1 有限公司'
const period = { from: '2026-06-01', to: '2026-06-30' }

let database: FreshDatabase
let world: TestWorld
let company: Company
let staff: Staff
let doors: ProductDoors
let finance: Caller
let entityId: string

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  world.moveTo('2026-05-31T02:00:00.000Z')
  company = await foundCompany(world, 'standard')
  staff = await hireStaff(company)
  const account = await goodCustomer(company, staff, hostile)
  await receive(company, staff, { account, amount: '7.00' })
  world.moveTo('2026-06-01T02:00:00.000Z')
  const bank = { key: 'bank', code: '1002.01', nameZh: '工商银行, 苏州' }
  await company.act(staff.finance, { object: 'accountMapping', act: 'create', input: bank })
  const product = await stockedProduct(company, staff)
  const order = await orderFor(company, staff, { account, product, qty: '3' })
  await submitOrder(company, staff, order.id)
  await ship(company, staff, { orderId: order.id, qty: '3' })
  const [draft] = await company.list('invoice', (one) => one.orderId === order.id)
  await issue(company, staff, draft?.id)
  const payment = await receive(company, staff, { account, amount: '3390.00' })
  await allocate(company, staff, payment.id)
  world.moveTo('2026-07-01T02:00:00.000Z')
  await receive(company, staff, { account, amount: '9.00' })
  entityId = (await company.list('legalEntity'))[0]?.id
  doors = await openDoors(world)
  finance = await doors.enter(company, staff.finance)
})
afterAll(async () => {
  await doors?.web.stop()
  await world.close()
  await database.drop()
})

const pathOf = (asked: Loose) => `/api/v1/journals/voucher?${new URLSearchParams(asked as Record<string, string>)}`
const minor = (text: string | undefined): bigint => {
  const parsed = parseAmount(text || '0', 'CNY')
  return parsed.ok ? parsed.minor : -1n
}

/** The rows of a file by column. */
async function rowsOf(format: string): Promise<Record<string, string>[]> {
  const answer = await finance.get(pathOf({ ...period, entityId, format }))
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(answer.headers['content-disposition']).toContain(`vouchers-${format}-2026-06-01-2026-06-30.csv`)
  expect(answer.body.startsWith('\ufeff')).toBe(true)
  const lines = answer.body.slice(1).trimEnd().split('\r\n').map(cellsOf)
  const [heads = [], ...rows] = lines
  return rows.map((cells) => Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? ''])))
}

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )

describe('a voucher file', () => {
  for (const format of ['kingdee', 'yonyou'] as const) {
    it(`for ${format} holds every line of the period once, its debits equal its credits and the ledger`, async () => {
      const rows = await rowsOf(format)
      const entries = await company.list(
        'journal',
        (one) => one.postingDate >= period.from && one.postingDate <= period.to,
      )
      const lines = entries.flatMap((one) => one.lines as Loose[])
      expect(entries.length).toBeGreaterThan(5)
      expect(rows).toHaveLength(lines.length)
      const sum = (column: string) => rows.reduce((total, one) => total + minor(one[column]), 0n)
      const debits = lines.reduce((total, one) => total + (one.debit as bigint), 0n)
      expect([sum('借方金额'), sum('贷方金额')]).toEqual([debits, debits])
      for (const entry of entries) {
        const own = rows.filter((one) => one.摘要?.startsWith(`${entry.no} `))
        expect(own.map((one) => one.分录号)).toEqual(
          entry.lines.map((_line: Loose, index: number) => String(index + 1)),
        )
        const of = (column: string) => own.reduce((total, one) => total + minor(one[column]), 0n)
        expect(of('借方金额')).toBe(of('贷方金额'))
        expect(new Set(own.map((one) => one.凭证号))).toEqual(new Set([String(Number(entry.no.split('-')[1]))]))
      }
      expect(new Set(rows.map((one) => (one.日期 ?? one.制单日期)?.slice(0, 7)))).toEqual(new Set(['2026-06']))
    })
  }

  it('shows the codes and names of the company, as posted', async () => {
    const banked = (await rowsOf('yonyou')).filter((one) => one.业务类型 === 'J-P1' && one.借方金额)
    expect(banked.map((one) => [one.科目编码, one.科目名称, one.借方金额])).toEqual([
      ['1002.01', '工商银行, 苏州', '3390.00'],
    ])
    expect((await verifyTenant(world, company.tenantId)).breaches).toEqual([])
  })

  it('is safe to open: what looks like a formula is none', async () => {
    const rows = await rowsOf('kingdee')
    expect(rows.every((one) => Object.values(one).every((cell) => !/^[=+@\t\r]/.test(cell)))).toBe(true)
    expect(rows.some((one) => one.客户名称 === `'${hostile}`)).toBe(true)
  })

  it('is for those who read the ledger, of their own entities, over a period that is one', async () => {
    const asked = { ...period, entityId, format: 'kingdee' }
    const rep = await doors.enter(company, staff.rep)
    expect((await rep.get(pathOf(asked))).statusCode).toBe(403)
    const codes = async (more: Loose) => (await finance.get(pathOf({ ...asked, ...more }))).statusCode
    expect(await codes({ entityId: '00000000-0000-7000-8000-000000000000' })).toBe(404)
    for (const wrong of [{ format: 'sap' }, { from: '2026-02-30' }, { from: '2026-07-01' }, { entityId: 'x' }]) {
      expect([wrong, await codes(wrong)]).toEqual([wrong, 400])
    }
  })
})
