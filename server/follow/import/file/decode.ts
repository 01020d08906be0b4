/** Which characters the bytes of a text file stand for, found and read piece by piece; a person may say otherwise. */
import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { bytesAt, type FileBytes, piecesOf } from './bytes.ts'

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

export interface Recognised {
  readonly encoding: Encoding
  /** The bytes could also be read otherwise: a person should look at the preview. */
  readonly ambiguous: boolean
}

export interface Decoder {
  /** The text that is whole by now; `spoiled` when bytes of it are no characters of the encoding. */
  write(bytes: Buffer, isLast: boolean): { readonly text: string; readonly spoiled: boolean }
}

export function decoderOf(encoding: Encoding): Decoder {
  const decode = encoding.startsWith('utf-') ? native(encoding) : tabled(encoding)
  const tails = encoding === 'utf-8' ? utf8Pieces() : null
  let first = true
  return {
    write(bytes, isLast) {
      const wrong = tails ? !tails(bytes, isLast) : null
      const given = decode(bytes, isLast)
      const text = first && given.startsWith('\uFEFF') ? given.slice(1) : given
      if (given !== '') first = false
      return { text, spoiled: wrong ?? text.includes('\uFFFD') }
    },
  }
}

/** Whole characters only: cut ones wait for the next piece. */
function tabled(encoding: Encoding) {
  let tail: Buffer = Buffer.alloc(0)
  return (bytes: Buffer, isLast: boolean) => {
    const all = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
    const whole = isLast || encoding === 'windows-1252' ? all.length : wholeLength(all, encoding === 'gb18030')
    tail = Buffer.from(all.subarray(whole))
    return iconv.decode(all.subarray(0, whole), encoding)
  }
}

/** A byte below 0x30 is always a character of its own, so counting begins after the last of them. */
function wholeLength(bytes: Buffer, hasFours: boolean): number {
  let at = bytes.length
  while (at > 0 && (bytes[at - 1] as number) >= 0x30) at--
  while (at < bytes.length) {
    const second = bytes[at + 1]
    if ((bytes[at] as number) < 0x80) at++
    else if (second === undefined) return at
    else if (hasFours && second >= 0x30 && second <= 0x39) {
      if (at + 4 > bytes.length) return at
      at += 4
    } else at += 2
  }
  return Math.min(at, bytes.length)
}

function native(encoding: Encoding) {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (bytes: Buffer, isLast: boolean) => decoder.decode(bytes, { stream: !isLast })
}

/** Says of each piece whether it is sound UTF-8, however its characters are cut. */
function utf8Pieces(): (bytes: Buffer, isLast: boolean) => boolean {
  let tail: Buffer = Buffer.alloc(0)
  return (bytes, isLast) => {
    const all = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
    const whole = isLast ? all.length : all.length - openEnd(all)
    tail = Buffer.from(all.subarray(whole))
    return isUtf8(all.subarray(0, whole))
  }
}

/** Bytes at the end that begin a character and do not finish it. */
function openEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

/** Looks at all of the file: the one letter that decides may stand in the last row. */
export async function recognise(file: FileBytes): Promise<Recognised> {
  const head = await bytesAt(file, 0, Math.min(file.size, 4096))
  const marked = byMark(head) ?? byZeros(head)
  if (marked) return { encoding: marked, ambiguous: false }
  const seen = await lookThrough(file)
  if (seen.utf8 && !(seen.likeGbk && seen.han)) return { encoding: 'utf-8', ambiguous: false }
  if (seen.utf8) return { encoding: 'gb18030', ambiguous: true }
  if (seen.loosePairs > seen.pairs * 0.8) return { encoding: 'windows-1252', ambiguous: true }
  if (seen.big5Pairs > seen.pairs / 5) return { encoding: 'big5', ambiguous: true }
  return seen.gb18030 ? { encoding: 'gb18030', ambiguous: false } : { encoding: 'windows-1252', ambiguous: true }
}

interface Seen {
  utf8: boolean
  gb18030: boolean
  /** What UTF-8 would make of it is letters no language writes so. */
  likeGbk: boolean
  /** What GB 18030 makes of it is Chinese throughout. */
  han: boolean
  pairs: number
  big5Pairs: number
  /** A letter with an accent, and a plain one after it. */
  loosePairs: number
}

async function lookThrough(file: FileBytes): Promise<Seen> {
  const seen: Seen = { utf8: true, gb18030: true, likeGbk: true, han: true, pairs: 0, big5Pairs: 0, loosePairs: 0 }
  const decoders = { utf8: decoderOf('utf-8'), gb18030: decoderOf('gb18030') }
  let plain = true
  let at = 0
  for await (const bytes of piecesOf(file)) {
    const isLast = ++at === file.sizes.length
    if (plain && isAscii(bytes)) continue
    plain = false
    if (seen.utf8) lookAtUtf8(seen, decoders.utf8.write(bytes, isLast))
    if (seen.gb18030 && (!seen.utf8 || seen.likeGbk)) lookAtChinese(seen, decoders.gb18030.write(bytes, isLast))
    if (seen.pairs < 20_000) countPairs(seen, bytes)
  }
  return plain ? { ...seen, likeGbk: false } : seen
}

/** Some GBK words (茅台, 隆, 帽) are valid UTF-8 of accented letters, which no language writes without plain ones. */
function lookAtUtf8(seen: Seen, { text, spoiled }: { text: string; spoiled: boolean }): void {
  if (spoiled) seen.utf8 = false
  if (!seen.likeGbk || spoiled) return
  const foreign = text.match(/[^\0-\x7F]+/g) ?? []
  seen.likeGbk =
    foreign.every((run) => /^[\u0080-\u07FF]+$/.test(run)) &&
    !/[A-Za-z][\u00C0-\u024F]|[\u00C0-\u024F][A-Za-z]|[\u0370-\u07FF]{3}/.test(text)
}

function lookAtChinese(seen: Seen, { text, spoiled }: { text: string; spoiled: boolean }): void {
  if (spoiled) seen.gb18030 = false
  if (!seen.han) return
  const foreign = text.match(/[^\0-\x7F]/g) ?? []
  seen.han = foreign.every((char) => /[\p{Script=Han}，。（）、]/u.test(char))
}

/** Words in Big5 have many second bytes below 0x80; words in GBK hardly any, with first bytes of the common ones. */
function countPairs(seen: Seen, bytes: Buffer): void {
  for (let at = 0; at + 1 < bytes.length && seen.pairs < 20_000; at++) {
    const first = bytes[at] as number
    if (first < 0x81) continue
    const second = bytes[++at] as number
    seen.pairs++
    if (second < 0x80) seen.loosePairs++
    if (first >= 0xa4 && first <= 0xc6 && second >= 0x40 && second <= 0x7e) seen.big5Pairs++
  }
}

export function byMark(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
}

/** Plain letters in UTF-16 leave every other byte zero. */
function byZeros(head: Uint8Array): Encoding | null {
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
