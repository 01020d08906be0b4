/** An import from its dry run to its undoing: nothing is written unasked, nothing passes in silence. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { openDesk, type ShownImport } from '../../server/follow/import/desk.ts'
import { runNext } from '../../server/follow/jobs.ts'
import { kinds } from '../../server/follow/kinds.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { execute } from '../../server/write/execute.ts'
import { type Founded, foundedWorld, imported } from '../support/importing.ts'
import { asOwner } from '../support/world.ts'

let firm: Founded
beforeAll(async () => {
  firm = await foundedWorld({ language: 'zh' })
})
afterAll(() => firm.close())

const ask = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
/** Of the mapping, the columns that the file has. */
function run(mapping: Loose, content: string, options: Loose = {}) {
  const headers = content.replace('\uFEFF', '').split(/\r?\n/, 1)[0]?.split(',') ?? []
  const columns = Object.fromEntries(
    Object.entries(mapping.columns as Loose).filter(([name]) => headers.includes(name)),
  )
  return imported(firm.world, firm.operator, { content, mapping: { ...mapping, columns }, options })
}

const leads = {
  object: 'lead',
  columns: {
    公司: 'companyName',
    联系人: 'contactName',
    手机: 'mobile',
    金额: 'estAmount',
    来源: 'source',
    活动: 'campaignId',
  },
}
const products = { object: 'product', columns: { 编码: 'code', 名称: 'name', 价格: 'listPrice', 备注: 'category' } }
const accounts = { object: 'account', columns: { 名称: 'name', 电话: 'phone', 行业: 'industry' } }

async function undone(one: ShownImport, dryRun = false): Promise<ShownImport> {
  const desk = openDesk(firm.world)
  await desk.undo(firm.operator, one.id, { dryRun })
  await runNext(firm.world, kinds, { subjectId: one.id })
  return desk.find(firm.operator, one.id)
}

async function change(object: string, id: string, input: Loose): Promise<void> {
  const version = (await ask(`select version from app.${object} where tenant_id = $1 and id = '${id}'`))[0]?.version
  const done = await execute(firm.world, firm.operator, { command: { object, act: 'change', id, version, input } })
  if (!done.ok) throw new Error(JSON.stringify(done.refusals))
}

const count = async (object: string, where = 'true') =>
  (await ask(`select count(*)::int as n from app.${object} where tenant_id = $1 and ${where}`))[0]?.n

describe('a dry run over the whole file (IMP-10)', () => {
  const content = [
    '公司,联系人,手机,金额,来源,活动',
    '甲公司,王一,13800000001,100.10,展会,',
    '乙公司,王二,13800000002,"1,200",展会,',
    '丙公司,王三,13800000001,5,展会,',
    '丁公司,王四,1.38E+10,5,展会,',
    '戊公司,王五,13800000005,"1,5",展会,',
    '己公司,王六,13800000006,7,展会,春季会',
  ].join('\n')

  it('says what would be new, what refused and why, and what is unresolved; and writes nothing', async () => {
    const before = await count('event')
    const tried = await run(leads, content, { dryRun: true })
    expect(tried.summary).toMatchObject({ rows: 6, new: 2, changed: 0, same: 0, refused: 4, suspected: 1 })
    expect(Object.fromEntries(tried.summary.refusals.map(({ code, rows }) => [code, rows]))).toEqual({
      LEAD_DUPLICATE_BLOCKED: 1,
      IMPORT_DIGITS_LOST: 1,
      IMPORT_NUMBER_AMBIGUOUS: 1,
      IMPORT_REFERENCE_MISSING: 1,
    })
    expect(tried.summary.unresolved).toEqual([{ object: 'campaign', field: 'campaignId', text: '春季会', rows: 1 }])
    expect(tried.summary.ambiguous).toEqual([
      { code: 'IMPORT_NUMBER_AMBIGUOUS', field: 'estAmount', rows: 1, texts: ['1,5'] },
    ])
    expect(await count('event')).toBe(before)
    expect(await count('lead')).toBe(0)
  })

  it('and then the import does just that: good and bad rows are all rows, and the money adds up', async () => {
    const done = await run(leads, content)
    expect(done.summary).toMatchObject({ rows: 6, new: 2, refused: 4 })
    const { reconciliation } = done.report as Loose
    expect(reconciliation).toMatchObject({ rows: 6, created: 2, refused: 4 })
    expect(reconciliation.sums).toEqual([
      {
        column: '金额',
        field: 'estAmount',
        file: { amount: '1317.10', currency: 'CNY' },
        stored: { amount: '1300.10', currency: 'CNY' },
        difference: { amount: '17.00', currency: 'CNY' },
        because: [
          { reason: 'refused', rows: 3, amount: { amount: '17.00', currency: 'CNY' } },
          { reason: 'unreadable', rows: 1, amount: { amount: '0.00', currency: 'CNY' } },
        ],
      },
    ])
  })

  it('and the file of refused rows is mended and sent again as it is', async () => {
    const [last] = await openDesk(firm.world).list(firm.operator)
    let csv = ''
    for await (const piece of openDesk(firm.world).refusedCsv({ ...firm.operator, language: 'zh' }, last?.id ?? ''))
      csv += piece
    const mended = csv.replace('1.38E+10', '13800000004').replace('"1,5"', '15').replace('春季会', '')
    const again = await run(leads, mended)
    expect([again.created, again.refused, (again.report as Loose).columnsLeftOut]).toEqual([3, 1, []])
  })

  it('IMP-12 the same file again makes nothing twice', async () => {
    const again = await run(leads, content)
    expect([again.created, again.refused]).toEqual([0, 6])
  })
})

