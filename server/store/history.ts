/** Reads the log by record, newest first. */
import type { PartChange } from '../../kernel/command.ts'
import type { Sealable } from '../../kernel/sealing.ts'
import type { Tx } from './database.ts'
import { openEvents, type Reader } from './vault.ts'

export interface Told {
  readonly seq: bigint
  readonly recordedAt: string
  readonly at: string
  readonly type: string
  readonly act: string
  readonly from: string | null
  readonly to: string
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  readonly parts: Readonly<Record<string, PartChange>>
  readonly input: Readonly<Record<string, unknown>>
  readonly reason: string | null
  readonly passed: readonly string[]
  readonly actorId: string | null
  readonly actorKind: string
  readonly actorRole: string | null
  readonly channel: string
}

type Stored = Told & Sealable & { readonly sealed: string | null }

/** Events of one record before a place in the log. */
export async function eventsBefore(
  tx: Tx,
  ask: Reader & { object: string; recordId: string; before: bigint | null; limit: number },
): Promise<Told[]> {
  const rows = await tx.prepared<Stored>(
    `select record_id as id, object, version, sealed,
       seq, recorded_at as "recordedAt", at, type, act, state_from as "from", state_to as "to", changes, parts,
       input, reason, passed, actor_id as "actorId", actor_kind as "actorKind", actor_role as "actorRole", channel
     from app.event
     where tenant_id = $1 and record_id = $2 and object = $3 and ($4::bigint is null or seq < $4::bigint)
     order by seq desc limit $5`,
    [ask.tenantId, ask.recordId, ask.object, ask.before?.toString() ?? null, ask.limit],
  )
  const opened = await openEvents(tx, ask, rows)
  return opened.map(({ id: _id, object: _object, version: _version, ...told }) => told)
}
