/** A quote on paper: in two languages, for those who may read it, without what the customer must not see. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { quoteDocument } from '../../server/read/document/quoteDocument.ts'
import type { Session } from '../../server/world.ts'
import { type Company, foundCompany, productWorld } from '../support/company.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { pdfText } from '../support/pdfText.ts'
import type { TestWorld } from '../support/world.ts'

let database: FreshDatabase
let world: TestWorld
let company: Company
let rep: Session
let quote: Loose

beforeAll(async () => {
  database = await freshDatabase()
  world = productWorld(database.ownerUrl)
  company = await foundCompany(world, 'standard')
  rep = await company.hire('任鹏', ['REP'])
  const process = await company.hire('潘琦', ['OPS'])
  const product = await company.act(process, {
    object: 'product',
    act: 'create',
    input: {
      code: 'P-9',
      name: '蝶阀',
      kind: 'goods',
      unit: '个',
      vatRate: '0.13',
      listPrice: '1000',
      standardCost: '612.34',
    },
  })
  const [book] = await company.list('priceBook')
  const entries = [{ productId: product.id, minQty: '0', listPrice: '1000', floorPrice: '800' }]
  await company.act(process, { object: 'priceBook', act: 'change', id: book!.id, input: { entries } })
  const account = await company.act(rep, { object: 'account', act: 'create', input: { name: '嘉兴喆镕供水有限公司' } })
  const contact = { name: '王𠮷', accountId: account.id, mobile: '13800138000' }
  const { id: contactId } = await company.act(rep, { object: 'contact', act: 'create', input: contact })
  const [term] = await company.list('paymentTerm', (one) => one.lines.length === 3)
  quote = await company.act(rep, {
    object: 'quote',
    act: 'create',
    input: {
      accountId: account.id,
      contactId,
      paymentTermId: term!.id,
      deliveryTerms: '送货至工厂',
      notes: '含一年质保',
      lines: [{ productId: product.id, qty: '1234', price: '999.5' }],
    },
  })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const printed = async (who: Session, language: string) => {
  const document = await quoteDocument(world, who, { id: quote.id, language })
  if (!document.ok) throw new Error(JSON.stringify(document.refusals))
  return { ...document, text: pdfText(document.bytes) }
}

describe('the document of a quote', () => {
  it('says in Chinese whose it is, for whom, what it comes to, and on which terms', { timeout: 60_000 }, async () => {
    const { text, fileName, bytes } = await printed(rep, 'zh')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.length).toBeLessThan(300_000)
    expect(fileName).toBe(`${quote.no}-V1.pdf`)
    for (const said of [
      '报价单',
      '华夏泵业',
      '嘉兴喆镕供水有限公司',
      quote.no,
      '蝶阀（P-9）',
      '999.50',
      '1,234',
      '13%',
    ])
      expect(text).toContain(said)
    expect(text).toContain('1,233,383.00')
    expect(text).toContain('CNY1,393,722.79')
    expect(text).toContain('壹佰叁拾玖万叁仟柒佰贰拾贰元柒角玖分')
    for (const said of ['预付款30%签订后', '送货至工厂', '含一年质保', '供方（盖章）', '第1页/共1页', '草稿']) {
      expect(text).toContain(said)
    }
    expect(text).toContain('+8613800138000')
  })

  it('names a character that no font of ours holds by its number', { timeout: 60_000 }, async () => {
    const { text } = await printed(rep, 'zh')
    expect(text).toContain('王〔U+20BB7〕')
    expect(text).toContain('U+20BB7为字库未收录的字')
  })

  it('says the same in English, and never what it costs us', { timeout: 60_000 }, async () => {
    const { text } = await printed(rep, 'en')
    for (const said of ['Quotation', 'Totalgross', 'CNY1,393,722.79', '嘉兴喆镕供水有限公司', 'Page1of1', 'Draft'])
      expect(text).toContain(said)
    expect(text).not.toContain('壹佰')
    expect(text).not.toContain('612.34')
    expect(text).not.toContain('755,627')
  })

  it('is there only for those who may read the quote, and in our two languages', async () => {
    const other = await company.hire('外人', ['REP'])
    const asked = { id: quote.id as string, language: 'zh' }
    expect(await quoteDocument(world, other, asked)).toMatchObject({ refusals: [{ code: 'NOT_FOUND' }] })
    const store = await company.hire('王浩', ['WHS'])
    expect(await quoteDocument(world, store, asked)).toMatchObject({ refusals: [{ code: 'FORBIDDEN' }] })
    expect(await quoteDocument(world, rep, { ...asked, language: 'fr' })).toMatchObject({
      refusals: [{ code: 'BAD_REQUEST' }],
    })
  })
})
