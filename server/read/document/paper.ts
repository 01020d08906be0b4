/** A document as plain data: what is printed, in which language, and what stands at the foot of each page. */

/** The part of the definition language that our documents use; it travels to another thread, so it holds no code. */
export type Ink = string | { readonly [key: string]: unknown } | readonly Ink[]

export interface Paper {
  readonly language: 'zh' | 'en'
  readonly title: string
  readonly author: string
  readonly content: readonly Ink[]
  /** Left at the foot; `page` is the sentence with {page} and {pages}. */
  readonly foot: string
  readonly page: string
  /** Laid across each page, for what is not final. */
  readonly watermark: string | null
  /** Said at the end when the font lacks a character; {list} are their code points. */
  readonly lacking: string
}

/** Every text of a document, in no particular order. */
export function textsOf(ink: unknown): string[] {
  if (typeof ink === 'string') return [ink]
  if (Array.isArray(ink)) return ink.flatMap(textsOf)
  if (typeof ink !== 'object' || ink === null) return []
  return Object.values(ink).flatMap(textsOf)
}

/** The same document with each text changed; marks of layout are texts too, and stay what they are. */
export function mapTexts(ink: unknown, change: (text: string) => string): unknown {
  if (typeof ink === 'string') return change(ink)
  if (Array.isArray(ink)) return ink.map((one) => mapTexts(one, change))
  if (typeof ink !== 'object' || ink === null) return ink
  return Object.fromEntries(Object.entries(ink).map(([key, value]) => [key, mapTexts(value, change)]))
}
