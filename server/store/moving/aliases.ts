/** Identifiers that depend on the company they are in: exchanged on the way out and on the way in. */
import type { Declaration } from '../../../kernel/object.ts'
import { columnOf, tableOf } from '../columns.ts'
import type { Tx } from '../database.ts'
import { identityOf } from '../identity.ts'

/** Stands for the company itself in an archive. */
export const anyCompany = '00000000-0000-7000-8000-000000000001'

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Old identifier → new one, wherever it stands in a line. */
export class Aliases {
  readonly #known = new Map<string, string>()

  add(from: string, to: string): void {
    this.#known.set(from, to)
  }

  in(line: string): string {
    return line.replace(idPattern, (id) => this.#known.get(id) ?? id)
  }
}

/** What a record found by its key is called in another company. */
export function identityIn(company: string, declaration: Declaration, row: Readonly<Record<string, unknown>>): string {
  const names = declaration.identity ?? []
  return identityOf(
    company,
    declaration.name,
    Object.fromEntries(names.map((name) => [name, String(row[columnOf(name)])])),
  )
}

/** The aliases of a company that goes out. */
export async function outgoing(tx: Tx, tenantId: string, objects: Iterable<Declaration>): Promise<Aliases> {
  const aliases = new Aliases()
  aliases.add(tenantId, anyCompany)
  for (const declaration of objects) {
    if (!declaration.identity) continue
    const columns = declaration.identity.map((name) => `"${columnOf(name)}"`)
    const rows = await tx.query<Record<string, unknown> & { id: string }>(
      `select id, ${columns.join(', ')} from ${tableOf(declaration.name)} where tenant_id = $1`,
      [tenantId],
    )
    for (const row of rows) aliases.add(row.id, identityIn(anyCompany, declaration, row))
  }
  return aliases
}
