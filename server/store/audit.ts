/** The audit trail of the doors: who signed in, was refused, made a key, changed a password. Append-only. */
import type { Tx } from './database.ts'

export interface AuditEntry {
  readonly id: string
  readonly at: string
  /** 'session.started', 'session.refused', 'forbidden', 'key.created', … */
  readonly kind: string
  readonly userId: string | null
  readonly keyId?: string | null
  readonly address: string
  readonly details: Readonly<Record<string, unknown>>
}

export async function appendAudit(tx: Tx, tenantId: string, entry: AuditEntry): Promise<void> {
  await tx.query(
    `insert into app.audit (tenant_id, id, at, kind, user_id, key_id, address, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    [
      tenantId,
      entry.id,
      entry.at,
      entry.kind,
      entry.userId,
      entry.keyId ?? null,
      entry.address,
      JSON.stringify(entry.details),
    ],
  )
}
