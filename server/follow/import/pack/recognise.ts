/** Tells from the headings of files which source they come from, and which of its files each one is. Pure. */
import type { FileSpec, Template } from './template.ts'

export interface Headed {
  readonly name: string
  readonly headers: readonly string[]
}

export const plainHeader = (header: string): string => header.normalize('NFKC').trim().toLowerCase()

/** File of the template → index of the given file; what two files claim goes to the first. */
export interface Recognised {
  readonly template: Template
  readonly roles: ReadonlyMap<string, number>
}

/** The template that knows most of the files; null where none knows any. */
export function recognise(templates: readonly Template[], given: readonly Headed[]): Recognised | null {
  const found = templates.map((template) => ({ template, roles: rolesIn(template, given) }))
  const [best] = found.sort((a, b) => b.roles.size - a.roles.size || weightOf(b) - weightOf(a))
  return best && best.roles.size > 0 ? best : null
}

const weightOf = ({ template, roles }: Recognised): number =>
  [...roles.keys()].reduce((sum, name) => sum + (template.files[name]?.has.length ?? 0), 0)

function rolesIn(template: Template, given: readonly Headed[]): Map<string, number> {
  const claims = given.flatMap(({ name: fileName, headers }, index) => {
    const known = new Set(headers.map(plainHeader))
    return Object.entries(template.files)
      .filter(([, spec]) => fits(spec, known))
      .map(([name, spec]) => ({ name, index, weight: spec.has.length + byName(spec, fileName) }))
  })
  claims.sort((a, b) => b.weight - a.weight || a.index - b.index)
  const roles = new Map<string, number>()
  const taken = new Set<number>()
  for (const { name, index } of claims) {
    if (roles.has(name) || taken.has(index)) continue
    roles.set(name, index)
    taken.add(index)
  }
  return roles
}

const byName = ({ named }: FileSpec, fileName: string): number =>
  named === undefined ? 0 : fileName.toLowerCase().includes(named) ? 0.5 : -0.5

const fits = (spec: FileSpec, known: ReadonlySet<string>): boolean =>
  spec.has.every((header) => header.split('|').some((one) => known.has(plainHeader(one))))
