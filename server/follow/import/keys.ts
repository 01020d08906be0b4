/** Which fields tell a record from all others, so that an import can meet again what is there. Pure. */
import type { CustomField, Declaration } from '../../../kernel/object.ts'

/** Codes that are unique by their nature, even where the database does not insist. */
const exact: ReadonlySet<string> = new Set(['email', 'phone', 'uscc'])

export function keyFields(declaration: Declaration, customs: readonly CustomField[]): string[] {
  const own = Object.entries(declaration.fields).filter(
    ([name, field]) =>
      field.kind === 'text' &&
      !field.computed &&
      (field.unique === true || exact.has(field.check ?? '') || name === declaration.title),
  )
  const added = customs.filter(({ kind, filterable }) => kind === 'text' && filterable)
  return [
    ...(declaration.numbered ? ['no'] : []),
    'sourceKey',
    ...own.map(([name]) => name),
    ...added.map(({ key }) => `custom.${key}`),
  ]
}
