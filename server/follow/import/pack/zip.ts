/** The files in a zip archive, within limits, so that a small archive cannot fill the machine. */
import { inflateRawSync } from 'node:zlib'

export interface Entry {
  readonly name: string
  readonly bytes: Buffer
}

export class ZipFault extends Error {}

const mostEntries = 200
const mostBytes = 300 * 1024 * 1024

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3

/** Plain files only: folders, and what a Mac or Windows keeps beside them, are left out. */
export function unzip(bytes: Buffer): Entry[] {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > mostEntries) throw new ZipFault(`more than ${mostEntries} files`)
  const out: Entry[] = []
  let at = bytes.readUInt32LE(end + 16)
  let left = mostBytes
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new ZipFault('broken directory')
    const nameLength = bytes.readUInt16LE(at + 28)
    const utf8 = (bytes.readUInt16LE(at + 8) & 0x800) !== 0
    const name = bytes.toString(utf8 ? 'utf8' : 'latin1', at + 46, at + 46 + nameLength)
    if (isPlain(name)) {
      const content = contentOf(bytes, at, left)
      left -= content.length
      out.push({ name: name.split(/[/\\]/).at(-1) ?? name, bytes: content })
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return out
}

const isPlain = (name: string): boolean => !/[/\\]$|(^|[/\\])(__MACOSX|\.|Thumbs\.db)/.test(name)

function endOf(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at--)
    if (bytes.readUInt32LE(at) === 0x06054b50) return at
  throw new ZipFault('no directory')
}

function contentOf(bytes: Buffer, entry: number, most: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10)
  const size = bytes.readUInt32LE(entry + 20)
  const plain = bytes.readUInt32LE(entry + 24)
  const local = bytes.readUInt32LE(entry + 42)
  if ((bytes.readUInt16LE(entry + 8) & 1) !== 0) throw new ZipFault('encrypted')
  if (plain > most) throw new ZipFault(`unpacks to more than ${mostBytes / 1024 / 1024} MB`)
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const packed = bytes.subarray(from, from + size)
  if (method === 0) return packed
  if (method !== 8) throw new ZipFault(`compression ${method}`)
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    throw new ZipFault((error as Error).message)
  }
}
