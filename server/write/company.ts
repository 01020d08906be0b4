/** Founds a company: a tenant of its own with its settings, its root department and all it needs to begin. */
import { defaultsOf } from '../../flow/setup/defaults.ts'
import type { Loose } from '../../kernel/fact.ts'
import { isCurrency } from '../../kernel/money.ts'
import { system } from '../../kernel/permit.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import type { CompanyMode } from '../../kernel/settings.ts'
import { addTenant, forgetTenant, type Tenant } from '../store/companies.ts'
import { isZoneName } from '../store/zone.ts'
import type { Session, World } from '../world.ts'
import { executeBatch } from './batch.ts'
import { execute } from './execute.ts'

export interface Founded {
  readonly tenant: Tenant
  readonly adminId: string | null
}

export interface NewCompany {
  readonly slug: string
  readonly name: string
  readonly mode?: CompanyMode
  readonly currency?: string
  readonly timeZone?: string
  readonly language?: 'zh' | 'en'
  readonly demo?: boolean
  readonly admin?: { readonly name: string; readonly email: string }
}

/** Throws Refused; a company that cannot be made whole is not made. */
export async function createCompany(world: World, asked: NewCompany): Promise<Founded> {
  requireSound(asked)
  const { slug, name, currency = 'CNY', timeZone = 'Asia/Shanghai', language = 'zh' } = asked
  const tenant: Tenant = { id: world.newId(), slug, name, demo: asked.demo ?? false, createdAt: world.clock() }
  if (!(await world.database.control((tx) => addTenant(tx, tenant))))
    throw new Refused([refuse('guard', 'SLUG_TAKEN', { field: 'slug', status: 409, details: { slug } })])
  const session = foundingSession(tenant.id, language)
  const admin = asked.admin ? { id: world.newId(), ...asked.admin } : null
  try {
    const input = { name, mode: asked.mode ?? 'light', baseCurrency: currency, timeZone }
    const made = await execute(world, session, { command: { object: 'company', act: 'create', id: tenant.id, input } })
    if (!made.ok) throw new Refused(made.refusals)
    world.models.forget(tenant.id)
    const commands = defaultsOf({ id: tenant.id, name, currency, language, admin, newId: world.newId })
    const refusals = (await executeBatch(world, session, commands)).flatMap((one) => (one.ok ? [] : one.refusals))
    if (refusals.length > 0) throw new Refused(refusals)
    world.models.forget(tenant.id)
  } catch (error) {
    await world.database.control((tx) => forgetTenant(tx, tenant.id))
    throw error
  }
  return { tenant, adminId: admin?.id ?? null }
}

const foundingSession = (tenantId: string, language: 'zh' | 'en'): Session => ({
  tenantId,
  userId: null,
  actor: { ...system, channel: 'cli' },
  language,
})

function requireSound({ slug, name, currency, timeZone }: NewCompany): void {
  const wrong = (field: string, expected: string) =>
    refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } as Loose })
  const refusals = [
    ...(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(slug) ? [] : [wrong('slug', 'a-z, 0-9, -')]),
    ...(name.trim() === '' || name.length > 120 ? [wrong('name', '1–120')] : []),
    ...(currency === undefined || isCurrency(currency) ? [] : [wrong('currency', 'CNY, USD, …')]),
    ...(timeZone === undefined || isZoneName(timeZone) ? [] : [wrong('timeZone', 'Asia/Shanghai')]),
  ]
  if (refusals.length > 0) throw new Refused(refusals)
}
