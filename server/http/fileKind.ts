/** What a file really is: judged by its first bytes and by its name, which have to agree; and a name safe to keep. */

/** Extension → media type and how the content must begin. The only files the house takes in. */
const kinds: Readonly<Record<string, { readonly type: string; readonly begins: Begins }>> = {
  png: { type: 'image/png', begins: 'png' },
  jpg: { type: 'image/jpeg', begins: 'jpeg' },
  jpeg: { type: 'image/jpeg', begins: 'jpeg' },
  gif: { type: 'image/gif', begins: 'gif' },
  webp: { type: 'image/webp', begins: 'webp' },
  pdf: { type: 'application/pdf', begins: 'pdf' },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', begins: 'zip' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', begins: 'zip' },
  pptx: { type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', begins: 'zip' },
  zip: { type: 'application/zip', begins: 'zip' },
  csv: { type: 'text/csv', begins: 'text' },
  txt: { type: 'text/plain', begins: 'text' },
}

/** Endings of names, as a page names them. */
export const takenKinds: readonly string[] = Object.keys(kinds)

type Begins = 'png' | 'jpeg' | 'gif' | 'webp' | 'pdf' | 'zip' | 'text'

/** So many bytes are looked at. */
export const headBytes = 4096
export const nameMax = 150

/** The media type, or null where name and content disagree or the kind is not taken. */
export function fileType(name: string, head: Buffer): string | null {
  const kind = kinds[extensionOf(name)]
  return kind && kind.begins === beginsWith(head) ? kind.type : null
}

/** An office file says in its first entries which of the three it is. */
export function officeFits(name: string, content: { readonly folders: ReadonlySet<string> }): boolean {
  const folder = { docx: 'word/', xlsx: 'xl/', pptx: 'ppt/' }[extensionOf(name)]
  return folder === undefined || (content.folders.has(folder) && content.folders.has('[Content_Types].xml'))
}

/** Watches an office file go by for what it is made of; names of entries stand in the open. */
export function officeWatch() {
  const marks = ['word/', 'xl/', 'ppt/', '[Content_Types].xml']
  const macros = ['vbaProject.bin', 'vbaData.xml', 'macrosheets/', 'xl/activeX', 'word/activeX', 'ppt/activeX']
  const longest = Math.max(...[...marks, ...macros].map((mark) => mark.length))
  const folders = new Set<string>()
  let tail = ''
  let hasMacro = false
  return {
    folders,
    get hasMacro() {
      return hasMacro
    },
    see(bytes: Buffer) {
      const text = tail + bytes.toString('latin1')
      for (const mark of marks) if (!folders.has(mark) && text.includes(mark)) folders.add(mark)
      hasMacro ||= macros.some((mark) => text.includes(mark))
      tail = text.slice(-longest)
    },
  }
}

function beginsWith(head: Buffer): Begins | null {
  const hex = head.subarray(0, 16).toString('hex')
  if (hex.startsWith('89504e470d0a1a0a')) return 'png'
  if (hex.startsWith('ffd8ff')) return 'jpeg'
  if (/^47494638(37|39)61/.test(hex)) return 'gif'
  if (/^52494646.{8}57454250/.test(hex)) return 'webp'
  if (hex.startsWith('255044462d')) return 'pdf'
  if (hex.startsWith('504b0304')) return 'zip'
  return looksLikeText(head) ? 'text' : null
}

/**
 * Text in UTF-8, GB 18030 or, with its mark, UTF-16: no control characters besides the usual ones. Markup is text too,
 * but a file that begins as a page or a program is not what .csv and .txt promise.
 */
function looksLikeText(head: Buffer): boolean {
  const marked = head.length >= 2 && [0xfffe, 0xfeff].includes(head.readUInt16BE(0))
  if (marked) return true
  for (const byte of head) if (byte < 32 && ![9, 10, 12, 13, 27].includes(byte)) return false
  const start = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  return !/^(<!doctype|<html|<svg|<\?|<script|<body|<head|<iframe|<xml|#!|mz|%!ps)/.test(start)
}

export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

const device = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i
/** Marks that turn the reading direction, and so make 'gpj.exe' look like 'exe.jpg'; and what shows nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

/** The last step of any path in it, without what misleads; never empty, at most 150 characters, its ending kept. */
export function safeName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(invisible, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const named = clean === '' ? 'file' : device.test(clean) ? `_${clean}` : clean
  const extension = extensionOf(named)
  const suffix = extension === '' ? '' : named.slice(-(extension.length + 1))
  const stem = [...named.slice(0, named.length - suffix.length)]
  return `${stem.slice(0, nameMax - suffix.length).join('')}${suffix}`
}

/** Content-Disposition of a download (RFC 6266): plain letters for old readers, the whole name in UTF-8. */
export function attachment(name: string): string {
  const plain = safeName(name)
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%;]/g, '_')
  const whole = encodeURIComponent(safeName(name)).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
