/** CSV as rows, however it is encoded, written or cut. */
import fc from 'fast-check'
import iconv from 'iconv-lite'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { cellsOf, codeOf, read } from '../../../test/support/reading.ts'

const words = '编码,名称\n1,茅台𠮷镕\n2,隆帽贸\n3,"多行\n文字"\n'
const marks: Record<string, number[]> = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] }
const encoded = (text: string, encoding: string): Buffer =>
  Buffer.concat([Buffer.from(marks[encoding] ?? []), iconv.encode(text, encoding)])

describe('IMP-07 encodings', () => {
  it.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])(
    '%s is found, wherever its characters are cut',
    async (encoding) => {
      const bytes = encoded(words, encoding)
      for (let size = 1; size <= 7; size++) {
        const seen = await read(bytes, {}, size)
        expect([seen.encoding, seen.headers, cellsOf(seen)]).toEqual([
          encoding,
          ['编码', '名称'],
          [
            ['1', '茅台𠮷镕'],
            ['2', '隆帽贸'],
            ['3', '多行\n文字'],
          ],
        ])
      }
    },
  )

  it('a mark of UTF-8 is no part of the first heading', async () => {
    expect((await read(`\uFEFF${words}`)).headers[0]).toBe('编码')
  })

  it.each(['茅台', '隆', '帽', '贸'])(
    'GBK bytes of %s are sound UTF-8 too: said so, and read either way',
    async (word) => {
      const bytes = iconv.encode(`a\n${word}\n`, 'gbk')
      const seen = await read(bytes)
      expect([seen.encoding, seen.ambiguous, cellsOf(seen)]).toEqual(['gb18030', true, [[word]]])
      expect(cellsOf(await read(bytes, { encoding: 'utf-8' }))).not.toEqual([[word]])
    },
  )

  it('Big5 is proposed, and asked about', async () => {
    const text = '客戶名稱,電話\n臺灣積體電路製造公司,03-5636688\n鴻海精密工業,02-22683466\n'
    const seen = await read(iconv.encode(text, 'big5'))
    expect([seen.encoding, seen.ambiguous, seen.headers[0]]).toEqual(['big5', true, '客戶名稱'])
  })

  it('Western text of Windows is the last resort, and asked about', async () => {
    const seen = await read(iconv.encode('name\nMüller €5 – “ok”\n', 'win1252'))
    expect([seen.encoding, seen.ambiguous, cellsOf(seen)]).toEqual(['windows-1252', true, [['Müller €5 – “ok”']]])
  })

  it('the one letter that decides may stand in the last row', async () => {
    const rows = 'a,b\n'.repeat(50_000)
    const seen = await read(Buffer.concat([Buffer.from(`h,i\n${rows}`), iconv.encode('江苏,华东\n', 'gbk')]), {}, 4096)
    expect([seen.encoding, seen.all.length, seen.all.at(-1)?.cells]).toEqual(['gb18030', 50_001, ['江苏', '华东']])
  })

  it('an encoding that does not fit spoils rows, and each says so', async () => {
    const seen = await read(iconv.encode('a,b\n1,x\n2,江苏\n', 'gbk'), { encoding: 'utf-8' })
    expect(seen.all.map(({ problem }) => problem)).toEqual([null, 'CSV_BYTES'])
    expect((await read('a\n\uFFFD\n')).all[0]?.problem).toBeNull()
  })
})

