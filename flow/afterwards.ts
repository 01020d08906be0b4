/** Lets a guard look at what its step is about to write: inherited lines, computed amounts, new balances. */
import type { Loose } from '../kernel/fact.ts'
import type { Guard } from '../kernel/object.ts'
import type { Settings } from '../kernel/settings.ts'

interface Written {
  readonly record: object
  readonly settings: Settings
}

type Derive = (record: Loose, settings: Settings) => object

/** `write` is the step's own rule, `derive` what the object computes at every write. */
export function afterwards<C extends Written>(write: (context: C) => object, derive?: Derive) {
  const applied = (context: C): C => {
    const given = Object.entries(write(context)).filter(([, value]) => value !== undefined)
    const record = { ...context.record, ...Object.fromEntries(given) }
    return { ...context, record: { ...record, ...derive?.(record, context.settings) } }
  }
  return (guard: Guard<C>): Guard<C> => {
    const { holds, details } = guard
    return {
      ...guard,
      holds: (context) => holds(applied(context)),
      ...(details ? { details: (context: C) => details(applied(context)) } : {}),
    }
  }
}
