/** The outbox: letters written with what causes them, claimed under a lease, kept in sight when they fail. */
import type { Tx } from './database.ts'

export const mailChannel = 'openltc_mail'

export interface NewMail {
  readonly id: string
  readonly kind: string
  readonly userId: string | null
  readonly to: string
  readonly subject: string
  readonly content: Buffer
  readonly messageId: string
  readonly at: string
  readonly expiresAt: string | null
}

export interface ClaimedMail {
  readonly tenantId: string
  readonly id: string
  readonly to: string
  readonly content: Buffer
  readonly messageId: string
  readonly attempts: number
  readonly token: bigint
  readonly createdAt: string
}

export interface ShownMail {
  readonly id: string
  readonly kind: string
  readonly to: string
  readonly subject: string
  readonly state: string
  readonly attempts: number
  readonly nextAt: string
  readonly problem: string | null
  readonly createdAt: string
  readonly sentAt: string | null
  /** Failed, and still there to be sent again. */
  readonly canResend: boolean
}

const shown = `id, kind, to_address as "to", subject, state, attempts, next_at as "nextAt", problem,
  created_at as "createdAt", sent_at as "sentAt", content is not null and state = 'failed' as "canResend"`

/** In the caller's transaction; the sender hears of it when that commits. */
export async function addMail(tx: Tx, tenantId: string, mail: NewMail): Promise<void> {
  await tx.query(
    `insert into app.mail (tenant_id, id, kind, user_id, to_address, subject, content, message_id, state, next_at,
       expires_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10, $9)`,
    [
      tenantId,
      mail.id,
      mail.kind,
      mail.userId,
      mail.to,
      mail.subject,
      mail.content,
      mail.messageId,
      mail.at,
      mail.expiresAt,
    ],
  )
  await tx.query('select pg_notify($1, $2)', [mailChannel, ''])
}

/** The longest waiting letter that is due, over all companies; the database's clock measures the lease. */
export async function claimMail(tx: Tx, ask: { at: string; leaseSeconds: number }): Promise<ClaimedMail | null> {
  const [claimed] = await tx.query<ClaimedMail>(
    `update app.mail set attempts = attempts + 1, token = token + 1, lease_until = now() + make_interval(secs => $2)
      where (tenant_id, id) = (
        select tenant_id, id from app.mail
         where state = 'waiting' and next_at <= $1 and (lease_until is null or lease_until < now())
         order by next_at, id limit 1 for update skip locked)
     returning tenant_id as "tenantId", id, to_address as "to", content, message_id as "messageId", attempts, token,
       created_at as "createdAt"`,
    [ask.at, ask.leaseSeconds],
  )
  return claimed ?? null
}

export interface MailEnd {
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly at: string
  readonly nextAt?: string
  readonly problem: string | null
}

/** Nothing happens where another sender has taken the letter over meanwhile. A letter that is sent is not kept. */
export async function settleMail(tx: Tx, mail: ClaimedMail, end: MailEnd): Promise<void> {
  await tx.query(
    `update app.mail set state = $4, problem = $5, lease_until = null, next_at = coalesce($6, next_at),
       sent_at = case when $4 = 'sent' then $7::timestamptz end,
       content = case when $4 = 'sent' then null else content end
      where tenant_id = $1 and id = $2 and token = $3`,
    [mail.tenantId, mail.id, mail.token.toString(), end.state, end.problem, end.nextAt ?? null, end.at],
  )
}

/** Letters whose link has run out are not sent any more, and what they said is not kept. */
export async function expireMail(tx: Tx, at: string): Promise<void> {
  await tx.query(
    `update app.mail set state = case when state = 'waiting' then 'expired' else state end, content = null
      where content is not null and expires_at <= $1 and state in ('waiting', 'failed')
        and (lease_until is null or lease_until < now())`,
    [at],
  )
}

/** Nightly: what was dealt with long ago. */
export async function sweepMail(tx: Tx, before: string): Promise<void> {
  await tx.query(`delete from app.mail where created_at < $1 and state <> 'waiting'`, [before])
}

export function listMail(
  tx: Tx,
  tenantId: string,
  page: { state: string | null; before: string | null; limit: number },
): Promise<ShownMail[]> {
  return tx.query<ShownMail>(
    `select ${shown} from app.mail
      where tenant_id = $1 and ($2::text is null or state = $2)
        and ($3::uuid is null or (created_at, id) <
          (select created_at, id from app.mail where tenant_id = $1 and id = $3))
      order by created_at desc, id desc limit $4`,
    [tenantId, page.state, page.before, page.limit],
  )
}

export async function countMail(tx: Tx, tenantId: string): Promise<{ waiting: number; failed: number }> {
  const [row] = await tx.query<{ waiting: number; failed: number }>(
    `select count(*) filter (where state = 'waiting')::int as waiting,
            count(*) filter (where state = 'failed')::int as failed from app.mail where tenant_id = $1`,
    [tenantId],
  )
  return row ?? { waiting: 0, failed: 0 }
}

/** A failed letter waits again, the same letter with the same Message-ID; false where there is none to send. */
export async function resendMail(tx: Tx, tenantId: string, ask: { id: string; at: string }): Promise<boolean> {
  const again = await tx.query(
    `update app.mail set state = 'waiting', next_at = $3, attempts = 0, problem = null, lease_until = null
      where tenant_id = $1 and id = $2 and state = 'failed' and content is not null returning 1`,
    [tenantId, ask.id, ask.at],
  )
  if (again.length > 0) await tx.query('select pg_notify($1, $2)', [mailChannel, ''])
  return again.length === 1
}

/** Whether such a letter is there at all: what cannot be sent again is told apart from what is not there. */
export async function mailExists(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  return (await tx.query('select 1 from app.mail where tenant_id = $1 and id = $2', [tenantId, id])).length === 1
}
