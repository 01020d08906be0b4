/** For tests of workbooks: a zip file made by hand, so that it can also be what no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Part {
  readonly name: string
  readonly content: string | Buffer
  /** What the directory claims instead of the truth. */
  readonly claims?: { readonly unpacked?: number; readonly crc?: number; readonly flags?: number }
}

export function zipped(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, claims = {} } of parts) {
    const bytes = Buffer.from(content as string)
    const packed = deflateRawSync(bytes)
    const named = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(claims.flags ?? 0, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(claims.crc ?? crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claims.unpacked ?? bytes.length, 18)
    common.writeUInt16LE(named.length, 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, named, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, rest, named]))
    bodies.push(local)
    at += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, listed, end])
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts every workbook has, around the rows of its one sheet. */
export const workbookParts = (
  rows: string,
  more: { styles?: string; shared?: string; properties?: string } = {},
): Part[] => [
  {
    name: 'xl/workbook.xml',
    content:
      `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${relations}">${more.properties ?? ''}` +
      '<sheets><sheet name="客户" sheetId="1" r:id="rId1"/></sheets></workbook>',
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content:
      `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" ` +
      'Target="worksheets/sheet1.xml"/></Relationships>',
  },
  { name: 'xl/styles.xml', content: more.styles ?? '<styleSheet/>' },
  ...(more.shared === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: `<sst>${more.shared}</sst>` }]),
  { name: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${rows}</sheetData></worksheet>` },
]