describe('IMP-08 grammar', () => {
  const grid = [
    ['1', 'x\r\ny'],
    ['2', 'say "hi"'],
  ]

  it.each(['\r\n', '\n', '\r'])('ends of lines %j, quoted newlines and doubled quotes', async (end) => {
    const text = ['a,b', '1,"x\r\ny"', '2,"say ""hi"""', ''].join(end)
    for (const size of [1, 2, 3, 5, 1000]) expect(cellsOf(await read(text, {}, size))).toEqual(grid)
  })

  it('ends of lines may be mixed', async () => {
    expect(cellsOf(await read('a,b\r\n1,"2"\r3,4\n"5",6'))).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
  })

  it.each([';', '\t', '|'])('the delimiter %j is found', async (delimiter) => {
    const seen = await read(['a', 'b,c', 'd'].join(delimiter).concat('\n', ['1', '2,3', '4'].join(delimiter)))
    expect([seen.delimiter, seen.headers, cellsOf(seen)]).toEqual([delimiter, ['a', 'b,c', 'd'], [['1', '2,3', '4']]])
  })

  it('a first line may say the delimiter, as Excel has it', async () => {
    const seen = await read('sep=;\na,x;b\n1;2\n')
    expect([seen.delimiter, seen.headers]).toEqual([';', ['a,x', 'b']])
  })

  it('blank lines are left out and counted, so that numbers are the spreadsheet’s', async () => {
    const seen = await read('\na,b\n\n1,2\n , \n3,4\n')
    expect([seen.headerRow, seen.all.map(({ no }) => no)]).toEqual([2, [4, 6]])
  })

  it('a title above the table is none of it, and the row of the headings can be said', async () => {
    const text = '客户名单\n\n编码,名称,电话\n1,甲,2\n'
    expect([(await read(text)).headerRow, (await read(text)).headers[0]]).toEqual([3, '编码'])
    expect((await read(text, { headerRow: 4 })).headers).toEqual(['1', '甲', '2'])
    expect(await codeOf(read(text, { headerRow: 2 }))).toBe('IMPORT_NO_HEADINGS')
  })

  it('a stray quote is told of its row and of no other', async () => {
    const seen = await read('a,b\n5" pipe,1\n"x"y,2\nz,3\n')
    expect(seen.all.map(({ no, cells, problem }) => [no, cells[0], problem])).toEqual([
      [2, '5" pipe', null],
      [3, 'xy', 'CSV_QUOTES'],
      [4, 'z', null],
    ])
  })

  it('a quote that never closes is told where it opens; what follows is not taken for rows', async () => {
    const seen = await read('a,b\n1,2\n3,"x\n5,6\n7,8\n')
    expect(seen.all.map(({ no, cells, problem }) => [no, cells, problem])).toEqual([
      [2, ['1', '2'], null],
      [3, ['3', '"x'], 'CSV_QUOTES_OPEN'],
    ])
  })

  it('headings that stand twice, or not at all, are told apart by their place', async () => {
    const { headers } = await read('name,name, name ,name (2),\n1,2,3,4,5\n')
    expect(headers).toEqual(['name', 'name (3)', 'name (4)', 'name (2)'])
    expect((await read('a,,b\n1,2,3\n')).headers).toEqual(['a', '#2', 'b'])
  })

  it('cells beyond the headings refuse their row, missing ones are empty', async () => {
    const seen = await read('a,b\n1\n1,2,\n1,2,3\n')
    expect(seen.all.map(({ cells, problem }) => [cells.length, problem])).toEqual([
      [2, null],
      [2, null],
      [2, 'CSV_CELLS'],
    ])
  })

  it('headings alone are a file without rows, no bytes at all are refused', async () => {
    expect(cellsOf(await read('a,b'))).toEqual([])
    expect(await codeOf(read(''))).toBe('IMPORT_EMPTY')
    expect(await codeOf(read('\n \n'))).toBe('IMPORT_EMPTY')
  })

  it('5,000 columns are read, 20,000 are not', async () => {
    const wide = (n: number) =>
      `${Array.from({ length: n }, (_none, at) => `c${at}`).join(',')}\n${'1,'.repeat(n - 1)}2\n`
    const seen = await read(wide(5000))
    expect([seen.headers.length, seen.all[0]?.cells.length, seen.all[0]?.cells[4999]]).toEqual([5000, 5000, '2'])
    expect(await codeOf(read(wide(20_000)))).toBe('IMPORT_COLUMNS')
  })

  it('a cell of 2 MB refuses its row and takes no memory with it', async () => {
    const seen = await read(`a,b\n1,${'x'.repeat(2_000_000)}\n2,"${'y\n'.repeat(1_000_000)}"\n3,z\n`, {}, 65_536)
    expect(seen.all.map(({ problem, cells }) => [problem, cells[1]?.length])).toEqual([
      ['CSV_LONG', 1001],
      ['CSV_LONG', 1001],
      [null, 1],
    ])
  })

  it('a line without an end is skipped, not kept', async () => {
    const seen = await read(`a,b\n${'x'.repeat(9_000_000)}\n3,z\n`, {}, 1 << 20)
    expect(seen.all.map(({ no, problem }) => [no, problem])).toEqual([
      [2, 'CSV_LONG'],
      [3, null],
    ])
  })

  it('NUL stays in its cell, for the field to refuse', async () => {
    expect(cellsOf(await read('a,b\n1,x\0y\n'))).toEqual([['1', 'x\0y']])
  })

  it('whatever a careful program writes is read as an independent reader does', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '中', '𠮷') })
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const text = Papa.unparse([['a', 'b', 'c'], ...rows], { quotes: true })
        const seen = await read(`\uFEFF${text}`, {}, size)
        const filled = rows.filter((row) => row.some((one) => one.trim() !== ''))
        expect(seen.all.map(({ cells, problem }) => [cells.map((one) => one), problem])).toEqual(
          filled.map((row) => [row, null]),
        )
      }),
      { numRuns: 150 },
    )
  })
})
