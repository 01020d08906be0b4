/** What was answered to a pack's questions: only what was asked, and only what could be chosen. */
import { Refused, refuse } from '../../../../kernel/refusal.ts'
import type { Named } from './people.ts'
import type { Question } from './template.ts'

interface Asked {
  readonly questions: readonly Omit<Question, 'file'>[]
  readonly people: readonly Named[]
  readonly users: readonly { readonly id: string }[]
}

const no = (...given: Parameters<typeof refuse>): Refused => new Refused([refuse(...given)])

/** Only what was asked is answered; what was not answered takes the first choice. */
export function answersIn(given: Readonly<Record<string, unknown>>, seen: Asked): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const key of Object.keys(given))
    if (key !== 'people' && !seen.questions.some((one) => one.key === key))
      throw no('invalid', 'UNKNOWN_FIELD', { field: `answers.${key}`, details: { name: `answers.${key}` } })
  for (const { key, options } of seen.questions) {
    const said = given[key] ?? options[0]?.value
    if (!options.some(({ value }) => value === said))
      throw no('invalid', 'UNKNOWN_CHOICE', { field: `answers.${key}`, details: { name: key, value: String(said) } })
    out[key] = said
  }
  return { ...out, people: whoIn(given.people ?? {}, seen) }
}

function whoIn(given: unknown, seen: Asked): Record<string, string> {
  const users = new Set(['', 'me', ...seen.users.map(({ id }) => id)])
  const named = new Set(seen.people.map(({ name }) => name))
  const all = typeof given === 'object' && given !== null ? Object.entries(given) : []
  for (const [name, user] of all)
    if (!named.has(name) || typeof user !== 'string' || !users.has(user))
      throw no('invalid', 'UNKNOWN_CHOICE', { field: 'answers.people', details: { name, value: String(user) } })
  return Object.fromEntries(all) as Record<string, string>
}