describe('what people hear of imported rows', () => {
  it('is nothing, unless it was asked for', async () => {
    const before = await count('inbox')
    await run(leads, '公司,联系人,手机,来源\n子公司,李一,13900000001,展会\n', { automations: true })
    expect(await count('inbox')).toBe(before)
    await run(leads, '公司,联系人,手机,来源\n丑公司,李二,13900000002,展会\n', { automations: true, notify: true })
    expect(await count('inbox')).toBeGreaterThanOrEqual(before)
  })
})

describe('an import that meets what is there', () => {
  it('by code or telephone, in whatever form it is written; an empty cell leaves, or clears by choice', async () => {
    await run(products, '编码,名称,价格,备注\nA1,一,1,旧\nA2,二,2,旧\n')
    const left = await run(products, '编码,名称,价格,备注\na1,一改,1,\nA2,二,2,\n', { upsertBy: 'code' })
    expect([left.changed, left.same]).toEqual([1, 1])
    const cleared = await run(products, '编码,名称,价格,备注\nA2,二,2,\n', { upsertBy: 'code', emptyClears: true })
    expect(cleared.changed).toBe(1)
    const kept = await ask(
      "select code, name, category from app.product where tenant_id = $1 and code ilike 'A%' order by lower(code)",
    )
    expect(kept).toEqual([
      { code: 'a1', name: '一改', category: '旧' },
      { code: 'A2', name: '二', category: null },
    ])
    const again = await run(leads, '公司,手机,来源\n甲公司新名,138 0000 0001,展会\n', { upsertBy: 'mobile' })
    expect([again.created, again.changed]).toEqual([0, 1])
  })

  it('says at once what must be unique and is taken, in the company and in the file', async () => {
    const done = await run(products, '编码,名称,价格\nA1,一,1\nB9,新,1\nb9,又,1\n')
    expect([done.created, done.refused]).toEqual([1, 2])
    expect(done.problems?.map(({ row, errors }) => [row, errors[0]?.code])).toEqual([
      [2, 'NOT_UNIQUE'],
      [4, 'NOT_UNIQUE'],
    ])
  })
})

describe('lines and their parents in one file', () => {
  const quotes = {
    object: 'quote',
    columns: { 客户: 'accountId', 产品: 'lines.productId', 数量: 'lines.qty', 单价: 'lines.price' },
    options: { history: true, groupBy: '单号' },
  }
  it('make one record, whether its fields are repeated or stand in its first row only', async () => {
    await run(accounts, '名称,电话,行业\n报价客户,021-62345678,制造\n')
    const content = [
      '单号,客户,产品,数量,单价',
      'Q1,报价客户,A1,1,10',
      'Q1,报价客户,A2,2,20',
      'Q2,报价客户,A1,3,30',
      ',,A2,4,40',
      'Q3,报价客户,没有的,5,50',
      ',,A1,6,60',
      'Q1,报价客户,A1,7,70',
    ].join('\n')
    const done = await run(quotes, content)
    expect([done.summary.new, done.summary.joined, done.summary.refused]).toEqual([2, 3, 2])
    const found = await ask(
      `select q.id, count(*)::int as lines, sum(l.qty)::text as qty from app.quote q
         join app.quote_lines l on l.tenant_id = q.tenant_id and l.parent_id = q.id
        where q.tenant_id = $1 and q.entry_mode = 'import' group by 1 order by 3`,
    )
    expect(found.map(({ lines, qty }) => [lines, Number(qty)])).toEqual([
      [2, 3],
      [2, 7],
    ])
    expect(done.problems?.map(({ row, errors }) => [row, errors[0]?.code])).toEqual([
      [6, 'IMPORT_REFERENCE_MISSING'],
      [7, 'IMPORT_GROUP_REFUSED'],
      [8, 'IMPORT_GROUP_SPLIT'],
    ])
  })
})

