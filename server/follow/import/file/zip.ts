/** The entries of a zip file by its directory at the end, unpacked as they are read; bombs are refused. */
import { once } from 'node:events'
import { crc32, createInflateRaw } from 'node:zlib'
import { Refused, refuse } from '../../../../kernel/refusal.ts'
import { bytesAt, bytesFrom, type FileBytes } from './bytes.ts'

/** Anything beyond these is no workbook of a company, but made to exhaust whoever opens it. */
export const most = {
  entries: 5_000,
  /** Unpacked bytes of one entry. */
  unpacked: 2_000_000_000,
  /** Unpacked to packed, for an entry of more than 64 MB. */
  ratio: 150,
} as const

interface Entry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly crc: number
  readonly at: number
}

export interface Zip {
  has(name: string): boolean
  /** Unpacked bytes of an entry; throws where they are not what the directory says. */
  read(name: string): AsyncGenerator<Buffer>
}

export const damaged = (): Refused => new Refused([refuse('invalid', 'IMPORT_FILE_DAMAGED')])
export const tooHeavy = (): Refused => new Refused([refuse('invalid', 'IMPORT_FILE_TOO_HEAVY')])

const endMark = 0x06054b50
const entryMark = 0x02014b50
const localMark = 0x04034b50
const longEndMark = 0x06064b50
const longEndLocator = 0x07064b50

export async function openZip(file: FileBytes): Promise<Zip> {
  const entries = new Map<string, Entry>()
  for (const entry of await directoryOf(file)) {
    if (entries.has(entry.name)) throw damaged()
    entries.set(entry.name, entry)
  }
  return {
    has: (name) => entries.has(name),
    read(name) {
      const entry = entries.get(name)
      if (!entry) throw damaged()
      return unpack(file, entry)
    },
  }
}

async function directoryOf(file: FileBytes): Promise<Entry[]> {
  const from = Math.max(0, file.size - 65_557)
  const tail = await bytesAt(file, from, file.size)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== endMark) end--
  if (end < 0) throw damaged()
  const long = end >= 20 && tail.readUInt32LE(end - 20) === longEndLocator ? await longEnd(file, tail, end) : null
  const count = long?.count ?? tail.readUInt16LE(end + 10)
  const size = long?.size ?? tail.readUInt32LE(end + 12)
  const at = long?.at ?? tail.readUInt32LE(end + 16)
  if (count > most.entries) throw tooHeavy()
  if (at + size > file.size) throw damaged()
  return entriesIn(await bytesAt(file, at, at + size), count)
}

/** Some writers use the long form (zip64) for small files too. */
async function longEnd(file: FileBytes, tail: Buffer, end: number) {
  const from = Number(tail.readBigUInt64LE(end - 12))
  const bytes = await bytesAt(file, from, from + 56)
  if (bytes.length < 56 || bytes.readUInt32LE(0) !== longEndMark) throw damaged()
  const [count = 0, size = 0, at = 0] = [32, 40, 48].map((place) => Number(bytes.readBigUInt64LE(place)))
  return { count, size, at }
}

function entriesIn(directory: Buffer, count: number): Entry[] {
  const out: Entry[] = []
  let at = 0
  for (let n = 0; n < count; n++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entryMark) throw damaged()
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw new Refused([refuse('invalid', 'IMPORT_FILE_LOCKED')])
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const extraAt = at + 46 + nameLength
    const sized = longSizes(directory.subarray(extraAt, extraAt + extraLength), [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ])
    out.push({
      name: directory.toString('utf8', at + 46, extraAt).replace(/^\//, ''),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      unpacked: sized[0] as number,
      packed: sized[1] as number,
      at: sized[2] as number,
    })
    at = extraAt + extraLength + directory.readUInt16LE(at + 32)
  }
  return out
}

/** Sizes and place that did not fit into 32 bits stand, in this order, in the field of kind 1. */
function longSizes(extra: Buffer, given: readonly number[]): number[] {
  let at = 0
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2)
  at += 4
  return given.map((value) => {
    if (value !== 0xffffffff) return value
    if (at + 8 > extra.length) throw damaged()
    at += 8
    return Number(extra.readBigUInt64LE(at - 8))
  })
}

async function* unpack(file: FileBytes, entry: Entry): AsyncGenerator<Buffer> {
  const { unpacked, packed } = entry
  if (unpacked > most.unpacked || (unpacked > 64_000_000 && unpacked / packed > most.ratio)) throw tooHeavy()
  const head = await bytesAt(file, entry.at, entry.at + 30)
  if (head.length < 30 || head.readUInt32LE(0) !== localMark) throw damaged()
  const from = entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const bytes = bytesFrom(file, from, from + packed)
  let size = 0
  let sum = 0
  for await (const piece of entry.method === 0 ? bytes : inflated(bytes, entry.method)) {
    size += piece.length
    if (size > unpacked) throw tooHeavy()
    sum = crc32(piece, sum)
    yield piece
  }
  if (size !== unpacked || sum !== entry.crc) throw damaged()
}

async function* inflated(bytes: AsyncGenerator<Buffer>, method: number): AsyncGenerator<Buffer> {
  if (method !== 8) throw damaged()
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  const feed = (async () => {
    for await (const piece of bytes) {
      if (inflate.destroyed) return
      if (!inflate.write(piece)) await once(inflate, 'drain')
    }
    inflate.end()
  })().catch((error) => inflate.destroy(error))
  try {
    for await (const piece of inflate) yield piece
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    throw code.startsWith('Z_') ? damaged() : error
  } finally {
    // Whoever waits for it to drain waits no longer.
    inflate.destroy()
    inflate.emit('drain')
    await feed
  }
}
