/** A workbook written as it is read: sheet after sheet, row after row, never more of it in memory than one batch. */
import { constants, crc32, createDeflateRaw } from 'node:zlib'
import type { Cell } from './exportCells.ts'

export interface Sheet {
  readonly name: string
  /** The first row holds the headings; each next batch comes when it is wanted. */
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>
}

/** Cells are numbers, real days, or text in a cell typed as text: nothing in it can be a formula (INJ-05). */
export async function* workbook(sheets: readonly Sheet[]): AsyncGenerator<Buffer> {
  const zip = new Zip()
  for (const [path, text] of Object.entries(frame(sheets))) yield* zip.entry(path, [text])
  for (const [index, sheet] of sheets.entries())
    yield* zip.entry(`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet))
  yield zip.end()
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const ns = 'http://schemas.openxmlformats.org'

const part = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const office = `${ns}/officeDocument/2006/relationships`
const packaged = `${ns}/package/2006`

/** What stands around the sheets: kinds of the files, how they belong together, names, and how numbers look. */
function frame(sheets: readonly Sheet[]): Record<string, string> {
  const each = (make: (no: number, sheet: Sheet) => string) =>
    sheets.map((sheet, index) => make(index + 1, sheet)).join('')
  const type = (path: string, kind: string) =>
    `<Override PartName="/xl/${path}.xml" ContentType="${part}.${kind}+xml"/>`
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`
  const relations = (inside: string) =>
    `${head}<Relationships xmlns="${packaged}/relationships">${inside}</Relationships>`
  return {
    '[Content_Types].xml':
      `${head}<Types xmlns="${packaged}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Default Extension="xml" ContentType="application/xml"/>${type('workbook', 'sheet.main')}` +
      `${type('styles', 'styles')}${each((no) => type(`worksheets/sheet${no}`, 'worksheet'))}</Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml':
      `${head}<workbook xmlns="${ns}/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>` +
      each((no, { name }) => `<sheet name="${xml(sheetName(name))}" sheetId="${no}" r:id="rId${no}"/>`) +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations(
      each((no) => relation(`rId${no}`, 'worksheet', `worksheets/sheet${no}.xml`)) +
        relation('rIdStyles', 'styles', 'styles.xml'),
    ),
    'xl/styles.xml': styles,
  }
}

/** 1 a day, 2 a moment, 3 per cent, 4 text, 5 a heading. */
const styles =
  `${head}<styleSheet xmlns="${ns}/spreadsheetml/2006/main"><numFmts count="2">` +
  '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>' +
  '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf numFmtId="164" applyNumberFormat="1"/>' +
  '<xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'

/** Names of sheets have at most 31 characters, and some may not stand in them. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)

async function* sheetXml({ rows }: Sheet): AsyncGenerator<string> {
  yield `${head}<worksheet xmlns="${ns}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
  let no = 0
  for await (const batch of rows) {
    yield batch
      .map((row) => {
        no++
        const cells = row.map((cell, index) => {
          const at = `${letters(index)}${no}`
          return no === 1 ? textCell(at, cell.text, 5) : cellXml(at, cell)
        })
        return `<row r="${no}">${cells.join('')}</row>`
      })
      .join('')
  }
  yield '</sheetData></worksheet>'
}

/** A spreadsheet counts in doubles: what has more digits stays text, so that none is lost. */
const exact = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text) && text.replace(/[-.]|^0+/g, '').length <= 15

/** A, B … Z, AA … */
const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

function cellXml(at: string, { kind, text }: Cell): string {
  if (text === '') return ''
  if (kind === 'number' && exact(text)) return `<c r="${at}"><v>${text}</v></c>`
  if (kind === 'percent' && exact(text)) return `<c r="${at}" s="3"><v>${text}</v></c>`
  const serial = kind === 'date' || kind === 'moment' ? serialOf(text) : null
  if (serial !== null) return `<c r="${at}" s="${kind === 'date' ? 1 : 2}"><v>${serial}</v></c>`
  return textCell(at, text, 4)
}

