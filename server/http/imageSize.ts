/** The width and height a picture claims in its header, so that a bomb is refused before anyone unpacks it. */

export type Measures = { readonly width: number; readonly height: number }

/** So many pixels fit the memory of a phone; a side beyond this breaks browsers. */
const mostPixels = 60_000_000
const longestSide = 20_000

export const fitsScreen = ({ width, height }: Measures): boolean =>
  width > 0 && height > 0 && width <= longestSide && height <= longestSide && width * height <= mostPixels

/** Null where the header does not say it; `head` is the first piece of the file. */
export function imageSize(type: string, head: Buffer): Measures | null {
  try {
    if (type === 'image/png') return pngSize(head)
    if (type === 'image/gif') return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) }
    if (type === 'image/webp') return webpSize(head)
    return type === 'image/jpeg' ? jpegSize(head) : null
  } catch {
    // The header ends before it has said how large the picture is.
    return null
  }
}

const pngSize = (head: Buffer): Measures | null =>
  head.toString('latin1', 12, 16) === 'IHDR' ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20) } : null

function webpSize(head: Buffer): Measures | null {
  const form = head.toString('latin1', 12, 16)
  if (form === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 }
  if (form === 'VP8 ') return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
  if (form !== 'VP8L') return null
  const bits = head.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** Walks the segments until one that begins a frame. */
function jpegSize(head: Buffer): Measures | null {
  let at = 2
  while (at < head.length) {
    if (head.readUInt8(at) !== 0xff) return null
    const mark = head.readUInt8(at + 1)
    if (mark === 0xff) {
      at++
      continue
    }
    const frame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)
    if (frame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) }
    const bare = mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8)
    at += bare ? 2 : 2 + head.readUInt16BE(at + 2)
  }
  return null
}
