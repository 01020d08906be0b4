/** A whole company on a real database for stories: founded with its defaults, staffed by role, driven by acts. */
import { chain } from '../../flow/chain.ts'
import { objects } from '../../flow/index.ts'
import { settingsIn } from '../../flow/setup/company.ts'
import type { Loose } from '../../kernel/fact.ts'
import { type Registry, registry as registryOf } from '../../kernel/registry.ts'
import type { Role } from '../../kernel/role.ts'
import type { CompanyMode } from '../../kernel/settings.ts'
import { databaseUrl } from '../../server/boot/postgres.ts'
import { openDatabase } from '../../server/store/database.ts'
import { uuid7 } from '../../server/store/identity.ts'
import { modelObjects, openModels } from '../../server/store/models.ts'
import { loadActor } from '../../server/store/people.ts'
import { loadRecord } from '../../server/store/records.ts'
import { zoneOf } from '../../server/store/zone.ts'
import type { Change, Session } from '../../server/world.ts'
import { createCompany } from '../../server/write/company.ts'
import { systemSession } from '../../server/write/effects.ts'
import { execute, type Outcome } from '../../server/write/execute.ts'
import { testPasswords, testPersonKey } from './passwords.ts'
import { quietLog, type TestWorld } from './world.ts'

export const registry: Registry = registryOf(objects, chain)

/** The product's own world on a migrated database. */
export function productWorld(ownerUrl: string): TestWorld {
  const database = openDatabase({
    tenantUrl: databaseUrl(ownerUrl, { user: 'openltc_app', password: testPasswords.app }),
    controlUrl: databaseUrl(ownerUrl, { user: 'openltc_control', password: testPasswords.control }),
    onFault: () => {},
  })
  const heard = new Set<(change: Change) => void>()
  const models = openModels({ database, registry, settingsIn })
  let now: string | null = null
  return {
    ownerUrl,
    database,
    clock: () => now ?? new Date().toISOString(),
    newId: () => uuid7(Date.now()),
    log: quietLog,
    registry,
    models,
    changes: {
      publish: (changes) => {
        for (const change of changes) {
          if (modelObjects.has(change.object)) models.forget(change.tenantId)
          for (const hear of heard) hear(change)
        }
      },
      subscribe: (hear) => {
        heard.add(hear)
        return () => void heard.delete(hear)
      },
    },
    secrets: { signing: 'test-signing-key', person: testPersonKey },
    moveTo(next) {
      now = next
    },
    close: () => database.close(),
  }
}

export interface Company {
  readonly world: TestWorld
  readonly tenantId: string
  readonly departmentId: string
  /** Hires a person; the session is that of the person as the doors would build it. */
  hire(name: string, roles: readonly Role[], departmentId?: string): Promise<Session>
  session(userId: string): Promise<Session>
  /** Acts on a record at its present version; throws what was refused. */
  act(
    who: Session,
    what: { object: string; act: string; id?: string; input?: Loose; confirm?: string[]; reason?: string },
  ): Promise<Loose>
  attempt(who: Session, what: Parameters<Company['act']>[1]): Promise<Outcome>
  find(object: string, id: string): Promise<Loose>
  list(object: string, where?: (record: Loose) => boolean): Promise<Loose[]>
  /** The id of a stored file, ready to be named by a record. */
  file(by: Session, name: string): Promise<string>
}

let founded = 0
export async function foundCompany(
  world: TestWorld,
  mode: CompanyMode = 'standard',
  name = '华夏泵业',
): Promise<Company> {
  const { tenant } = await createCompany(world, { slug: `company-${++founded}`, name, mode })
  return companyIn(world, tenant.id)
}

/** A company that stands in this world's database already, as in the copy of one where it was founded. */
export async function companyIn(world: TestWorld, tenantId: string): Promise<Company> {
  const system = systemSession(tenantId)
  const list: Company['list'] = async (object, where = () => true) => {
    const declaration = registry.objects.get(object)!
    const ids = await world.database.inTenant(tenantId, (tx) =>
      tx.query<{ id: string }>(
        `select id from app."${object.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}" order by created_at, id`,
      ),
    )
    const records = await world.database.inTenant(tenantId, async (tx) => {
      const out: Loose[] = []
      for (const { id } of ids) out.push((await loadRecord(tx, { tenantId, declaration }, { id }))!)
      return out
    })
    return records.filter(where)
  }
  const [root] = await list('department')
  const find: Company['find'] = async (object, id) => {
    const declaration = registry.objects.get(object)!
    const record = await world.database.inTenant(tenantId, (tx) => loadRecord(tx, { tenantId, declaration }, { id }))
    if (!record) throw new Error(`no ${object} ${id}`)
    return record
  }
  const attempt: Company['attempt'] = async (who, { object, act, id, input = {}, confirm, reason }) => {
    const version = id && act !== 'create' ? { version: (await find(object, id)).version as number } : {}
    return execute(world, who, {
      command: {
        object,
        act,
        input,
        ...version,
        ...(id ? { id } : {}),
        ...(confirm ? { confirm } : {}),
        ...(reason ? { reason } : {}),
      },
    })
  }
  const act: Company['act'] = async (who, what) => {
    const outcome = await attempt(who, what)
    if (!outcome.ok) throw new Error(`${what.object}.${what.act} refused: ${show(outcome.refusals)}`)
    return outcome.record
  }
  const session: Company['session'] = async (userId) => {
    const actor = await world.database.inTenant(tenantId, (tx) => loadActor(tx, tenantId, userId))
    if (!actor) throw new Error('the person may not come in')
    return { tenantId, userId, actor, language: 'zh' }
  }
  return {
    world,
    tenantId,
    departmentId: root!.id,
    list,
    find,
    attempt,
    act,
    session,
    async hire(person, roles, departmentId = root!.id) {
      const email = `${uuid7(Date.now()).slice(-12)}@example.com`
      const user = await act(system, {
        object: 'user',
        act: 'create',
        input: { name: person, email, roles, departmentId },
      })
      return session(user.id)
    },
    async file(by, title) {
      const id = uuid7(Date.now())
      await world.database.inTenant(tenantId, (tx) =>
        tx.query(
          `insert into app.file (tenant_id, id, name, type, size, created_by, created_at, ready_at)
         values ($1, $2, $3, 'application/pdf', 4, $4, now(), now())`,
          [tenantId, id, title, by.userId],
        ),
      )
      return id
    },
  }
}

export const show = (value: unknown): string =>
  JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? `${one}n` : one))

export const yuan = (amount: string) => ({ amount, currency: 'CNY' })

/** The day it is in the companies of the stories. */
export const dayOf = (now: string): string => zoneOf('Asia/Shanghai').toCivil(now).date
