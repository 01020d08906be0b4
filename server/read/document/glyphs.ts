/** Which characters a TrueType font can draw, read from its table of characters. */

/** Ranges of code points, in order, both ends included. */
export type Coverage = readonly (readonly [number, number])[]

/** The table of full Unicode (format 12); a font without one is not for our documents. */
export function coverageOf(font: Buffer): Coverage {
  const at = characterTable(font)
  const groups = font.readUInt32BE(at + 12)
  return Array.from({ length: groups }, (_, index) => {
    const group = at + 16 + index * 12
    return [font.readUInt32BE(group), font.readUInt32BE(group + 4)] as const
  })
}

function characterTable(font: Buffer): number {
  const tables = font.readUInt16BE(4)
  for (let index = 0; index < tables; index++) {
    const entry = 12 + index * 16
    if (font.toString('latin1', entry, entry + 4) !== 'cmap') continue
    const cmap = font.readUInt32BE(entry + 8)
    const found = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, n) => font.readUInt32BE(cmap + 8 + n * 8))
      .map((offset) => cmap + offset)
      .find((table) => font.readUInt16BE(table) === 12)
    if (found !== undefined) return found
  }
  throw new Error('the font has no table of all characters')
}

export function covers(coverage: Coverage, codePoint: number): boolean {
  let [low, high] = [0, coverage.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = coverage[middle] as readonly [number, number]
    if (codePoint < first) high = middle - 1
    else if (codePoint > last) low = middle + 1
    else return true
  }
  return false
}

/** A character that cannot be drawn is named by its number, so that nobody reads past a gap in a name. */
export function drawable(text: string, coverage: Coverage, lacking: Set<string>): string {
  // Marks that only steer how others are drawn have no shape of their own.
  return [...text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')]
    .map((char) => {
      const codePoint = char.codePointAt(0) as number
      if (codePoint < 32 || covers(coverage, codePoint)) return char
      const mark = `U+${codePoint.toString(16).toUpperCase()}`
      lacking.add(mark)
      return `〔${mark}〕`
    })
    .join('')
}