describe('IMP-14 columns that would go past the rules', () => {
  it.each(['state', 'no', 'score', 'createdAt', 'tenantId'])('%s is no column of an import', async (field) => {
    const mapping = { object: 'lead', columns: { x: field } }
    const started = run(mapping, 'x\n1\n').then(
      () => 'done',
      (error: { refusals?: readonly { code: string }[] }) => error.refusals?.[0]?.code,
    )
    expect(['IMPORT_HISTORY_FIELD', 'UNKNOWN_FIELD']).toContain(await started)
  })
})

describe('an import that is undone (R6)', () => {
  const file = '名称,电话,行业\n撤一,021-62000001,制造\n撤二,021-62000002,制造\n撤三,021-62000003,制造\n'

  it('is gone as if it had not been, and the log says both', async () => {
    const before = await count('account')
    const done = await run(accounts, file)
    const looked = await undone(done, true)
    expect(looked.undo).toMatchObject({ state: 'done', dryRun: true, removed: 3, restored: 0, reasons: {} })
    expect(await count('account')).toBe(before + 3)
    const taken = await undone(done)
    expect(taken.undo).toMatchObject({ state: 'done', dryRun: false, removed: 3, reasons: {} })
    expect(await count('account')).toBe(before)
    expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
    const again = await run(accounts, file)
    expect([again.created, again.refused]).toEqual([3, 0])
    await undone(again)
  })

  it('leaves what was changed or built upon since, and says so', async () => {
    const done = await run(accounts, file)
    const [one, two] = await ask("select id from app.account where tenant_id = $1 and name like '撤%' order by phone")
    await change('account', one?.id, { industry: '零售' })
    const contact = { name: '某人', accountId: two?.id, mobile: '13700000001' }
    const made = await execute(firm.world, firm.operator, {
      command: { object: 'contact', act: 'create', input: contact },
    })
    expect(made.ok).toBe(true)
    const taken = await undone(done)
    expect(taken.undo).toMatchObject({ removed: 1, reasons: { IMPORT_UNDO_CHANGED: 1, IMPORT_UNDO_IN_USE: 1 } })
    expect(taken.undo?.kept.map(({ title, code }) => [title, code]).sort()).toEqual([
      ['撤一', 'IMPORT_UNDO_CHANGED'],
      ['撤二', 'IMPORT_UNDO_IN_USE'],
    ])
  })

  it('puts back what it changed, unless somebody changed it since', async () => {
    await run(products, '编码,名称,价格,备注\nU1,原一,1,旧\nU2,原二,2,旧\n')
    const done = await run(products, '编码,名称,价格,备注\nU1,新一,1.5,新\nU2,新二,2.5,新\nU3,新三,3,新\n', {
      upsertBy: 'code',
    })
    const [, two] = await ask("select id from app.product where tenant_id = $1 and code like 'U%' order by code")
    await change('product', two?.id, { category: '人改' })
    const taken = await undone(done)
    expect(taken.undo).toMatchObject({ removed: 1, restored: 1, reasons: { IMPORT_UNDO_CHANGED: 1 } })
    const left = await ask(
      `select code, name, list_price::float8 as price, category from app.product
        where tenant_id = $1 and code like 'U%' order by 1`,
    )
    expect(left).toEqual([
      { code: 'U1', name: '原一', price: 1, category: '旧' },
      { code: 'U2', name: '新二', price: 2.5, category: '人改' },
    ])
    expect((await verifyTenant(firm.world, firm.tenantId)).breaches).toEqual([])
  })

  it('is not for dry runs, nor for what still runs', async () => {
    const tried = await run(accounts, file, { dryRun: true })
    const code = await openDesk(firm.world)
      .undo(firm.operator, tried.id, { dryRun: false })
      .then(
        () => 'done',
        (error: { refusals?: readonly { code: string }[] }) => error.refusals?.[0]?.code,
      )
    expect(code).toBe('IMPORT_WAS_DRY_RUN')
  })
})
