/** Mappings a company keeps, each for the files of one source. */
import type { Loose } from '../../kernel/fact.ts'
import type { Tx } from './database.ts'

export interface StoredTemplate {
  readonly id: string
  readonly name: string
  readonly object: string
  readonly headers: readonly string[]
  readonly fingerprint: string
  readonly mapping: Loose
  readonly options: Loose
  readonly createdBy: string | null
  readonly createdAt: string
  readonly changedAt: string
}

const columns = `id, name, object, headers, fingerprint, mapping, options, created_by as "createdBy",
  created_at as "createdAt", changed_at as "changedAt"`

/** Of one object, or of all; the one changed last first. */
export function listTemplates(tx: Tx, tenantId: string, object: string | null): Promise<StoredTemplate[]> {
  return tx.query<StoredTemplate>(
    `select ${columns} from app.import_template where tenant_id = $1 and ($2::text is null or object = $2)
      order by changed_at desc, id limit 500`,
    [tenantId, object],
  )
}

export async function findTemplate(tx: Tx, tenantId: string, id: string): Promise<StoredTemplate | null> {
  const [found] = await tx.query<StoredTemplate>(
    `select ${columns} from app.import_template where tenant_id = $1 and id = $2`,
    [tenantId, id],
  )
  return found ?? null
}

/** False when another template of the object has the name. */
export async function saveTemplate(tx: Tx, tenantId: string, one: StoredTemplate): Promise<boolean> {
  const saved = await tx.query(
    `insert into app.import_template
       (tenant_id, id, name, object, headers, fingerprint, mapping, options, created_by, created_at, changed_at)
     select $1, $2, $3, $4, $5::jsonb, $6, $7::jsonb, $8::jsonb, $9, $10, $11
      where not exists (select 1 from app.import_template
                         where tenant_id = $1 and object = $4 and lower(name) = lower($3) and id <> $2)
     on conflict (tenant_id, id) do update
       set name = $3, headers = $5::jsonb, fingerprint = $6, mapping = $7::jsonb, options = $8::jsonb, changed_at = $11
     returning 1`,
    [
      tenantId,
      one.id,
      one.name,
      one.object,
      JSON.stringify(one.headers),
      one.fingerprint,
      JSON.stringify(one.mapping),
      JSON.stringify(one.options),
      one.createdBy,
      one.createdAt,
      one.changedAt,
    ],
  )
  return saved.length === 1
}

export async function dropTemplate(tx: Tx, tenantId: string, id: string): Promise<void> {
  await tx.query('delete from app.import_template where tenant_id = $1 and id = $2', [tenantId, id])
}
