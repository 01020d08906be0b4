/** Chance that repeats itself: the same seed tells the same year. */

export interface Chance {
  /** From 0 up to but not including 1. */
  next(): number
  /** A whole number between both, both included. */
  int(from: number, to: number): number
  yes(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** By weight; a weight of zero is never chosen. */
  weigh<T extends string>(weights: Readonly<Record<T, number>>): T
  shuffle<T>(list: readonly T[]): T[]
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  /** Mulberry32: small, even, and the same on every machine. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    yes: (probability) => next() < probability,
    pick: (list) => list[int(0, list.length - 1)] as (typeof list)[number],
    weigh(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) {
        left -= weight
        if (left < 0) return name
      }
      return (entries.at(-1) as [keyof typeof weights, number])[0]
    },
    shuffle(list) {
      const out = [...list]
      for (let last = out.length - 1; last > 0; last--) {
        const other = int(0, last)
        ;[out[last], out[other]] = [out[other] as (typeof out)[number], out[last] as (typeof out)[number]]
      }
      return out
    },
  }
}
