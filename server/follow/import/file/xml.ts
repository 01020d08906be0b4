/** The tags and texts of an XML file as it comes by, with next to no memory; entities are not declared here. Pure. */
import { Refused, refuse } from '../../../../kernel/refusal.ts'

export interface XmlReader {
  /** Names without their prefix; attributes as they stand, for `attributeOf`. */
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
}

const longestTag = 1_000_000
const damaged = (): Refused => new Refused([refuse('invalid', 'IMPORT_FILE_DAMAGED')])

export function xmlScanner(reader: XmlReader) {
  let rest = ''
  return {
    write(chunk: string): void {
      const all = rest + chunk
      const at = scan(all, reader)
      rest = all.slice(at)
      if (rest.length > longestTag) throw damaged()
    },
    end(): void {
      if (rest.trim() !== '') throw damaged()
    },
  }
}

/** Reads what is whole, and says where it stopped. */
function scan(all: string, reader: XmlReader): number {
  let at = 0
  for (;;) {
    const tag = all.indexOf('<', at)
    if (tag < 0) return scanText(all, at, reader)
    if (tag > at) reader.text(unescaped(all.slice(at, tag)))
    const end =
      all.charCodeAt(tag + 1) === 33 || all.charCodeAt(tag + 1) === 63 ? aside(all, tag, reader) : tagEnd(all, tag)
    if (end < 0) return tag
    if (all.charCodeAt(tag + 1) !== 33 && all.charCodeAt(tag + 1) !== 63) readTag(all.slice(tag + 1, end - 1), reader)
    at = end
  }
}

/** A text at the end of the piece goes out too, but for an entity that is cut. */
function scanText(all: string, from: number, reader: XmlReader): number {
  const entity = all.lastIndexOf('&')
  const to = entity >= from && all.length - entity < 12 && !all.includes(';', entity) ? entity : all.length
  if (to > from) reader.text(unescaped(all.slice(from, to)))
  return to
}

/** Comments, instructions and CDATA; a document type could declare entities that grow without end. */
function aside(all: string, from: number, reader: XmlReader): number {
  if (all.length - from < 9) return -1
  if (all.startsWith('<?', from)) return after(all, '?>', from)
  if (all.startsWith('<!--', from)) return after(all, '-->', from + 4)
  if (!all.startsWith('<![CDATA[', from)) throw damaged()
  const end = after(all, ']]>', from)
  if (end > 0) reader.text(all.slice(from + 9, end - 3))
  return end
}

function after(all: string, mark: string, from: number): number {
  const at = all.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

/** A '>' may stand in an attribute: then the quotes before it do not come in pairs. */
function tagEnd(all: string, from: number): number {
  for (let end = all.indexOf('>', from); end >= 0; end = all.indexOf('>', end + 1)) {
    let open = 0
    for (let at = from; at < end; at++) {
      const code = all.charCodeAt(at)
      if ((code === 34 || code === 39) && (open === 0 || open === code)) open = open === 0 ? code : 0
    }
    if (open === 0) return end + 1
    if (end - from > longestTag) throw damaged()
  }
  return -1
}

function readTag(tag: string, reader: XmlReader): void {
  if (tag.charCodeAt(0) === 47) {
    reader.close(bare(tag.slice(1).trimEnd()))
    return
  }
  const isEmpty = tag.charCodeAt(tag.length - 1) === 47
  const body = isEmpty ? tag.slice(0, -1) : tag
  const space = body.search(/\s/)
  const name = bare(space < 0 ? body : body.slice(0, space))
  reader.open(name, space < 0 ? '' : body.slice(space))
  if (isEmpty) reader.close(name)
}

function bare(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The value of an attribute by its whole name, null when it is not there. */
export function attributeOf(attributes: string, name: string): string | null {
  const usual = attributes.indexOf(` ${name}="`)
  if (usual >= 0) {
    const from = usual + name.length + 3
    return unescaped(attributes.slice(from, attributes.indexOf('"', from)))
  }
  let at = attributes.indexOf(name)
  while (at >= 0) {
    const before = attributes.charCodeAt(at - 1)
    const rest = /^\s*=\s*("([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length, at + name.length + 2_000))
    if ((before === 32 || before === 10 || before === 9 || before === 13) && rest)
      return unescaped(rest[2] ?? rest[3] ?? '')
    at = attributes.indexOf(name, at + 1)
  }
  return null
}

const known: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[^;&<\s]{1,40});/gi, (_all, name: string) => {
    if (name.startsWith('#')) {
      const code = Number.parseInt(name.slice(/^#x/i.test(name) ? 2 : 1), /^#x/i.test(name) ? 16 : 10)
      if (code > 0x10ffff) throw damaged()
      return String.fromCodePoint(code)
    }
    const found = known[name]
    if (found === undefined) throw damaged()
    return found
  })
}
