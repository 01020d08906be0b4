/** Whom to compare with whom, in memory: records that share a key, each two of them once. */

export const mostOfOneKey = 120

export interface Pairing {
  /** Pairs of positions, the smaller first. */
  readonly pairs: readonly (readonly [number, number])[]
  /** Keys so common that they tell nothing; whoever shares only such keys is not compared. */
  readonly skipped: number
}

/** Grows with the records and the size of a key's group, never with the square of the records. */
export function pairsByKey(keys: readonly (readonly string[])[], most = mostOfOneKey): Pairing {
  const groups = new Map<string, number[]>()
  keys.forEach((own, index) => {
    for (const key of own) {
      const group = groups.get(key)
      if (group) group.push(index)
      else groups.set(key, [index])
    }
  })
  const seen = new Set<number>()
  const pairs: [number, number][] = []
  let skipped = 0
  for (const group of groups.values()) {
    if (group.length > most) {
      skipped++
      continue
    }
    for (let i = 0; i < group.length; i++) {
      for (let j = i + 1; j < group.length; j++) {
        const [a, b] = [group[i] as number, group[j] as number]
        const id = a * keys.length + b
        if (seen.has(id)) continue
        seen.add(id)
        pairs.push([a, b])
      }
    }
  }
  return { pairs, skipped }
}
