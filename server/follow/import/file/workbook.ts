/** What a workbook says besides its rows: its sheets, how cells are shown, its epoch, and the texts cells share. */
import { attributeOf, type XmlReader, xmlScanner } from './xml.ts'
import { damaged, tooHeavy, type Zip } from './zip.ts'

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly path: string; readonly hidden: boolean }[]
  /** Days count from 1904, as old Macs did. */
  readonly from1904: boolean
  /** How cells of each style show their numbers. */
  readonly formats: readonly Format[]
  /** Where the texts stand that cells share. */
  readonly sharedPath: string
}

/** 'pad:6' keeps leading zeros: 001234. */
export type Format = 'plain' | 'date' | 'time' | 'elapsed' | `pad:${number}`

export async function readXml(zip: Zip, path: string, reader: XmlReader): Promise<void> {
  const decoder = new TextDecoder()
  const scanner = xmlScanner(reader)
  for await (const bytes of zip.read(path)) scanner.write(decoder.decode(bytes, { stream: true }))
  scanner.write(decoder.decode())
  scanner.end()
}

const ignore = { open() {}, close() {}, text() {} }
const mostSheets = 500
const mostStyles = 70_000

export async function openWorkbook(zip: Zip): Promise<Workbook> {
  const path = await partOf(zip)
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  const targets = await relationsOf(zip, `${folder}_rels/${path.slice(folder.length)}.rels`)
  const place = (target: string) => (target.startsWith('/') ? target.slice(1) : folder + target.replace(/^\.\//, ''))
  const sheets: { name: string; path: string; hidden: boolean }[] = []
  let from1904 = false
  await readXml(zip, path, {
    ...ignore,
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const target = targets.get(attributeOf(attributes, 'r:id') ?? attributeOf(attributes, 'id') ?? '')
      if (!target || !zip.has(place(target))) return
      const hidden = (attributeOf(attributes, 'state') ?? 'visible') !== 'visible'
      sheets.push({ name: attributeOf(attributes, 'name') ?? '', path: place(target), hidden })
      if (sheets.length > mostSheets) throw tooHeavy()
    },
  })
  if (sheets.length === 0) throw damaged()
  return {
    sheets,
    from1904,
    formats: await formatsOf(zip, `${folder}styles.xml`),
    sharedPath: `${folder}sharedStrings.xml`,
  }
}

async function partOf(zip: Zip): Promise<string> {
  if (zip.has('xl/workbook.xml')) return 'xl/workbook.xml'
  let found: string | null = null
  if (zip.has('_rels/.rels')) {
    await readXml(zip, '_rels/.rels', {
      ...ignore,
      open(_name, attributes) {
        if (attributeOf(attributes, 'Type')?.endsWith('/officeDocument')) found = attributeOf(attributes, 'Target')
      },
    })
  }
  if (found === null) throw damaged()
  return (found as string).replace(/^\//, '')
}

async function relationsOf(zip: Zip, path: string): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  await readXml(zip, path, {
    ...ignore,
    open(name, attributes) {
      if (name !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return
      out.set(attributeOf(attributes, 'Id') ?? '', attributeOf(attributes, 'Target') ?? '')
    },
  })
  return out
}

async function formatsOf(zip: Zip, path: string): Promise<Format[]> {
  const own = new Map<number, string>()
  const formats: Format[] = []
  let inCells = false
  if (!zip.has(path)) return formats
  await readXml(zip, path, {
    text() {},
    open(name, attributes) {
      if (name === 'numFmt')
        own.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      const id = Number(attributeOf(attributes, 'numFmtId') ?? 0)
      formats.push(own.has(id) ? formatOf(own.get(id) as string) : builtIn(id))
      if (formats.length > mostStyles || own.size > mostStyles) throw tooHeavy()
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}

function builtIn(id: number): Format {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
    return 'date'
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47) return 'time'
  return id === 46 ? 'elapsed' : 'plain'
}

/** Letters that stand for parts of a date, once words in quotes, colours and languages are taken away. */
export function formatOf(code: string): Format {
  const first = code.split(';', 1)[0] ?? ''
  if (/^0{2,}$/.test(first)) return `pad:${first.length}`
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'elapsed'
  const letters = first.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').replace(/General|AM\/PM|A\/P|E[+-]/gi, '')
  if (/[yd]|e|年|月|日/i.test(letters)) return 'date'
  if (/[hs]/i.test(letters)) return 'time'
  return /m/i.test(letters) ? 'date' : 'plain'
}

const mostText = 300_000_000
const pageBytes = 4 * 1024 * 1024

/** The texts cells share, in plain bytes outside the heap: a million of them take little more than their letters. */
export class SharedTexts {
  readonly #pages: Buffer[] = []
  #starts = new Uint32Array(1024)
  #pageOf = new Uint16Array(1024)
  #lengths = new Uint32Array(1024)
  #page: Buffer = Buffer.alloc(0)
  #used = 0
  #total = 0
  #count = 0

  add(text: string): void {
    const length = Buffer.byteLength(text)
    this.#total += length
    if (this.#total > mostText || this.#count > 20_000_000) throw tooHeavy()
    if (this.#used + length > this.#page.length) {
      this.#page = Buffer.alloc(Math.max(pageBytes, length))
      this.#pages.push(this.#page)
      this.#used = 0
    }
    if (this.#count === this.#starts.length) this.#grow()
    this.#page.write(text, this.#used, 'utf8')
    this.#starts[this.#count] = this.#used
    this.#pageOf[this.#count] = this.#pages.length - 1
    this.#lengths[this.#count] = length
    this.#used += length
    this.#count++
  }

  at(index: number): string {
    if (!(index >= 0 && index < this.#count)) throw damaged()
    const from = this.#starts[index] as number
    return (this.#pages[this.#pageOf[index] as number] as Buffer).toString(
      'utf8',
      from,
      from + (this.#lengths[index] as number),
    )
  }

  #grow(): void {
    const size = this.#count * 2
    const longer = <T extends Uint16Array | Uint32Array>(made: T, old: T): T => {
      made.set(old)
      return made
    }
    this.#starts = longer(new Uint32Array(size), this.#starts)
    this.#pageOf = longer(new Uint16Array(size), this.#pageOf)
    this.#lengths = longer(new Uint32Array(size), this.#lengths)
  }
}

/** Rich text is its letters; how Japanese is read aloud is not. */
export async function sharedTexts(zip: Zip, path: string): Promise<SharedTexts> {
  const out = new SharedTexts()
  if (!zip.has(path)) return out
  let text = ''
  let taking = false
  let aloud = false
  await readXml(zip, path, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') taking = !aloud
      else if (name === 'rPh') aloud = true
    },
    close(name) {
      if (name === 't') taking = false
      else if (name === 'rPh') aloud = false
      else if (name === 'si') out.add(plainText(text))
    },
    text(piece) {
      if (taking) text += piece
    },
  })
  return out
}

/** Characters XML cannot hold stand as _x000D_. */
export const plainText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
