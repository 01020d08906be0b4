/** Which lines belong to which document, also where the export does not say so. Pure. */
import type { SheetRow } from './sheet.ts'

/** A row read by heading. */
export type Get = (row: SheetRow, header: string) => string

export interface Block {
  readonly document: string
  readonly lines: readonly SheetRow[]
}

export const minorOf = (plain: string | null): bigint => {
  const [whole = '0', fraction = ''] = (plain === null || plain === '' ? '0' : plain).replace('-', '').split('.')
  const minor = BigInt(whole) * 100n + BigInt(`${fraction}00`.slice(0, 2)) + (Number(fraction[2] ?? '0') >= 5 ? 1n : 0n)
  return plain?.startsWith('-') ? -minor : minor
}

/** Lines that name their document. */
export function byName(lines: readonly SheetRow[], nameOf: (row: SheetRow) => string): Map<string, SheetRow[]> {
  const out = new Map<string, SheetRow[]>()
  for (const line of lines) {
    const name = nameOf(line)
    if (name !== '') out.set(name, [...(out.get(name) ?? []), line])
  }
  return out
}

interface Summing {
  /** In the order in which they were written. */
  readonly lines: readonly { readonly row: SheetRow; readonly amount: bigint }[]
  readonly documents: readonly { readonly id: string; readonly total: bigint }[]
}

/** Rounding of single lines may leave a document some cents off. */
const tolerance = 3n
const longestBlock = 60

/**
 * Lines stand one document after the other; a block belongs to the document whose total it adds up to. Of all ways
 * to cut the lines into blocks the one is taken that leaves the fewest lines over, then the closest.
 */
export function bySums({ lines, documents }: Summing): Block[] {
  const totals = new Map<bigint, string[]>()
  for (const { id, total } of documents) if (total !== 0n) totals.set(total, [...(totals.get(total) ?? []), id])
  const used = new Set<string>()
  const out: Block[] = []
  for (const { from, to, sum } of cuts(lines, totals)) {
    const document = nearest(totals, sum).find((id) => !used.has(id))
    if (document === undefined) continue
    used.add(document)
    out.push({ document, lines: lines.slice(from, to).map(({ row }) => row) })
  }
  return out
}

interface Way {
  readonly blocks: number
  readonly over: number
  readonly off: bigint
  readonly from: number
  readonly sum: bigint | null
}

function cuts(lines: Summing['lines'], totals: ReadonlyMap<bigint, readonly string[]>) {
  const ways: (Way | undefined)[] = [{ blocks: 0, over: 0, off: 0n, from: 0, sum: null }]
  const offer = (to: number, way: Way) => {
    if (!ways[to] || isBetter(way, ways[to] as Way)) ways[to] = way
  }
  for (let from = 0; from < lines.length; from++) {
    const way = ways[from] as Way
    offer(from + 1, { ...way, over: way.over + 1, from, sum: null })
    let sum = 0n
    for (let to = from + 1; to <= Math.min(lines.length, from + longestBlock); to++) {
      sum += lines[to - 1]?.amount ?? 0n
      const off = offOf(totals, sum)
      if (off !== null) offer(to, { blocks: way.blocks + 1, over: way.over, off: way.off + off, from, sum })
    }
  }
  const out: { from: number; to: number; sum: bigint }[] = []
  for (let to = lines.length; to > 0; to = ways[to]?.from ?? 0) {
    const { from, sum } = ways[to] as Way
    if (sum !== null) out.unshift({ from, to, sum })
  }
  return out
}

const isBetter = (a: Way, b: Way): boolean =>
  a.over !== b.over ? a.over < b.over : a.blocks !== b.blocks ? a.blocks > b.blocks : a.off < b.off

function offOf(totals: ReadonlyMap<bigint, unknown>, sum: bigint): bigint | null {
  for (let off = 0n; off <= tolerance; off++) if (totals.has(sum + off) || totals.has(sum - off)) return off
  return null
}

function nearest(totals: ReadonlyMap<bigint, readonly string[]>, sum: bigint): string[] {
  const out: string[] = []
  for (let off = 0n; off <= tolerance; off++)
    for (const total of off === 0n ? [sum] : [sum + off, sum - off]) out.push(...(totals.get(total) ?? []))
  return out
}

/** Money a set of lines must give, to the cent, where each line keeps its own price. */
export function fitted(
  lines: readonly Readonly<Record<string, string>>[],
  given: { worth: bigint; total: bigint; rest: Readonly<Record<string, string>> },
): Readonly<Record<string, string>>[] {
  const { worth, total, rest } = given
  if (worth === total) return [...lines]
  if (worth < total) return [...lines, { ...rest, price: majorOf(total - worth) }]
  // A discount of so many per cent on each line, rounded up, and what that takes too much as a line of its own.
  let millionths = ((worth - total) * 1_000_000n + worth - 1n) / worth
  const under = () => total - lines.reduce((sum, line) => sum + discounted(line, millionths), 0n)
  // Each line is rounded by itself, which may still leave a cent too many.
  while (under() < 0n && millionths < 1_000_000n) millionths++
  const discount = millionths >= 1_000_000n ? '1' : `0.${millionths.toString().padStart(6, '0')}`
  const kept = lines.map((line) => ({ ...line, discount }))
  const left = under()
  return left > 0n ? [...kept, { ...rest, price: majorOf(left) }] : kept
}

/** As the records compute it: quantity × price × (1 − discount), rounded to cents. */
function discounted(line: Readonly<Record<string, string>>, millionths: bigint): bigint {
  const price = scaled(line.price ?? '0', 6)
  const qty = scaled(line.qty ?? '0', 4)
  const exact = price * qty * (1_000_000n - millionths)
  const unit = 10n ** 14n
  return (exact + unit / 2n) / unit
}

function scaled(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(`${whole}${fraction.padEnd(places, '0').slice(0, places)}`)
}

export const majorOf = (minor: bigint): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0')
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
