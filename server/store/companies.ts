/** The companies of this installation: registered, listed, and removed with everything they own. */
import type { Tx } from './database.ts'

export interface Tenant {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly demo: boolean
  readonly createdAt: string
}

const columns = 'id, slug, name, demo, created_at as "createdAt"'

/** False when the short name is taken. */
export async function addTenant(tx: Tx, tenant: Tenant): Promise<boolean> {
  const made = await tx.query(
    `insert into control.tenant (id, slug, name, demo, created_at) values ($1, $2, $3, $4, $5)
     on conflict (slug) do nothing returning 1`,
    [tenant.id, tenant.slug, tenant.name, tenant.demo, tenant.createdAt],
  )
  return made.length === 1
}

export const listTenants = (tx: Tx): Promise<Tenant[]> =>
  tx.query<Tenant>(`select ${columns} from control.tenant order by created_at, id`)

export async function findTenant(tx: Tx, slug: string): Promise<Tenant | null> {
  const [found] = await tx.query<Tenant>(`select ${columns} from control.tenant where slug = $1`, [slug])
  return found ?? null
}

export async function findTenantById(tx: Tx, id: string): Promise<Tenant | null> {
  const [found] = await tx.query<Tenant>(`select ${columns} from control.tenant where id = $1`, [id])
  return found ?? null
}

/** Takes back a company that was never made whole, with every row it had begun to write. */
export async function forgetTenant(tx: Tx, id: string): Promise<void> {
  await tx.query('update control.tenant set demo = true where id = $1', [id])
  await tx.query('select app.drop_demo($1)', [id])
}