const textCell = (at: string, text: string, style: number): string =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(text.slice(0, 32_767))}</t></is></c>`

/** Days since the last one of 1899, as spreadsheets count; before March 1900 they count wrongly. */
function serialOf(text: string): number | null {
  const ms = Date.parse(`${text.replace(' ', 'T')}${text.includes(' ') ? ':00Z' : 'T00:00:00Z'}`)
  const days = ms / 86_400_000 + 25_569
  return Number.isFinite(days) && days > 60 ? Number(days.toFixed(6)) : null
}

/** Control characters, halves of a pair of characters, and two that are none; built, since they cannot be typed. */
const unwritable = new RegExp(
  [
    `[${span(0x00, 0x08)}${span(0x0b, 0x1f)}${span(0xfffe, 0xffff)}]`,
    `[${span(0xd800, 0xdbff)}](?![${span(0xdc00, 0xdfff)}])`,
    `(?<![${span(0xd800, 0xdbff)}])[${span(0xdc00, 0xdfff)}]`,
  ].join('|'),
  'g',
)
function span(from: number, to: number): string {
  const hex = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`
  return `${hex(from)}-${hex(to)}`
}
const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters XML cannot hold are written as spreadsheets write them: _x0007_. */
function xml(text: string): string {
  const escaped = (one: string) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (one) => marks[one] as string)
    .replace(unwritable, escaped)
}

/** A zip whose entries tell their length after their bytes, so that nothing has to be known before it is written. */
class Zip {
  #offset = 0
  readonly #directory: Buffer[] = []

  async *entry(name: string, source: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
    const path = Buffer.from(name)
    const at = this.#offset
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    this.#common(local, 4)
    local.writeUInt16LE(path.length, 26)
    yield this.#out(Buffer.concat([local, path]))
    const sums = { crc: 0, raw: 0, packed: 0 }
    for await (const piece of deflated(source, sums)) yield this.#out(piece)
    const after = Buffer.alloc(16)
    after.writeUInt32LE(0x08074b50, 0)
    this.#sums(after, 4, sums)
    yield this.#out(after)
    const listed = Buffer.alloc(46)
    listed.writeUInt32LE(0x02014b50, 0)
    listed.writeUInt16LE(20, 4)
    this.#common(listed, 6)
    this.#sums(listed, 16, sums)
    listed.writeUInt16LE(path.length, 28)
    listed.writeUInt32LE(at, 42)
    this.#directory.push(Buffer.concat([listed, path]))
  }

  end(): Buffer {
    const directory = Buffer.concat(this.#directory)
    const last = Buffer.alloc(22)
    last.writeUInt32LE(0x06054b50, 0)
    last.writeUInt16LE(this.#directory.length, 8)
    last.writeUInt16LE(this.#directory.length, 10)
    last.writeUInt32LE(directory.length, 12)
    last.writeUInt32LE(this.#offset, 16)
    return Buffer.concat([directory, last])
  }

  /** Version 2.0, lengths come after, names are UTF-8, deflate, the first of January 1980. */
  #common(buffer: Buffer, at: number): void {
    buffer.writeUInt16LE(20, at)
    buffer.writeUInt16LE(0x0808, at + 2)
    buffer.writeUInt16LE(8, at + 4)
    buffer.writeUInt16LE(0x0021, at + 8)
  }

  #sums(buffer: Buffer, at: number, { crc, raw, packed }: Sums): void {
    buffer.writeUInt32LE(crc, at)
    buffer.writeUInt32LE(packed, at + 4)
    buffer.writeUInt32LE(raw, at + 8)
  }

  #out(bytes: Buffer): Buffer {
    this.#offset += bytes.length
    return bytes
  }
}

interface Sums {
  crc: number
  raw: number
  packed: number
}

async function* deflated(source: Iterable<string> | AsyncIterable<string>, sums: Sums): AsyncGenerator<Buffer> {
  const packer = createDeflateRaw({ level: 6 })
  const waiting: Buffer[] = []
  packer.on('data', (piece: Buffer) => waiting.push(piece))
  const drain = function* () {
    for (const piece of waiting.splice(0)) {
      sums.packed += piece.length
      yield piece
    }
  }
  for await (const text of source) {
    const bytes = Buffer.from(text)
    sums.crc = crc32(bytes, sums.crc)
    sums.raw += bytes.length
    await new Promise<void>((resolve, reject) => packer.write(bytes, (error) => (error ? reject(error) : resolve())))
    yield* drain()
  }
  await new Promise<void>((resolve) => packer.flush(constants.Z_FINISH, () => packer.end(() => resolve())))
  yield* drain()
}
