/** Workbooks as rows: what their cells mean, and what was made to break their reader. */
import ExcelJs from 'exceljs'
import { describe, expect, it } from 'vitest'
import { cellsOf, codeOf, read } from '../../../test/support/reading.ts'
import { workbookParts, zipped } from '../../../test/support/zipped.ts'
import { inMemory } from './file/bytes.ts'
import { readSheet } from './file/sheet.ts'
import { openWorkbook, sharedTexts } from './file/workbook.ts'
import { openZip } from './file/zip.ts'

async function workbook(fill: (book: ExcelJs.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJs.Workbook()
  fill(book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

describe('a workbook', () => {
  it('is read as it is meant: numbers exact, days as days, zeros kept, formulas by their result', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('客户')
      sheet.addRow(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
      const row = sheet.addRow([13800138000, 0.1 + 0.2, 0.1, 1234, '01234', true])
      row.getCell(4).numFmt = '000000'
      row.getCell(7).value = new Date(Date.UTC(2024, 0, 2))
      row.getCell(7).numFmt = 'yyyy"年"m"月"d"日"'
      row.getCell(8).value = { formula: '1+1', result: 2 }
      row.getCell(9).value = { richText: [{ text: '富' }, { font: { bold: true }, text: '文本' }] }
      const second = sheet.addRow([new Date(Date.UTC(2024, 0, 2, 13, 5, 9)), 0.5, -0.0000001])
      second.getCell(1).numFmt = 'm/d/yy h:mm'
      second.getCell(2).numFmt = 'h:mm'
    })
    expect(cellsOf(await read(bytes, {}, 4999))).toEqual([
      ['13800138000', '0.30000000000000004', '0.1', '001234', '01234', 'TRUE', '2024-01-02', '2', '富文本'],
      ['2024-01-02 13:05:09', '12:00:00', '-0.0000001', '', '', '', '', '', ''],
    ])
  })

  it('lets its sheet and the row of its headings be chosen', async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet('说明', { state: 'hidden' }).addRow(['x'])
      book.addWorksheet('一').addRows([['a'], ['1']])
      book.addWorksheet('二').addRows([['标题'], [], ['a', 'b', 'c'], ['1', '2', '3']])
    })
    const first = await read(bytes)
    expect([first.sheets, first.sheet, first.headers]).toEqual([['说明', '一', '二'], '一', ['a']])
    const second = await read(bytes, { sheet: '二' })
    expect([second.headerRow, second.headers, second.all[0]?.no]).toEqual([3, ['a', 'b', 'c'], 4])
    expect((await read(bytes, { sheet: '二', headerRow: 4 })).headers).toEqual(['1', '2', '3'])
    expect(await codeOf(read(bytes, { sheet: '三' }))).toBe('IMPORT_SHEET_MISSING')
  })

  it('IMP-09 serial days: 59, 60, 45292, and the system from 1904', async () => {
    const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    const day = (value: string) => `<row><c s="1"><v>${value}</v></c></row>`
    const days = ['1', '59', '60', '61', '45292', '45292.5'].map(day).join('')
    const rows = `<row><c t="inlineStr"><is><t>day</t></is></c></row>${days}`
    expect(cellsOf(await read(zipped(workbookParts(rows, { styles })))).flat()).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-02-29',
      '1900-03-01',
      '2024-01-01',
      '2024-01-01 12:00:00',
    ])
    const properties = '<workbookPr date1904="1"/>'
    expect(cellsOf(await read(zipped(workbookParts(rows, { styles, properties })))).flat()[4]).toBe('2028-01-02')
  })

  it('reads what other programs write: prefixes, no references, shared texts, marks XML cannot hold', async () => {
    const rows =
      '<x:row r="1"><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>' +
      '<!-- > --><x:row r="3"><x:c t="s" a="x>y"><x:v>2</x:v></x:c><x:c><x:v>1.10101199003074E+17</x:v></x:c></x:row>' +
      "<row r='4'><c r='B4'><v>123456789012345678</v></c></row>"
    const shared =
      '<si><t>a &amp; b</t></si><si><r><t>拼</t></r><r><t>接</t></r><rPh><t>ピン</t></rPh></si>' +
      '<si><t xml:space="preserve"> x_x000D_&#10;y<![CDATA[<z>]]></t></si>'
    const seen = await read(zipped(workbookParts(rows, { shared })), {}, 7)
    expect([seen.headers, ...cellsOf(seen)]).toEqual([
      ['a & b', '拼接'],
      [' x\r\ny<z>', '1.10101199003074E+17'],
      ['', '123456789012345678'],
    ])
  })
})

