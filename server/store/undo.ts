/** What the undoing of an import asks: who points at its records, and what has been posted because of them. */
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'

interface Pointing {
  readonly table: string
  readonly column: string
  /** Which record a row belongs to. */
  readonly of: string
  readonly declaration: Declaration
}

/** Every column that can hold the identifier of such a record. */
function pointingAt(declarations: Iterable<Declaration>, object: string): Pointing[] {
  const targetOf = (field: { kind: string; target?: string | undefined }) =>
    field.kind === 'link' ? field.target : { member: 'user', department: 'department' }[field.kind]
  const out: Pointing[] = []
  for (const declaration of declarations) {
    const table = tableOf(declaration.name)
    const own = Object.entries(declaration.fields).filter(([, field]) => targetOf(field) === object)
    const common = object === 'user' ? ['ownerId'] : []
    for (const name of [...common, ...own.map(([name]) => name)])
      out.push({ table, column: columnOf(name), of: 'id', declaration })
    for (const [part, { fields }] of Object.entries(declaration.parts))
      for (const [name, field] of Object.entries(fields))
        if (targetOf(field) === object)
          out.push({
            table: tableOf(`${declaration.name}.${part}`),
            column: columnOf(name),
            of: 'parent_id',
            declaration,
          })
  }
  return out
}

/** Those of the records that others than these very records point at, are commented on, or are in the ledger. */
export async function builtUpon(
  tx: Tx,
  place: { tenantId: string; declarations: Iterable<Declaration>; object: string },
  ids: readonly string[],
): Promise<Map<string, 'IMPORT_UNDO_IN_USE' | 'IMPORT_UNDO_POSTED'>> {
  const { tenantId, object } = place
  const arms = pointingAt(place.declarations, object).map(({ table, column, of, declaration }) => {
    const others = declaration.name === object ? ` and "${of}" <> all($2)` : ''
    return `select "${column}" as id from ${table} where tenant_id = $1 and "${column}" = any($2)${others}`
  })
  arms.push(`select record_id::uuid from app.comment where tenant_id = $1 and object = $3
    and record_id = any($4) and $2::uuid[] is not null`)
  const texts = [...ids]
  const used = await tx.query<{ id: string }>(arms.join(' union '), [tenantId, ids, object, texts])
  const posted = await tx.query<{ id: string }>(
    `select source_id as id from app.journal where tenant_id = $1 and source_object = $2 and source_id = any($3)`,
    [tenantId, object, texts],
  )
  return new Map([
    ...used.map(({ id }) => [id, 'IMPORT_UNDO_IN_USE'] as const),
    ...posted.map(({ id }) => [id, 'IMPORT_UNDO_POSTED'] as const),
  ])
}
