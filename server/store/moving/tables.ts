/** What of a company goes into its archive, and what stays behind (docs/decisions/0004). */
import type { Declaration } from '../../../kernel/object.ts'
import { tableOf } from '../columns.ts'
import type { Tx } from '../database.ts'

export interface Carried {
  /** Folder of the archive and name of the table: 'lead', 'order_lines', 'audit'. */
  readonly name: string
  readonly table: string
  /** The declared object whose rows these are; parts and what stands beside have none. */
  readonly object?: Declaration
}

/** Beside the records: written in this order, since each may lean on those before it. */
export const besides = [
  'counter',
  'custom_value',
  'file',
  'file_use',
  'import',
  'import_row',
  'import_mark',
  'import_pack',
  'import_template',
  'handover_item',
  'inbox',
  'audit',
] as const

/** The log and the bytes of files have ways of their own. */
export const ownWays = ['event', 'file_chunk', 'person_key'] as const

/** Answers kept, work under way, letters and how one signs in belong to the installation; likeness is found anew. */
export const leftBehind = [
  'idempotency',
  'job',
  'import_upload',
  'mail',
  'sign_in_policy',
  'duplicate_scan',
  'match_key',
  'match_progress',
] as const

/** The ledger's entries are written by its own function alone, after everything they speak of. */
export const ledger = 'journal'

const bare = (path: string): string => tableOf(path).replace('app.', '').replaceAll('"', '')

/** Records and their parts; identities first, since all others may name them by an id that changes. */
export function recordTables(objects: Iterable<Declaration>): Carried[] {
  const all = [...objects].filter(({ name }) => name !== ledger)
  const sorted = [...all.filter(({ identity }) => identity), ...all.filter(({ identity }) => !identity)]
  return [
    ...sorted.map((object) => ({ name: bare(object.name), table: tableOf(object.name), object })),
    ...sorted.flatMap((object) =>
      Object.keys(object.parts).map((part) => {
        const path = `${object.name}.${part}`
        return { name: bare(path), table: tableOf(path) }
      }),
    ),
  ]
}

export const besideTables: readonly Carried[] = besides.map((name) => ({ name, table: `app."${name}"` }))

/** Columns of a table that hold something, without the company they belong to and without what is computed. */
export async function columnsIn(tx: Tx, table: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select attname::text as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
        and attname not in ('tenant_id', 'grams') order by attnum`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** The columns of a table's key after the company: the order of its rows. */
export async function keyOf(tx: Tx, table: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select a.attname::text as name from pg_index i
       join lateral unnest(i.indkey) with ordinality k(no, place) on true
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.no
      where i.indrelid = $1::regclass and i.indisprimary and a.attname <> 'tenant_id' order by k.place`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Every table of companies there is, to see that each is either carried or left behind by intent. */
export async function companyTables(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'app' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  return rows.map(({ name }) => name)
}
