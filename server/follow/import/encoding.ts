/** Which characters the bytes of a text file stand for: recognised where they tell, chosen by a person where not. */
import iconv from 'iconv-lite'
import { byMark, type Encoding } from './file/decode.ts'

export type { Encoding }

export interface Decoded {
  readonly text: string
  readonly encoding: Encoding
  /** The bytes could also be read otherwise: a person should look at the preview. */
  readonly ambiguous: boolean
}

/** Reads the bytes; without a given encoding the first one that fits wholly is taken. */
export function decode(bytes: Uint8Array, given?: Encoding): Decoded {
  if (given) return { text: withoutMark(decodeAs(bytes, given)), encoding: given, ambiguous: false }
  const marked = byMark(bytes)
  if (marked) return { text: withoutMark(decodeAs(bytes, marked)), encoding: marked, ambiguous: false }
  const wide = byZeros(bytes)
  if (wide) return { text: decodeAs(bytes, wide), encoding: wide, ambiguous: false }
  const utf8 = strictUtf8(bytes)
  if (utf8 === null) {
    const chinese = decodeAs(bytes, 'gb18030')
    if (!chinese.includes('\uFFFD')) return { text: chinese, encoding: 'gb18030', ambiguous: false }
    return { text: decodeAs(bytes, 'windows-1252'), encoding: 'windows-1252', ambiguous: true }
  }
  return looksLikeGbk(utf8) ? asGbk(bytes, utf8) : { text: utf8, encoding: 'utf-8', ambiguous: false }
}

function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  if (!encoding.startsWith('utf-')) return iconv.decode(Buffer.from(bytes), encoding)
  return new TextDecoder(encoding).decode(bytes)
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

/** Plain letters in UTF-16 leave every other byte zero. */
function byZeros(bytes: Uint8Array): Encoding | null {
  const head = bytes.subarray(0, 4096)
  let even = 0
  let odd = 0
  head.forEach((byte, index) => {
    if (byte !== 0) return
    if (index % 2 === 0) even++
    else odd++
  })
  const many = head.length / 8
  if (odd > many && even < many / 8) return 'utf-16le'
  return even > many && odd < many / 8 ? 'utf-16be' : null
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Some GBK words (茅台, 隆, 帽) are valid UTF-8 of accented letters, which no language writes without plain ones. */
function looksLikeGbk(text: string): boolean {
  const foreign = text.match(/[^\0-\x7F]+/g)
  if (!foreign?.every((run) => /^[\u0080-\u07FF]+$/.test(run))) return false
  return !/[A-Za-z][\u00C0-\u024F]|[\u00C0-\u024F][A-Za-z]|[\u0370-\u07FF]{3}/.test(text)
}

function asGbk(bytes: Uint8Array, utf8: string): Decoded {
  const chinese = decodeAs(bytes, 'gb18030')
  const han = (chinese.match(/[^\0-\x7F]/g) ?? []).every((char) => /[\p{Script=Han}，。（）、]/u.test(char))
  return han
    ? { text: chinese, encoding: 'gb18030', ambiguous: true }
    : { text: utf8, encoding: 'utf-8', ambiguous: false }
}
