/** How records flow on: how many of a stage came to the next one, and how long they stayed. */
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { type Asked, compilingFor, whereSql } from './list.ts'
import type { Pointing } from './thread.ts'
import { Parameters } from './where.ts'

/** The next stage of the chain, and what in it points back at the stage before. */
export interface NextStage {
  readonly declaration: Declaration
  readonly links: readonly string[]
  readonly rows: readonly Pointing[]
}

/** Records with a successor: in the same chain, or one that points at them. Sets are joined, so size does not hurt. */
export async function countPassedOn(tx: Tx, asked: Asked, next: NextStage): Promise<number> {
  const parameters = new Parameters(asked.tenantId)
  const where = whereSql(await compilingFor(tx, parameters, asked), asked)
  const here = tableOf(asked.declaration.name)
  const there = tableOf(next.declaration.name)
  const arms = [
    `select t.id from ${here} t
       join (select distinct case_id from ${there} where tenant_id = $1) n on n.case_id = t.case_id where ${where}`,
    ...next.links.map(
      (link) =>
        `select t.id from ${here} t join ${there} n
         on n.tenant_id = $1 and n."${columnOf(link)}" = t.id
       where ${where}`,
    ),
    ...next.rows.map(
      ({ object, part, field }) =>
        `select t.id from ${here} t join ${tableOf(`${object}.${part}`)} n
         on n.tenant_id = $1 and n."${columnOf(field)}" = t.id
       where ${where}`,
    ),
  ]
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from (${arms.join('\n union ')}) passed`,
    parameters.values,
  )
  return row?.n ?? 0
}

/** Beyond so many of the newest records a median moves no more. */
const sampled = 2_000

/**
 * Median days from a record's beginning to its end or to the first successor in its chain, whichever came first;
 * null where none has left the stage. Days with one decimal, as text.
 */
export async function medianDwell(
  tx: Tx,
  asked: Asked,
  { ends, next }: { ends: readonly string[]; next: Declaration | null },
): Promise<string | null> {
  const parameters = new Parameters(asked.tenantId)
  const where = whereSql(await compilingFor(tx, parameters, asked), asked)
  const object = parameters.add(asked.declaration.name, 'text')
  const ended = `(select min(e.at) from app.event e where e.tenant_id = $1 and e.record_id = s.id
    and e.object = ${object} and e.state_to = any(${parameters.add(ends, 'text[]')}))`
  const followed = next
    ? `(select min(n.created_at) from ${tableOf(next.name)} n
        where n.tenant_id = $1 and n.case_id = s.case_id and n.created_at >= s.created_at)`
    : 'null'
  const [row] = await tx.query<{ days: string | null }>(
    `select round((percentile_cont(0.5) within group
         (order by extract(epoch from left_at - created_at) / 86400.0))::numeric, 1)::text as days
     from (select s.created_at, least(${ended}, ${followed}) as left_at
       from (select t.id, t.case_id, t.created_at from ${tableOf(asked.declaration.name)} t
         where ${where} order by t.created_at desc limit ${sampled}) s) stays
     where left_at >= created_at`,
    parameters.values,
  )
  return row?.days ?? null
}

/** Days a stage may take: holding a lead, resting in all stages of the usual pipeline, paying an invoice. */
export async function stageLimits(
  tx: Tx,
  tenantId: string,
  { objects, settings }: { objects: ReadonlyMap<string, unknown>; settings: { creditDaysPolicy: number } },
): Promise<Readonly<Record<string, number | null>>> {
  const limit = async (object: string, sql: string) => {
    if (!objects.has(object)) return null
    const [row] = await tx.query<{ days: number | null }>(sql, [tenantId])
    return row?.days ?? null
  }
  return {
    lead: await limit(
      'pool',
      `select max_hold_days as days from app.pool
        where tenant_id = $1 and serves = 'lead' and is_default and state = 'active' limit 1`,
    ),
    opportunity: await limit(
      'pipeline',
      `select sum(s.rot_days)::int as days from app.pipeline p
         join app.pipeline_stages s on s.tenant_id = $1 and s.parent_id = p.id
        where p.tenant_id = $1 and p.is_default and p.state = 'active'`,
    ),
    invoice: settings.creditDaysPolicy,
  }
}
