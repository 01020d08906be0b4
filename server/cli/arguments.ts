/** The words of a command line: positions and options, each known to its command; anything else is a usage error. */
import { parseArgs } from 'node:util'

export class UsageFault extends Error {}

export interface Options {
  /** Options that take a value, and those that do not. */
  readonly texts?: readonly string[]
  readonly flags?: readonly string[]
  readonly positions?: readonly [number, number]
}

export interface Given {
  readonly positions: readonly string[]
  text(name: string): string | undefined
  /** Throws UsageFault when it is missing. */
  need(name: string): string
  flag(name: string): boolean
}

const everywhere = { texts: ['url', 'key', 'language'], flags: ['json', 'help'] }

export function readArguments(words: readonly string[], known: Options): Given {
  const texts = [...everywhere.texts, ...(known.texts ?? [])]
  const flags = [...everywhere.flags, ...(known.flags ?? [])]
  const options = Object.fromEntries([
    ...texts.map((name) => [name, { type: 'string' as const }]),
    ...flags.map((name) => [name, { type: 'boolean' as const }]),
  ])
  const { values, positionals } = parse(words, options)
  const [least, most] = known.positions ?? [0, 0]
  if (values.help !== true && (positionals.length < least || positionals.length > most))
    throw new UsageFault(positionals.length < least ? 'something is missing' : `unexpected: ${positionals[most]}`)
  return {
    positions: positionals,
    text: (name) => values[name] as string | undefined,
    need(name) {
      const value = values[name]
      if (typeof value !== 'string' || value === '') throw new UsageFault(`--${name} is missing`)
      return value
    },
    flag: (name) => values[name] === true,
  }
}

function parse(words: readonly string[], options: Record<string, { type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageFault((error as Error).message)
  }
}
