/** Refusals of the server laid on the cells they speak of: 'lines.0.qty', 'lines[0].qty' or 'lines/0/qty'. */
import type { Label, RefusalSay } from '../api/types.ts'

export type CellErrors = Readonly<Record<string, Label>>

export function errorsByCell(errors: readonly RefusalSay[], part: string): Readonly<Record<number, CellErrors>> {
  const found: Record<number, CellErrors> = {}
  for (const { field, message } of errors) {
    const [name, index, column] = (field ?? '').split(/[.[\]/]+/)
    if (name !== part || !column || !/^\d+$/.test(index ?? '')) continue
    const row = found[Number(index)] ?? {}
    found[Number(index)] = { [column]: message, ...row }
  }
  return found
}
