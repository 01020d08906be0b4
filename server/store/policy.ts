/** How a company lets its people in: roles that need a second factor, and its provider of identities. */
import type { Tx } from './database.ts'

export interface StoredPolicy {
  readonly factorRoles: readonly string[]
  readonly issuer: string | null
  readonly clientId: string | null
  readonly clientSecret: Buffer | null
  readonly label: string | null
  readonly domains: readonly string[]
  readonly makesAccounts: boolean
  readonly role: string | null
  readonly trustsFactor: boolean
  readonly enabled: boolean
  readonly version: number
}

const columns = `factor_roles as "factorRoles", issuer, client_id as "clientId", client_secret as "clientSecret", label,
  domains, makes_accounts as "makesAccounts", role, trusts_factor as "trustsFactor", enabled, version`

export const openPolicy: StoredPolicy = {
  factorRoles: [],
  issuer: null,
  clientId: null,
  clientSecret: null,
  label: null,
  domains: [],
  makesAccounts: false,
  role: null,
  trustsFactor: false,
  enabled: false,
  version: 0,
}

export async function loadPolicy(tx: Tx, tenantId: string): Promise<StoredPolicy> {
  const found = await tx.prepared<StoredPolicy>(`select ${columns} from app.sign_in_policy where tenant_id = $1`, [
    tenantId,
  ])
  return found[0] ?? openPolicy
}

/** Null where another one was saved since it was read. */
export async function savePolicy(
  tx: Tx,
  tenantId: string,
  change: { policy: StoredPolicy; at: string },
): Promise<StoredPolicy | null> {
  const { policy, at } = change
  const [saved] = await tx.query<StoredPolicy>(
    `insert into app.sign_in_policy (tenant_id, factor_roles, issuer, client_id, client_secret, label, domains,
       makes_accounts, role, trusts_factor, enabled, version, changed_at)
     values ($1, $2::jsonb, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, 1, $13)
     on conflict (tenant_id) do update set factor_roles = excluded.factor_roles, issuer = excluded.issuer,
       client_id = excluded.client_id, client_secret = excluded.client_secret, label = excluded.label,
       domains = excluded.domains, makes_accounts = excluded.makes_accounts, role = excluded.role,
       trusts_factor = excluded.trusts_factor, enabled = excluded.enabled,
       version = app.sign_in_policy.version + 1, changed_at = excluded.changed_at
       where app.sign_in_policy.version = $12
     returning ${columns}`,
    [
      tenantId,
      JSON.stringify(policy.factorRoles),
      policy.issuer,
      policy.clientId,
      policy.clientSecret,
      policy.label,
      JSON.stringify(policy.domains),
      policy.makesAccounts,
      policy.role,
      policy.trustsFactor,
      policy.enabled,
      policy.version,
      at,
    ],
  )
  return saved ?? null
}

/** Over all companies: which of them can be entered through a provider, and what their buttons say. */
export function listProviders(tx: Tx): Promise<{ companyId: string; label: string }[]> {
  return tx.query(
    `select tenant_id as "companyId", label from app.sign_in_policy
      where enabled and issuer is not null and label is not null order by label, tenant_id limit 20`,
  )
}
