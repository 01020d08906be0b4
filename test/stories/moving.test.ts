/** Leaving: everything of a company goes into one archive, and out of it into another company, with nothing changed. */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import { archiveOf, bringIn } from '../../server/follow/moving.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { readEntries } from '../../server/store/archive.ts'
import { besides, companyTables, leftBehind, ownWays, recordTables } from '../../server/store/moving/tables.ts'
import { insertRecords } from '../../server/store/records.ts'
import { execute } from '../../server/write/execute.ts'
import { hireStaff, type Staff, stockedProduct } from '../support/chain.ts'
import { type Company, dayOf, foundCompany, productWorld, registry } from '../support/company.ts'
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
  const lead = await company.act(staff.sdr, {
    object: 'lead',
    act: 'create',
    input: { contactName: '欧阳修', mobile: '13900001111', source: 'web', ownerId: staff.rep.userId },
  })
  await company.act(staff.process, { object: 'lead', act: 'erase', id: lead.id, reason: 'PIPL 47' })
  await company.act(staff.rep, {
    object: 'comment',
    act: 'create',
    input: { object: 'lead', recordId: lead.id, body: '=HYPERLINK("x")\n"引号"\r\n\u2028\u0007𠮷' },
  })
}, 240_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

async function archived(tenantId: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of archiveOf(world, tenantId)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Entry by entry, without the moment it was made. */
async function contentOf(archive: Buffer): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  for await (const { name, bytes } of readEntries(once(gunzipSync(archive)))) {
    const text =
      name === 'header.json'
        ? JSON.stringify({ ...JSON.parse(bytes.toString()), createdAt: '' })
        : bytes.toString('latin1')
    out.set(name, text.length > 200_000 ? createHash('sha256').update(text).digest('hex') : text)
  }
  return out
}
async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
let moved = 0
const moveIn = (archive: Buffer) => bringIn(world, { slug: `moved-${++moved}`, bytes: once(archive) })

describe('an archive of a company', { timeout: 120_000 }, () => {
  it('names every table of companies there is: each is carried, or left behind by intent', async () => {
    const known = new Set<string>([
      ...recordTables(registry.objects.values()).map(({ name }) => name),
      ...besides,
      ...ownWays,
      ...leftBehind,
      'journal',
      'journal_lines',
    ])
    const all = await world.database.control(companyTables)
    expect(all.filter((name) => !known.has(name))).toEqual([])
  })

  it('holds records, parts, log, ledger and files, and says what they add up to', async () => {
    const content = await contentOf(await archived(company.tenantId))
    const manifest = JSON.parse(content.get('manifest.json') as string)
    const rows = Object.fromEntries(manifest.tables.map(({ name, rows: n }: Loose) => [name, n]))
    expect(rows).toMatchObject({ invoice: 3, payment: 3, contract: 1, comment: 1, erased: 1 })
    expect(rows.event).toBeGreaterThan(100)
    expect(rows.journal).toBeGreaterThan(10)
    expect(manifest.money).toContainEqual({ object: 'contract', field: 'gross', currency: 'CNY', sum: '11300000' })
    expect([...content.values()].join('')).not.toContain('欧阳修')
  })

  it('comes into another company with nothing changed, and verifies clean', async () => {
    const archive = await archived(company.tenantId)
    const { tenant } = await moveIn(archive)
    expect((await verifyTenant(world, tenant.id)).breaches).toEqual([])
    expect(await contentOf(await archived(tenant.id))).toEqual(await contentOf(archive))
  })

  it('goes on living there: stock is found by its key, numbers go on, the log has no hole', async () => {
    const { tenant } = await moveIn(await archived(company.tenantId))
    const there: Company = { ...company, tenantId: tenant.id }
    const [warehouse] = await company.list('warehouse')
    const [product] = await company.list('product')
    const session = { ...staff.store, tenantId: there.tenantId }
    const lines = [{ productId: product?.id, qty: '5', unitCost: '600' }]
    const input = { kind: 'receive', warehouseId: warehouse?.id, date: dayOf(world.clock()), lines }
    const made = await execute(world, session, { command: { object: 'movement', act: 'create', input } })
    if (!made.ok) throw new Error(JSON.stringify(made.refusals))
    const posting = { object: 'movement', act: 'post', id: made.record.id, version: made.record.version, input: {} }
    const posted = await execute(world, session, { command: posting })
    expect(posted.ok || JSON.stringify(posted.refusals)).toBe(true)
    const stocks = await world.database.inTenant(tenant.id, (tx) =>
      tx.query('select on_hand from app.stock where tenant_id = $1', [tenant.id]),
    )
    expect(stocks).toEqual([{ on_hand: '25' }])
    expect((await verifyTenant(world, tenant.id)).breaches).toEqual([])
  })

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 8192)],
    [
      'changed by one letter',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"state": "paid"', '"state": "qaid"'), 'latin1'),
    ],
    ['none at all', () => Buffer.from('hello')],
  ])('is refused when it is %s, and no company is left of it', async (_how, spoil) => {
    const spoilt = gzipSync(spoil(gunzipSync(await archived(company.tenantId))))
    const before = await world.database.control((tx) => tx.query('select count(*)::int as n from control.tenant'))
    await expect(moveIn(spoilt)).rejects.toThrow(/ARCHIVE_/)
    expect(await world.database.control((tx) => tx.query('select count(*)::int as n from control.tenant'))).toEqual(
      before,
    )
  })

  it('IMP-16: export(import(export(x))) is export(x) for every object, whatever stands in its fields', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const made = await foundCompany(world, 'light', `随机 ${seed}`)
        await world.database.inTenant(made.tenantId, async (tx) => {
          for (const declaration of registry.objects.values()) {
            if (['journal', 'company'].includes(declaration.name)) continue
            const records = randomRecords(declaration, seed)
            await insertRecords(tx, { tenantId: made.tenantId, declaration }, records)
          }
        })
        const archive = await archived(made.tenantId)
        const { tenant } = await moveIn(archive)
        expect(await contentOf(await archived(tenant.id))).toEqual(await contentOf(archive))
      }),
      { numRuns: 3 },
    )
  })
})

