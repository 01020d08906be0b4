/** The queue of background work: claimed under a lease, with a token that fences off whoever lost it. */
import type { Tx } from './database.ts'

/** Rings when work was added, so that a worker looks at once. */
export const jobsChannel = 'openltc_jobs'

export interface NewJob {
  readonly id: string
  readonly kind: string
  readonly subjectId: string
  readonly at: string
}

export interface ClaimedJob {
  readonly tenantId: string
  readonly id: string
  readonly kind: string
  readonly subjectId: string
  readonly attempts: number
  readonly token: bigint
}

export interface Claiming {
  readonly kinds: readonly string[]
  readonly leaseSeconds: number
  /** Only this piece of work; null takes the oldest. */
  readonly subjectId: string | null
}

/** One job per kind and subject, however often it is asked for; one that has ended begins anew. */
export async function addJob(tx: Tx, tenantId: string, job: NewJob): Promise<void> {
  await tx.query(
    `insert into app.job (tenant_id, id, kind, subject_id, state, run_after, created_at)
     values ($1, $2, $3, $4, 'waiting', now(), $5) on conflict (tenant_id, kind, subject_id) do update
       set state = 'waiting', attempts = 0, problem = null, run_after = excluded.run_after
       where job.state in ('done', 'failed')`,
    [tenantId, job.id, job.kind, job.subjectId, job.at],
  )
}

/** The oldest job that nobody works on, over all companies; the database's clock measures the lease. */
export async function claimJob(tx: Tx, claiming: Claiming): Promise<ClaimedJob | null> {
  const [claimed] = await tx.query<ClaimedJob>(
    `update app.job set state = 'running', attempts = attempts + 1, token = token + 1,
       lease_until = now() + make_interval(secs => $2)
     where (tenant_id, id) = (
       select tenant_id, id from app.job
        where state in ('waiting', 'running') and run_after <= now() and (lease_until is null or lease_until < now())
          and kind = any($1) and ($3::uuid is null or subject_id = $3)
        order by run_after, id limit 1 for update skip locked)
     returning tenant_id as "tenantId", id, kind, subject_id as "subjectId", attempts, token`,
    [claiming.kinds, claiming.leaseSeconds, claiming.subjectId],
  )
  return claimed ?? null
}

/** False when another worker has claimed the job meanwhile: whoever asks must stop without a trace. */
export async function keepLease(tx: Tx, job: ClaimedJob, leaseSeconds: number): Promise<boolean> {
  const kept = await tx.query(
    `update app.job set lease_until = now() + make_interval(secs => $4)
      where tenant_id = $1 and id = $2 and token = $3 and state = 'running' returning 1`,
    [job.tenantId, job.id, job.token.toString(), leaseSeconds],
  )
  return kept.length === 1
}

export async function endJob(tx: Tx, job: ClaimedJob, end: { state: string; problem: string | null }): Promise<void> {
  await tx.query(
    `update app.job set state = $4, problem = $5, lease_until = null
      where tenant_id = $1 and id = $2 and token = $3`,
    [job.tenantId, job.id, job.token.toString(), end.state, end.problem],
  )
}

/** Gives the job back to be tried again after a pause. */
export async function postponeJob(tx: Tx, job: ClaimedJob, pause: { seconds: number; problem: string }): Promise<void> {
  await tx.query(
    `update app.job set state = 'waiting', problem = $5, lease_until = null,
       run_after = now() + make_interval(secs => $4)
      where tenant_id = $1 and id = $2 and token = $3`,
    [job.tenantId, job.id, job.token.toString(), pause.seconds, pause.problem],
  )
}
