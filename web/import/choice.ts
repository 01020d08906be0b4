/** What a person has decided about the columns of a file, and the mapping it comes to. */
import type { Guess, Looks, Mapping, Options, Template, Transform, Values } from './contract.ts'
import type { Target } from './targets.ts'

/** Column → field, null where the column is left out. */
export type Choice = Readonly<Record<string, string | null>>

export interface Decided {
  readonly choice: Choice
  readonly transforms: Readonly<Record<string, Transform>>
  readonly values: Readonly<Record<string, Values>>
  readonly empty: readonly string[]
  /** What a template brought and this page does not show: further fields of a column, values for every row. */
  readonly more: Readonly<Record<string, readonly string[]>>
  readonly constants: Readonly<Record<string, string>>
}

export const decidedBy = (headers: readonly string[], guesses: readonly Guess[]): Decided => ({
  choice: Object.fromEntries(
    headers.map((header) => [header, guesses.find((one) => one.header === header)?.field ?? null]),
  ),
  ...{ transforms: {}, values: {}, empty: [], more: {}, constants: {} },
})

export function decidedByTemplate(headers: readonly string[], { mapping }: Template): Decided {
  const columns = mapping.columns ?? {}
  return {
    choice: Object.fromEntries(headers.map((header) => [header, columns[header]?.[0] ?? null])),
    more: Object.fromEntries(headers.map((header) => [header, (columns[header] ?? []).slice(1)])),
    transforms: mapping.transforms ?? {},
    values: mapping.values ?? {},
    empty: mapping.empty ?? [],
    constants: mapping.constants ?? {},
  }
}

/** Columns whose days or numbers could be read in two ways, as long as nobody said which. */
export function openQuestions(
  decided: Decided,
  { targets, looks }: { targets: readonly Target[]; looks: readonly Looks[] },
): { header: string; target: Target; about: 'dates' | 'decimal'; look: Looks }[] {
  return looks.flatMap((look) => {
    const target = targets.find(({ name }) => name === decided.choice[look.header])
    if (!target) return []
    const said = decided.transforms[target.name] ?? {}
    const about = target.dated ? ('dates' as const) : target.numeric ? ('decimal' as const) : null
    return about && look[about] === 'ask' && said[about] === undefined
      ? [{ header: look.header, target, about, look }]
      : []
  })
}

/** How a column is written goes to its field, where the rows tell and nobody said otherwise. */
function written(target: Target, look: Looks | undefined, said: Transform): Transform {
  const dates = look?.dates
  const told = target.dated && dates && dates !== 'plain' && dates !== 'ask' ? { dates } : {}
  return { ...told, ...(target.numeric && look?.decimal === ',' ? { decimal: ',' as const } : {}), ...said }
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

export function mappingOf(
  decided: Decided,
  { targets, looks }: { targets: readonly Target[]; looks: readonly Looks[] },
): Mapping {
  const byName = new Map(targets.map((target) => [target.name, target]))
  const columns: Record<string, string[]> = {}
  const transforms: Record<string, Transform> = {}
  const used = new Set(Object.keys(decided.constants))
  for (const [header, name] of Object.entries(decided.choice)) {
    const target = name === null ? undefined : byName.get(name)
    const own = [...(target ? [target.name] : []), ...(decided.more[header] ?? [])]
    if (own.length === 0) continue
    columns[header] = own
    for (const one of own) used.add(one)
    if (!target) continue
    const look = looks.find((one) => one.header === header)
    const transform = written(target, look, decided.transforms[target.name] ?? {})
    if (!isEmpty(transform)) transforms[target.name] = transform
  }
  for (const [name, transform] of Object.entries(decided.transforms))
    if (!transforms[name] && (used.has(name) || transform.text !== undefined)) transforms[name] = transform
  const values = Object.fromEntries(
    Object.entries(decided.values).filter(([name, one]) => used.has(name) && !isEmpty(one)),
  )
  return { columns, transforms, values, constants: decided.constants, empty: decided.empty }
}

export const missingIn = (
  targets: readonly Target[],
  { choice, more, constants }: Pick<Decided, 'choice' | 'more' | 'constants'>,
) => {
  const filled = new Set([...Object.values(choice), ...Object.values(more).flat(), ...Object.keys(constants)])
  return targets.filter((target) => target.required && !filled.has(target.name))
}

/** Fields that more than one column would fill. */
export function twiceIn(targets: readonly Target[], choice: Choice): readonly Target[] {
  const chosen = Object.values(choice).filter((name) => name !== null)
  return targets.filter((target) => chosen.filter((name) => name === target.name).length > 1)
}

/** What a template keeps of the options: how rows are taken, not how one file was written. */
export const keptOptions = ({ encoding: _encoding, dryRun: _dryRun, ...kept }: Options): Partial<Options> => kept
