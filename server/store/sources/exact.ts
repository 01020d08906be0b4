/** Parties that share an exact key with any of many records: credit code, mobile or e-mail. */
import type { Loose } from '../../../kernel/fact.ts'
import type { Tx } from '../database.ts'

export const exactKeys = ['uscc', 'mobile', 'email'] as const
export type ExactKeys = Record<(typeof exactKeys)[number], string[]>

const shared = 'id, state, owner_id, dept_id, member_ids, created_at'
const leads = `'lead' as object, ${shared}, company_name as name, uscc, mobile, email, region, pool_id`
const accounts = `'account' as object, ${shared}, name, uscc, mobile, email, region, pool_id`
const contacts = `'contact' as object, ${shared}, name, null::text as uscc, mobile, email,
  null::jsonb as region, null::uuid as pool_id`

/** Each key has an index of its own; one statement asks them all. */
const sql = `
  with found as (
    select ${leads} from app.lead where tenant_id = $1 and uscc = any($2)
    union all select ${leads} from app.lead where tenant_id = $1 and mobile = any($3)
    union all select ${leads} from app.lead where tenant_id = $1 and email = any($4)
    union all select ${accounts} from app.account where tenant_id = $1 and uscc = any($2)
    union all select ${accounts} from app.account where tenant_id = $1 and mobile = any($3)
    union all select ${accounts} from app.account where tenant_id = $1 and email = any($4)
    union all select ${contacts} from app.contact where tenant_id = $1 and mobile = any($3)
    union all select ${contacts} from app.contact where tenant_id = $1 and email = any($4))
  select c.*, u.name as owner_name, d.name as dept_name from found c
    left join app."user" u on u.tenant_id = $1 and u.id = c.owner_id
    left join app.department d on d.tenant_id = $1 and d.id = c.dept_id
  where c.state <> 'merged'`

export async function exactCandidates(tx: Tx, tenantId: string, keys: ExactKeys): Promise<Loose[]> {
  const { uscc, mobile, email } = keys
  if (uscc.length + mobile.length + email.length === 0) return []
  const found = await tx.prepared<Loose>(sql, [tenantId, uscc, mobile, email])
  return found.map(candidateOf)
}

/** A row of the database as the check of duplicates looks at it. */
export const candidateOf = (row: Loose): Loose => ({
  object: row.object,
  id: row.id,
  state: row.state,
  companyName: row.name,
  name: row.name,
  uscc: row.uscc,
  mobile: row.mobile,
  email: row.email,
  region: row.region,
  ownerId: row.owner_id,
  deptId: row.dept_id,
  memberIds: row.member_ids,
  poolId: row.pool_id,
  createdAt: row.created_at,
  ownerName: row.owner_name,
  deptName: row.dept_name,
})
