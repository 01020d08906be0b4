/** Imports on a real database: mapped, tried, refused row by row, taken up again, and never done twice. */

import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { openDesk } from '../../server/follow/import/desk.ts'
import { importKind } from '../../server/follow/import/run.ts'
import { runNext } from '../../server/follow/jobs.ts'
import { kinds } from '../../server/follow/kinds.ts'
import type { Session, World } from '../../server/world.ts'
import { execute } from '../../server/write/execute.ts'
import { type Founded, fileOf, foundedWorld, imported } from '../support/importing.ts'
import { asOwner } from '../support/world.ts'

let firm: Founded
beforeAll(async () => {
  firm = await foundedWorld({ currency: 'USD' })
})
afterAll(() => firm.close())

const ask = (sql: string) => asOwner(firm.ownerUrl, sql, [firm.tenantId])
const products = {
  object: 'product',
  columns: { 编码: 'code', 名称: 'name', 价格: 'listPrice' },
  constants: { vatRate: '0.13' },
}
const product = (content: string, options: Record<string, unknown> = {}) =>
  imported(firm.world, firm.operator, { content, mapping: products, options })

async function personWith(roles: string[]): Promise<Session> {
  const email = `${firm.world.newId()}@firm.test`
  const made = await execute(firm.world, firm.operator, {
    command: { object: 'user', act: 'create', input: { name: email, email, roles } },
  })
  if (!made.ok) throw new Error(JSON.stringify(made.refusals))
  const actor = {
    id: made.record.id,
    kind: 'person',
    roles,
    deptId: null,
    deptTree: [],
    pools: [],
    channel: 'ui',
  } as Session['actor']
  return { tenantId: firm.tenantId, userId: made.record.id, actor, language: 'zh' }
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { refusals?: readonly { code: string }[] }) => error.refusals?.[0]?.code ?? String(error),
  )

