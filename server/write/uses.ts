/** Which files a record names, in its own fields, its custom ones and its parts: whoever may read it may read them. */
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { CustomField, Declaration } from '../../kernel/object.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import type { Tx } from '../store/database.ts'
import { knownFiles, saveFileUses } from '../store/files.ts'

export interface Naming {
  readonly declaration: Declaration
  readonly before: Loose | null
  readonly after: Loose
  readonly custom: readonly CustomField[]
}

/** Keeps the list of uses equal to the records; a file that is not there refuses the command. */
export async function keepFileUses(
  tx: Tx,
  { tenantId, now }: { tenantId: string; now: string },
  namings: readonly Naming[],
): Promise<void> {
  for (const { declaration, before, after, custom } of namings) {
    const had = before ? filesOf(declaration, before, custom) : []
    const has = filesOf(declaration, after, custom)
    const added = has.filter((id) => !had.includes(id))
    if (added.length === 0 && had.length === has.length) continue
    const known = await knownFiles(tx, tenantId, added)
    const missing = added.find((id) => !known.has(id))
    if (missing)
      throw new Refused([refuse('invalid', 'LINK_NOT_FOUND', { field: 'files', details: { name: missing } })])
    await saveFileUses(tx, tenantId, { object: declaration.name, recordId: after.id, fileIds: has, at: now })
  }
}

function filesOf(declaration: Declaration, record: Loose, custom: readonly CustomField[]): string[] {
  const isFiles = ([, field]: [string, Field]) => field.kind === 'files'
  const own = Object.entries(declaration.fields)
    .filter(isFiles)
    .flatMap(([name]) => record[name] ?? [])
  const added = custom.filter((field) => field.kind === 'files').flatMap((field) => record.custom[field.key] ?? [])
  const parts = Object.entries(declaration.parts).flatMap(([name, part]) => {
    const names = Object.entries(part.fields)
      .filter(isFiles)
      .map(([key]) => key)
    return names.length === 0 ? [] : (record[name] as Loose[]).flatMap((row) => names.flatMap((key) => row[key] ?? []))
  })
  return [...new Set([...own, ...added, ...parts] as string[])]
}
