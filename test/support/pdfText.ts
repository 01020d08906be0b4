/** The text of a PDF as our documents write it, in the order of drawing and without spaces. */
import { inflateSync } from 'node:zlib'

export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf)
  const fonts = new Map<string, Map<number, string>>()
  const all = [...objects.values()].map(({ head }) => head).join('\n')
  for (const [, name = '', id = ''] of all.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const mapping = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1]
    if (mapping) fonts.set(name, unicodeOf(objects.get(mapping)?.body ?? ''))
  }
  const drawn = [...objects.values()].filter(({ body }) => / Tf\b/.test(body)).map(({ body }) => drawnBy(body, fonts))
  return drawn.join('').replace(/\s/g, '')
}

function objectsOf(pdf: Buffer): Map<string, { head: string; body: string }> {
  const text = pdf.toString('latin1')
  const out = new Map<string, { head: string; body: string }>()
  for (const found of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)(?:\nendobj|stream\n)/g)) {
    const [whole, id = '', head = ''] = found
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const start = found.index + whole.length
    const streamed = whole.endsWith('stream\n') && head.includes('FlateDecode')
    const body = streamed ? inflateSync(pdf.subarray(start, start + length)).toString('latin1') : ''
    out.set(id, { head, body })
  }
  return out
}

/** Ranges whose targets are listed one by one. */
function unicodeOf(table: string): Map<number, string> {
  const out = new Map<number, string>()
  for (const [, from = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    const targets = [...list.matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex = '']) => hex.replaceAll(' ', ''))
    targets.forEach((hex, index) => {
      out.set(Number.parseInt(from, 16) + index, Buffer.from(hex, 'hex').swap16().toString('utf16le'))
    })
  }
  return out
}

function drawnBy(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined
  let out = ''
  for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name)
    for (const [, hex = ''] of (array ?? '').matchAll(/<([0-9a-f]+)>/gi))
      for (const glyph of hex.match(/.{4}/g) ?? []) out += font?.get(Number.parseInt(glyph, 16)) ?? ''
  }
  return out
}