describe('an import', () => {
  it('guesses columns in both languages, by heading and by content', async () => {
    const content = '客户名称,手机,Industry,邮箱,多余\n甲公司,13800138000,energy,a@x.cn,1\n'
    const fileId = await fileOf(firm.world, firm.operator, content)
    const seen = await openDesk(firm.world).preview(firm.operator, { object: 'account', fileId })
    expect(seen.mapping.map(({ header, field }) => [header, field])).toEqual([
      ['客户名称', 'name'],
      ['手机', 'mobile'],
      ['Industry', 'industry'],
      ['邮箱', 'email'],
      ['多余', null],
    ])
  })

  it.each([
    ['gb18030', '编码,名称\nE1,茅台𠮷\n'],
    ['utf-16le', '编码,名称\nE2,隆帽贸\n'],
    ['utf-8', '\uFEFF编码;名称\nE3;"带;分号\n和换行"\n'],
  ])('reads %s', async (encoding, text) => {
    const content =
      encoding === 'utf-8'
        ? Buffer.from(text)
        : Buffer.concat([
            encoding === 'utf-16le' ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0),
            iconv.encode(text, encoding),
          ])
    const mapping = { ...products, columns: { 编码: 'code', 名称: 'name' } }
    const done = await imported(firm.world, firm.operator, { content, mapping })
    expect([done.state, done.created, done.refused, done.options.encoding]).toEqual(['done', 1, 0, encoding])
  })

  it('refuses row by row with the reason, and gives the rows back as a file no spreadsheet runs', async () => {
    const done = await product('编码,名称,价格\nR1,好,"1,234.56"\nR2,,5\nR3,数,"1,5"\nR4,=1+1,x\nR1,再来,1\n')
    expect([done.created, done.refused]).toEqual([1, 4])
    expect(done.problems?.map(({ row, errors }) => [row, errors[0]?.code])).toEqual([
      [3, 'REQUIRED'],
      [4, 'IMPORT_NUMBER_AMBIGUOUS'],
      [5, 'IMPORT_NUMBER'],
      [6, 'NOT_UNIQUE'],
    ])
    let csv = ''
    for await (const piece of openDesk(firm.world).refusedCsv({ ...firm.operator, language: 'zh' }, done.id))
      csv += piece
    expect(csv.split('\r\n')[0]).toBe('\uFEFF编码,名称,价格,行号,原因')
    expect(csv).toContain('R4,"\'=1+1",x,5,')
    expect(csv).toContain('不是数字')
  })

  it('tries everything and writes nothing in a dry run', async () => {
    const before = await ask('select count(*)::int as n from app.event where tenant_id = $1')
    const done = await product('编码,名称,价格\nD1,试,1\nD2,,1\n', { dryRun: true })
    expect([done.created, done.refused]).toEqual([1, 1])
    expect(await ask('select count(*)::int as n from app.event where tenant_id = $1')).toEqual(before)
  })

  it('updates by key, and says what was the same', async () => {
    await product('编码,名称,价格\nU1,一,1\nU2,二,2\n')
    const done = await product('编码,名称,价格\nU1,一,1.00\nU2,二改,2\nU3,三,3\nU3,三改,3\n', { upsertBy: 'code' })
    expect([done.same, done.changed, done.created, done.refused]).toEqual([1, 2, 1, 0])
  })

  it('links rows of one file to each other, wherever they stand', async () => {
    const content = 'name,parent\nChild,Parent\nParent,\nOrphan,Nobody\n'
    const mapping = { object: 'account', columns: { name: 'name', parent: 'parentId' }, options: { history: true } }
    const done = await imported(firm.world, firm.operator, { content, mapping })
    expect([done.created, done.refused, (done.report as Loose).linkedLater]).toEqual([2, 1, { parentId: 1 }])
    expect(done.problems?.[0]?.errors[0]?.code).toBe('IMPORT_REFERENCE_MISSING')
  })

  it('goes on where a killed worker stopped, and does no row twice', async () => {
    const rows = Array.from({ length: 2200 }, (_none, index) => `K${index},产品${index},1`)
    const desk = openDesk(firm.world)
    const fileId = await fileOf(firm.world, firm.operator, `编码,名称,价格\n${rows.join('\n')}\n`)
    const { id } = await desk.start(firm.operator, { object: 'product', fileId, mapping: products })
    // The server dies in the second chunk, after its rows are written and before their transaction ends.
    let checkpoints = 0
    const dying: World = {
      ...firm.world,
      database: {
        ...firm.world.database,
        inTenant: (tenantId, work) =>
          firm.world.database.inTenant(tenantId, (tx) =>
            work({
              ...tx,
              query: (text, values) => {
                if (/update app\.import set done/.test(text) && ++checkpoints === 2) throw new Error('killed')
                return tx.query(text, values)
              },
            }),
          ),
      },
    }
    await runNext(dying, { import: { run: importKind.run, failed: async () => {} } }, { subjectId: id })
    await ask(`update app.job set state = 'running', lease_until = null where tenant_id = $1 and subject_id = '${id}'`)
    expect((await desk.find(firm.operator, id)).done).toBe(1000)
    await runNext(firm.world, kinds, { subjectId: id })
    const done = await desk.find(firm.operator, id)
    expect([done.state, done.done, done.created, done.refused]).toEqual(['done', 2200, 2200, 0])
    expect(await ask("select count(*)::int as n from app.product where tenant_id = $1 and code like 'K%'")).toEqual([
      { n: 2200 },
    ])
  }, 120_000)

  it('JOB-03: a worker that slept past its lease finds its work taken, and writes nothing more', async () => {
    const rows = Array.from({ length: 1200 }, (_none, index) => `S${index},产品${index},1`)
    const desk = openDesk(firm.world)
    const fileId = await fileOf(firm.world, firm.operator, `编码,名称,价格\n${rows.join('\n')}\n`)
    const { id } = await desk.start(firm.operator, { object: 'product', fileId, mapping: products })
    const subject = `subject_id = '${id}'`
    let [checkpoints, slept] = [0, false]
    const sleepy: World = {
      ...firm.world,
      database: {
        ...firm.world.database,
        inTenant: async (tenantId, work) => {
          if (checkpoints > 0 && !slept) {
            slept = true
            await ask(
              `update app.job set lease_until = now() - interval '1 second' where tenant_id = $1 and ${subject}`,
            )
            expect(await runNext(firm.world, { import: importKind }, { subjectId: id })).toBe(true)
          }
          return firm.world.database.inTenant(tenantId, (tx) =>
            work({
              ...tx,
              query: (text, values) => {
                if (/update app\.import set done/.test(text)) checkpoints++
                return tx.query(text, values)
              },
            }),
          )
        },
      },
    }
    await runNext(sleepy, { import: importKind }, { subjectId: id })
    expect(slept).toBe(true)
    const done = await desk.find(firm.operator, id)
    expect([done.state, done.done, done.created, done.refused]).toEqual(['done', 1200, 1200, 0])
    expect(await ask("select count(*)::int as n from app.product where tenant_id = $1 and code like 'S%'")).toEqual([
      { n: 1200 },
    ])
    expect(await ask(`select state from app.job where tenant_id = $1 and ${subject}`)).toEqual([{ state: 'done' }])
  }, 120_000)

  it('is run by one of two servers', async () => {
    const desk = openDesk(firm.world)
    const fileId = await fileOf(firm.world, firm.operator, '编码,名称,价格\nJ1,并,1\n')
    const { id } = await desk.start(firm.operator, { object: 'product', fileId, mapping: products })
    const both = await Promise.all([1, 2].map(() => runNext(firm.world, kinds, { subjectId: id })))
    expect(both.sort()).toEqual([false, true])
    expect((await desk.find(firm.operator, id)).created).toBe(1)
  })

  it('stops when it is cancelled', async () => {
    const desk = openDesk(firm.world)
    const fileId = await fileOf(firm.world, firm.operator, '编码,名称,价格\nC1,停,1\n')
    const { id } = await desk.start(firm.operator, { object: 'product', fileId, mapping: products })
    await desk.cancel(firm.operator, id)
    await runNext(firm.world, kinds, { subjectId: id })
    expect((await desk.find(firm.operator, id)).state).toBe('cancelled')
    expect(await codeOf(desk.cancel(firm.operator, id))).toBe('IMPORT_ENDED')
  })

  it('asks for the rights of the object, one’s own file, and more for years of old records', async () => {
    const desk = openDesk(firm.world)
    const rep = await personWith(['REP'])
    const other = await personWith(['REP'])
    const fileId = await fileOf(firm.world, rep, 'name\nFirma\n')
    const asked = { object: 'account', fileId, mapping: { object: 'account', columns: { name: 'name' } } }
    expect(await codeOf(desk.start(rep, { ...asked, options: { history: true } }))).toBe('IMPORT_HISTORY_FORBIDDEN')
    expect(await codeOf(desk.start(rep, { ...asked, object: 'product', mapping: products }))).toBe('FORBIDDEN')
    expect(await codeOf(desk.start(other, asked))).toBe('IMPORT_FILE_FORBIDDEN')
    const begun = await desk.start(rep, asked)
    expect(await codeOf(desk.find(other, begun.id))).toBe('NOT_FOUND')
    const state = { object: 'account', fileId, mapping: { object: 'account', columns: { name: 'state' } } }
    expect(await codeOf(desk.start(rep, state))).toBe('IMPORT_HISTORY_FIELD')
  })
})