const wild = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '=1+1',
      '"',
      "'",
      '\n',
      '\r\n',
      ',',
      ';',
      '\t',
      '＝cmd',
      '+86 138',
      '𠮷',
      '\u2028',
      '\\x00',
      '{"a":1}',
      'null',
    ),
  )
  .map((text) => text.replaceAll('\0', ''))

/** Values of every kind; links stay open, since they are the business of the story above. */
function arbitraryOf(field: Field): fc.Arbitrary<unknown> {
  const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString())
  switch (field.kind) {
    case 'text':
    case 'longText':
    case 'choice':
      return wild
    case 'integer':
      return fc.integer({ min: -1_000_000, max: 1_000_000 })
    case 'decimal':
      return fc.tuple(fc.integer(), fc.nat(999_999)).map(([a, b]) => `${a}.${b}`)
    case 'money':
      return fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })
    case 'date':
      return day.map((text) => text.slice(0, 10))
    case 'datetime':
      return day
    case 'toggle':
      return fc.boolean()
    case 'choices':
      return fc.array(wild, { maxLength: 3 })
    case 'address':
    case 'data':
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(wild, fc.integer(), fc.constant(null)), {
        maxKeys: 3,
      })
    default:
      return fc.constant(field.kind === 'members' || field.kind === 'files' ? [] : null)
  }
}

let counted = 0
function randomRecords(declaration: Declaration, seed: number): Loose[] {
  const shape = (fields: Declaration['fields']) =>
    fc.record(
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, fc.option(arbitraryOf(field), { freq: 8 })]),
      ),
    )
  const parts = Object.fromEntries(
    Object.entries(declaration.parts).map(([name, part]) => [name, fc.array(shape(part.fields), { maxLength: 3 })]),
  )
  const [records] = fc.sample(
    fc.array(fc.tuple(shape(declaration.fields), fc.record(parts)), { minLength: 2, maxLength: 3 }),
    {
      numRuns: 1,
      seed: seed + declaration.name.length,
    },
  )
  // Without links there is one key only, so one record.
  return (records ?? []).slice(0, declaration.identity ? 1 : undefined).map(([fields, rows]) => {
    const id = world.newId()
    const n = ++counted
    const unique = Object.fromEntries(
      Object.entries(declaration.fields)
        .filter(([, field]) => field.unique && ['text', 'choice'].includes(field.kind))
        .map(([name]) => [name, `${fields[name] ?? ''}${n}`]),
    )
    const partRows = Object.fromEntries(
      Object.entries(rows).map(([name, list]) => [
        name,
        (list as Loose[]).map((row) => ({ ...row, id: world.newId() })),
      ]),
    )
    return {
      ...fields,
      ...unique,
      ...partRows,
      id,
      no: declaration.numbered ? `R-${n}` : null,
      state: Object.keys(declaration.states)[0],
      version: 1,
      ownerId: null,
      deptId: null,
      memberIds: [],
      createdAt: '2026-01-02T03:04:05.678Z',
      createdBy: null,
      updatedAt: '2026-01-02T03:04:05.678Z',
      updatedBy: null,
      entryMode: 'import',
      derivedFrom: null,
      caseId: id,
      inheritedFields: [],
      rekeyedFields: [],
      importedGap: [],
      isTest: false,
      custom: { note: fields.name ?? 'x', n: 1.5 },
    }
  })
}
