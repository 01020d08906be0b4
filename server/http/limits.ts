/** How often one may knock: token buckets per address, per person and per login, each with a bounded memory. */
import { isIPv4, isIPv6 } from 'node:net'

export interface Rate {
  /** Requests that may come at once. */
  readonly burst: number
  /** Requests per second that come back. */
  readonly perSecond: number
}

export interface Bucket {
  /** Takes one; answers 0, or the seconds to wait. */
  take(key: string, cost?: number): number
  /** Puts one back: it turned out not to count. */
  give(key: string): void
}

/** Buckets beyond the memory are dropped, the fullest first: dropping one of them forgives least. */
export function bucket(rate: Rate, clock: () => number, memory = 50_000): Bucket {
  const levels = new Map<string, { level: number; at: number }>()
  const levelNow = (key: string): number => {
    const known = levels.get(key)
    if (!known) return rate.burst
    return Math.min(rate.burst, known.level + ((clock() - known.at) / 1000) * rate.perSecond)
  }
  const waitFor = (level: number): number => (level >= 1 ? 0 : Math.max(1, Math.ceil((1 - level) / rate.perSecond)))
  const forget = () => {
    for (const key of levels.keys()) if (levelNow(key) >= rate.burst) levels.delete(key)
    for (const key of levels.keys()) {
      if (levels.size < memory) break
      levels.delete(key)
    }
  }
  return {
    take(key, cost = 1) {
      const level = levelNow(key)
      if (level < 1) return waitFor(level)
      if (levels.size >= memory) forget()
      levels.delete(key)
      levels.set(key, { level: level - cost, at: clock() })
      return 0
    },
    give: (key) => void levels.set(key, { level: Math.min(rate.burst, levelNow(key) + 1), at: clock() }),
  }
}

/** One household is one address: ::ffff:1.2.3.4 is 1.2.3.4, and an IPv6 address counts by its /64. */
export function addressKey(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1]
  if (mapped) return mapped
  if (isIPv4(bare) || !isIPv6(bare)) return bare
  const groups = expand(bare)
  const v4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (v4)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

function expand(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const left = words(head)
  if (tail === undefined) return left
  const right = words(tail)
  return [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
}

function words(text: string): number[] {
  return text
    .split(':')
    .filter((word) => word !== '')
    .flatMap((word) => {
      if (!word.includes('.')) return [Number.parseInt(word, 16)]
      const [a = 0, b = 0, c = 0, d = 0] = word.split('.').map(Number)
      return [(a << 8) | b, (c << 8) | d]
    })
}

export interface Limits {
  readonly address: Bucket
  readonly person: Bucket
  readonly upload: Bucket
  readonly signInAddress: Bucket
  readonly signInPair: Bucket
  readonly signInLogin: Bucket
  readonly code: Bucket
  readonly letter: Bucket
}

export const rates = {
  /** Before anything is known of the caller; a whole office may sit behind one address. */
  address: { burst: 2000, perSecond: 200 },
  person: { burst: 600, perSecond: 60 },
  upload: { burst: 60, perSecond: 1 },
  /** Failed sign-ins from one address, over all logins. */
  signInAddress: { burst: 30, perSecond: 0.1 },
  /** Failed sign-ins to one login from one address. */
  signInPair: { burst: 8, perSecond: 1 / 30 },
  /** Failed sign-ins to one login from addresses it never used: its holder is not locked out by them. */
  signInLogin: { burst: 40, perSecond: 0.05 },
  /** Wrong second factors of one login: of a million codes three count at a time. */
  code: { burst: 8, perSecond: 1 / 60 },
  /** Letters that somebody asks for, to one address and from one place. */
  letter: { burst: 5, perSecond: 1 / 300 },
} as const satisfies Record<keyof Limits, Rate>

export type Rates = Readonly<Record<keyof Limits, Rate>>

/** The same where the operator lets one person ask so often a second. */
export const ratesAt = (perSecond: number): Rates => ({
  ...rates,
  address: { burst: perSecond * 33, perSecond: (perSecond * 10) / 3 },
  person: { burst: perSecond * 10, perSecond },
})

export function makeLimits(chosen: Rates = rates, clock: () => number = () => performance.now()): Limits {
  const made = Object.entries(chosen).map(([name, rate]) => [name, bucket(rate, clock)])
  return Object.fromEntries(made) as unknown as Limits
}
