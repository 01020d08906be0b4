/** What the identifiers in an answer are called, as far as the reader may see the records they name. */
import { commonFields } from '../../kernel/common.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { titlesOf } from '../store/list.ts'
import { targetName, targetOf } from './place.ts'
import type { Reading } from './reading.ts'
import { isVisible, reachOf } from './scope.ts'

export interface Name {
  readonly object: string
  /** Null where the reader may not see the record. */
  readonly title: string | null
  readonly no: string | null
  readonly state: string | null
}

export type Names = Record<string, Name>

/** Gathers identifiers by the object they belong to; `loadNames` then asks once for each object. */
export class Mentioned {
  readonly ids = new Map<string, Set<string>>()

  add(object: string, id: unknown): void {
    if (typeof id !== 'string') return
    const known = this.ids.get(object) ?? new Set()
    this.ids.set(object, known.add(id))
  }

  values(field: Field, value: unknown): void {
    const object = targetName(field)
    if (!object) return
    for (const one of Array.isArray(value) ? value : [value]) this.add(object, one)
  }

  row(fields: Fields, row: Loose): void {
    for (const [name, field] of Object.entries(fields)) this.values(field, row[name])
  }
}

/** Every identifier a record shows: its links, its people, those of its rows and of its custom fields. */
export function mention(
  reading: Reading,
  mentioned: Mentioned,
  seen: { declaration: Declaration; record: Loose },
): void {
  const { declaration, record } = seen
  const visible = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([, field]) => isVisible(reading, field)))
  mentioned.row(visible(declaration.fields), record)
  mentioned.row(commonFields, record)
  for (const [name, part] of Object.entries(declaration.parts)) {
    for (const row of (record[name] ?? []) as readonly Loose[]) mentioned.row(visible(part.fields), row)
  }
  for (const field of reading.model.customFields(declaration.name)) {
    if (isVisible(reading, field)) mentioned.values(field, record.custom?.[field.key])
  }
}

export async function loadNames(reading: Reading, tx: Tx, mentioned: Mentioned): Promise<Names> {
  const names: Names = {}
  for (const [object, ids] of mentioned.ids) {
    for (const id of ids) names[id] = { object, title: null, no: null, state: null }
  }
  // Asked all at once, so that they travel together.
  await Promise.all([...mentioned.ids].map(([object, ids]) => nameThem(reading, tx, { object, ids: [...ids], names })))
  return names
}

async function nameThem(
  reading: Reading,
  tx: Tx,
  { object, ids, names }: { object: string; ids: readonly string[]; names: Names },
): Promise<void> {
  const target = targetOf(reading, { kind: 'link', target: object, label: { zh: '', en: '' } })
  if (!target) return
  const titleField = target.fields[target.title]
  const titled =
    target.title === 'no' || (titleField !== undefined && isVisible(reading, titleField) && !titleField.mask)
  const asked = { tenantId: reading.tenantId, declaration: target, reach: reachOf(reading, target) }
  for (const { id, title, no, state } of await titlesOf(tx, asked, { ids, titled })) {
    names[id] = { object, title: title ?? no, no, state }
  }
}
