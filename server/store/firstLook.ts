/** What a first look at a company's records asks: gaps left open by imports, stages in their order, names of people. */
import { tableOf } from './columns.ts'
import type { Tx } from './database.ts'
import { type Asked, compilingFor, whereSql } from './list.ts'
import { Parameters } from './where.ts'

/** Which checks old records were let in without, within what the reader may see. */
export async function countGaps(tx: Tx, asked: Asked): Promise<{ code: string; count: number }[]> {
  const parameters = new Parameters(asked.tenantId)
  const compiling = await compilingFor(tx, parameters, asked)
  return tx.query<{ code: string; count: number }>(
    `select g.code, count(*)::int as count
     from ${tableOf(asked.declaration.name)} t cross join lateral jsonb_array_elements_text(t.imported_gap) g(code)
     where t.imported_gap <> '[]' and ${whereSql(compiling, asked)} group by 1 order by 2 desc, 1 limit 50`,
    parameters.values,
  )
}

export interface StageRow {
  readonly key: string
  readonly zh: string
  readonly en: string
}

/** The stages of these pipelines, pipeline by pipeline, in their order. */
export function stagesOf(tx: Tx, tenantId: string, pipelineIds: readonly string[]): Promise<StageRow[]> {
  return tx.query<StageRow>(
    `select key, name_zh as zh, name_en as en from app.pipeline_stages
      where tenant_id = $1 and parent_id = any($2::uuid[]) order by parent_id, seq`,
    [tenantId, pipelineIds],
  )
}

export async function namesOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string | null }>(
    `select id, name from app."user" where tenant_id = $1 and id = any($2::uuid[])`,
    [tenantId, ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name ?? '']))
}
