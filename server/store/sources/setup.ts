/** Facts about the company itself: its objects, what may be granted, rates, the pipeline deals start in. */

import { aboutRecords } from '../../../kernel/about.ts'
import { scopesFor } from '../../../kernel/draft.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { reachesTo, scopesOf, sharable } from '../../../kernel/permit.ts'
import type { Role } from '../../../kernel/role.ts'
import { isId } from '../../../kernel/validate.ts'
import type { Source } from '../asking.ts'
import { rowToRecord, tableOf } from '../columns.ts'
import type { Tx } from '../database.ts'
import { findFile } from '../files.ts'
import { loadRecord } from '../records.ts'

export const objectNames: Source = async (_tx, { objects }) => [...objects.keys()]

/** Object → actions that people can hold; what only the system does cannot be granted. */
export const grantable: Source = async (_tx, { objects }) =>
  Object.fromEntries(
    [...objects.values()].map((declaration) => [
      declaration.name,
      Object.entries(declaration.permits)
        .filter(([, permit]) => Object.keys(permit).length > 0)
        .map(([action]) => action),
    ]),
  )

/** The rate of the record's currency to the base currency on its day: the latest known one. */
export const fxRate: Source = async (tx, { tenantId, record, today, baseCurrency }) => {
  if (!record.currency || record.currency === baseCurrency) return '1'
  const [row] = await tx.prepared<{ rate: string }>(
    `select rate from app.fx_rate where tenant_id = $1 and from_currency = $2 and to_currency = $3 and date <= $4
     order by date desc, created_at desc limit 1`,
    [tenantId, record.currency, baseCurrency, today],
  )
  return row?.rate ?? null
}

export const defaultPipeline: Source = async (tx, { tenantId, objects, held }) => {
  if (held) {
    const active = [...held('pipeline')].filter((one) => one.state === 'active')
    return active.find((one) => one.isDefault) ?? active[0] ?? null
  }
  const declaration = objects.get('pipeline')
  if (!declaration) return null
  const [row] = await tx.prepared<{ id: string }>(
    `select id from app.pipeline where tenant_id = $1 and state = 'active'
     order by is_default desc, created_at
      limit 1`,
    [tenantId],
  )
  return row ? loadRecord(tx, { tenantId, declaration }, { id: row.id }) : null
}

/** The record a comment is on, if its writer may see it. */
export const commentSubject: Source = (tx, asking) => recordSubject(tx, asking)

/** The record that something is on, if whoever acts may see it, and whether they may change it. */
export const recordSubject: Source = async (tx, { tenantId, objects, record, actor, changes, held }) => {
  const declaration = objects.get(record.object)
  if (!declaration || aboutRecords.has(declaration.name) || !isId(record.recordId)) return null
  const [row] = held
    ? []
    : await tx.prepared<Loose>(`select * from ${tableOf(declaration.name)} where tenant_id = $1 and id = $2`, [
        tenantId,
        record.recordId,
      ])
  const found = held
    ? [...held(declaration.name)].find((one) => one.id === record.recordId)
    : row && (rowToRecord(declaration, row) as Loose)
  if (!found) return null
  const may = (act: string) =>
    actor.kind === 'system' ||
    reachesTo(actor, act, { scopes: scopesFor({ declaration, actor, changes }, act), record: found as never })
  if (!may('read')) return null
  const title = String(found[declaration.title] ?? found.no ?? '')
  return { title, ownerId: found.ownerId, mayChange: may('change') }
}

/** The stored file a record names, as it was found to be. */
export const fileAbout: Source = async (tx, { tenantId, record }) => {
  const ids = (record.file ?? []) as readonly string[]
  const found = ids.length === 1 ? await findFile(tx, tenantId, ids[0] as string) : null
  return found ? { id: found.id, name: found.name, type: found.type, size: found.size } : null
}

/** Whether those shared with could use a record of the kind at all: a share widens rights, it makes none. */
export const shareReach: Source = async (tx, { tenantId, objects, record, changes }) => {
  const permits = objects.get(record.object)?.permits
  const holders = record.role ? [[record.role as Role]] : await rolesOf(tx, tenantId, record)
  const can = (act: string) =>
    holders.some((roles) => sharable(scopesOf({ roles }, permits?.[act] ?? {}, changes[record.object]?.[act])))
  return { reads: can('read'), changes: can('change') }
}

async function rolesOf(tx: Tx, tenantId: string, { userId, departmentId }: Loose): Promise<(readonly Role[])[]> {
  const found = await tx.prepared<{ roles: readonly Role[] | null }>(
    `with recursive below as (
       select d.id from app.department d where d.tenant_id = $1 and d.id = $3::uuid
       union
       select d.id from app.department d join below b on d.parent_id = b.id where d.tenant_id = $1)
     select roles from app."user" where tenant_id = $1 and state = 'active'
        and (id = $2::uuid or department_id in (select id from below))`,
    [tenantId, userId ?? null, departmentId ?? null],
  )
  return found.map(({ roles }) => roles ?? [])
}
