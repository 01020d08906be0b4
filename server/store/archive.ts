/** A plain tar archive as it is written and read: entries in order, each small enough to be held in memory. */

export interface Entry {
  readonly name: string
  readonly bytes: Buffer
}

const block = 512

/** The entry as tar holds it: a header of one block (POSIX ustar), then the bytes, filled up to whole blocks. */
export function entryBytes({ name, bytes }: Entry, seconds: number): Buffer {
  const head = Buffer.alloc(block)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  if (Buffer.byteLength(name) > 100) throw new Error(`the name of an archive entry is too long: ${name}`)
  head.write(name, 0)
  head.write(octal(0o600, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(bytes.length, 12), 124)
  head.write(octal(seconds, 12), 136)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\0', 257)
  head.write('00', 263)
  head.write(octal(checksumOf(head), 7), 148)
  const padding = (block - (bytes.length % block)) % block
  return Buffer.concat([head, bytes, Buffer.alloc(padding)])
}

export const archiveEnd = (): Buffer => Buffer.alloc(2 * block)

const checksumOf = (head: Buffer): number => head.reduce((sum, byte) => sum + byte, 0)

/** Reads entry by entry; a file that breaks off or is no archive is an error. */
export async function* readEntries(pieces: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  let rest: Buffer = Buffer.alloc(0)
  let ended = false
  const source = pieces[Symbol.asyncIterator]()
  const take = async (length: number): Promise<Buffer> => {
    while (rest.length < length && !ended) {
      const next = await source.next()
      if (next.done) ended = true
      else rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
    }
    if (rest.length < length) throw new Error('the archive breaks off')
    const taken = rest.subarray(0, length)
    rest = rest.subarray(length)
    return taken
  }
  for (;;) {
    const head = Buffer.from(await take(block))
    if (head.every((byte) => byte === 0)) return
    const given = Number.parseInt(head.toString('latin1', 148, 155), 8)
    head.write('        ', 148)
    if (head.toString('latin1', 257, 262) !== 'ustar' || given !== checksumOf(head))
      throw new Error('the archive is damaged, or is none')
    const size = Number.parseInt(head.toString('latin1', 124, 135), 8)
    const name = head.toString('utf8', 0, 100).replace(/\0.*$/s, '')
    const bytes = Buffer.from(await take(size))
    await take((block - (size % block)) % block)
    yield { name, bytes }
  }
}