describe('IMP-04 workbooks made to break their reader', () => {
  const head = '<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>'
  /** As the thread does it, without one. */
  const unpacked = async (bytes: Buffer) => {
    const zip = await openZip(inMemory(bytes))
    const workbook = await openWorkbook(zip)
    const shared = await sharedTexts(zip, workbook.sharedPath)
    await readSheet(zip, { workbook, path: workbook.sheets[0]?.path ?? '', shared }, () => {})
  }
  const bomb = Buffer.alloc(80_000_000, 32)

  it.each([
    [
      'more rows than a sheet has',
      zipped(workbookParts(`${head}<row r="3000000"><c><v>1</v></c></row>`)),
      'IMPORT_FILE_TOO_HEAVY',
    ],
    [
      'a column beyond the last',
      zipped(workbookParts(`${head}<row r="2"><c r="XFE2"><v>1</v></c></row>`)),
      'IMPORT_FILE_TOO_HEAVY',
    ],
    ['entities that grow', zipped(workbookParts(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${head}`)), 'IMPORT_FILE_DAMAGED'],
    [
      'an unknown entity',
      zipped(workbookParts(`${head}<row r="2"><c t="str"><v>&lol9;</v></c></row>`)),
      'IMPORT_FILE_DAMAGED',
    ],
    [
      '100,000 styles',
      zipped(workbookParts(head, { styles: `<styleSheet><cellXfs>${'<xf/>'.repeat(100_000)}</cellXfs></styleSheet>` })),
      'IMPORT_FILE_TOO_HEAVY',
    ],
    [
      'spaces packed a thousandfold',
      zipped([...workbookParts(head).slice(0, 3), { name: 'xl/worksheets/sheet1.xml', content: bomb }]),
      'IMPORT_FILE_TOO_HEAVY',
    ],
    [
      'more bytes than its directory says',
      zipped(
        workbookParts(head).map((part) => ({ ...part, claims: part.name.includes('sheet1') ? { unpacked: 10 } : {} })),
      ),
      'IMPORT_FILE_TOO_HEAVY',
    ],
    [
      'other bytes than its directory says',
      zipped(workbookParts(head).map((part) => ({ ...part, claims: { crc: 1 } }))),
      'IMPORT_FILE_DAMAGED',
    ],
    [
      '6,000 entries',
      zipped([
        ...workbookParts(head),
        ...Array.from({ length: 6000 }, (_none, at) => ({ name: `x${at}`, content: '' })),
      ]),
      'IMPORT_FILE_TOO_HEAVY',
    ],
    ['an entry twice', zipped([...workbookParts(head), ...workbookParts(head)]), 'IMPORT_FILE_DAMAGED'],
    [
      'a password',
      zipped(workbookParts(head).map((part) => ({ ...part, claims: { flags: 1 } }))),
      'IMPORT_FILE_LOCKED',
    ],
    ['half a file', zipped(workbookParts(head)).subarray(0, 500), 'IMPORT_FILE_DAMAGED'],
    ['no workbook in it', zipped([{ name: '../../etc/passwd', content: 'x' }]), 'IMPORT_FILE_DAMAGED'],
  ])('%s', async (_what, bytes, code) => {
    expect(await codeOf(unpacked(bytes))).toBe(code)
  })

  it('what the thread refuses is refused outside of it, and its end is nobody else’s', async () => {
    expect(await codeOf(read(zipped(workbookParts(`${head}<row r="3000000"/>`))))).toBe('IMPORT_FILE_TOO_HEAVY')
    expect(await codeOf(read(Buffer.from('d0cf11e0a1b11ae1000000', 'hex')))).toBe('IMPORT_FILE_OLD')
  })

  it('a dimension that claims everything costs nothing', async () => {
    const parts = workbookParts(`${head}<row r="1048576"><c r="A1048576"><v>7</v></c></row>`)
    const rows = String(parts.at(-1)?.content).replace('<sheetData>', '<dimension ref="A1:XFD1048576"/><sheetData>')
    const seen = await read(zipped([...parts.slice(0, -1), { name: 'xl/worksheets/sheet1.xml', content: rows }]))
    expect(seen.all).toEqual([{ no: 1_048_576, cells: ['7'], problem: null }])
  })
})
