/** A world in which there is something to read: records that have always been there, people, and their questions. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { GrantChanges } from '../../kernel/permit.ts'
import type { Role } from '../../kernel/role.ts'
import { modes } from '../../kernel/settings.ts'
import { exportRecords } from '../../server/read/export.ts'
import { listRecords } from '../../server/read/list.ts'
import { readRecord } from '../../server/read/record.ts'
import { proposeTables } from '../../server/store/ddl.ts'
import { uuid7 } from '../../server/store/identity.ts'
import { migrate } from '../../server/store/migrate.ts'
import { insertRecords } from '../../server/store/records.ts'
import { writeCustomValues } from '../../server/store/sideline.ts'
import type { Model, Session } from '../../server/world.ts'
import { testPasswords } from '../support/passwords.ts'
import { asOwner, bareWorld, sessionOf, type TestWorld } from '../support/world.ts'
import { business, objects, ownFields } from './readBusiness.ts'

export interface Scene {
  readonly world: TestWorld
  readonly tenant: string
  /** Puts a record there as if it had always been. */
  put(object: string, values?: Loose): Promise<string>
  changes: GrantChanges
  settings: Partial<Model['settings']>
}

export async function openScene(ownerUrl: string, tenant = uuid7(1)): Promise<Scene> {
  const folder = new URL('../../server/store/migrations/', import.meta.url).pathname
  await migrate({
    ownerUrl,
    folder,
    passwords: testPasswords,
    now: '2026-06-01T00:00:00.000Z',
    only: ['0001_core.sql', '0002_doors.sql', '0006_reading.sql', '0013_people.sql', '0014_leaving.sql'],
  })
  await asOwner(ownerUrl, proposeTables(objects))
  const given: { changes: GrantChanges; settings: Partial<Model['settings']> } = { changes: {}, settings: {} }
  const world = bareWorld(ownerUrl, {
    registry: business,
    modelOf: async (tenantId) => ({
      tenantId,
      companyName: 'Sample',
      registry: business,
      objects: business.objects,
      byPlural: business.byPlural,
      settings: { ...modes.standard, ...given.settings },
      changes: given.changes,
      customFields: (object) => (object === 'opportunity' ? ownFields : []),
    }),
  })
  world.moveTo('2026-06-15T04:00:00.000Z')
  return Object.assign(given, {
    world,
    tenant,
    put: (object: string, values: Loose = {}) => put({ world, tenant, object, values }),
  })
}

let made = 0

interface Putting extends Pick<Scene, 'world' | 'tenant'> {
  readonly object: string
  readonly values: Loose
}

async function put({ world, tenant, object, values }: Putting): Promise<string> {
  const declaration = business.objects.get(object) as Declaration
  const id = values.id ?? uuid7(1_700_000_000_000 + ++made)
  const blank = Object.fromEntries(
    Object.entries(declaration.fields).map(([key, field]) => [key, field.default ?? null]),
  )
  const parts = Object.fromEntries(Object.keys(declaration.parts).map((key) => [key, []]))
  const at = new Date(Date.UTC(2026, 0, 1) + made * 60_000).toISOString()
  const record = {
    ...blank,
    ...parts,
    id,
    no: declaration.numbered ? `${declaration.numbered}-${made}` : null,
    state: Object.keys(declaration.states)[0],
    version: 1,
    ownerId: null,
    deptId: null,
    memberIds: [],
    createdAt: at,
    createdBy: null,
    updatedAt: at,
    updatedBy: null,
    entryMode: 'manual',
    derivedFrom: null,
    caseId: id,
    inheritedFields: [],
    rekeyedFields: [],
    importedGap: [],
    sourceKey: null,
    isTest: false,
    custom: {},
    ...values,
  }
  const fields = object === 'opportunity' ? ownFields : []
  await world.database.inTenant(tenant, async (tx) => {
    await insertRecords(tx, { tenantId: tenant, declaration }, [record])
    await writeCustomValues(tx, tenant, [{ object, record, fields }])
  })
  return id
}

export interface Person {
  readonly id: string
  readonly deptId: string
  readonly session: Session
}

/** The people of the scope test (roles.md §2): D1 East with D11 below it, D2 West. */
export async function people(scene: Scene) {
  const east = await scene.put('department', { name: '华东' })
  const shanghai = await scene.put('department', { name: '华东上海' })
  const west = await scene.put('department', { name: '西部' })
  const trees: Readonly<Record<string, string[]>> = { [east]: [east, shanghai], [shanghai]: [shanghai], [west]: [west] }
  const person = async (called: string, role: Role, deptId: string): Promise<Person> => {
    const id = await scene.put('user', { name: called, departmentId: deptId })
    const actor = { id, deptId, deptTree: trees[deptId] ?? [] }
    return { id, deptId, session: sessionOf(scene.tenant, [role], actor) }
  }
  return {
    east,
    shanghai,
    west,
    amy: await person('Amy', 'SM', east),
    bo: await person('Bo', 'REP', east),
    cai: await person('Cai', 'REP', east),
    dan: await person('Dan', 'REP', shanghai),
    eve: await person('Eve', 'SM', west),
    fay: await person('Fay', 'REP', west),
    ops: await person('Olga', 'OPS', west),
    mkt: await person('Max', 'MKT', west),
  }
}

export const yuan = (amount: string) => ({ amount, currency: 'CNY' })

export function okay<T extends { ok: boolean }>(answer: T): Extract<T, { ok: true }> {
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer as Extract<T, { ok: true }>
}

export interface Asked {
  readonly object: string
  readonly query: Loose
}

/** The questions of the stories, each answered or failing the test. */
export const asking = ({ world }: Scene) => ({
  page: async (session: Session, asked: Asked) => okay(await listRecords(world, session, asked)),
  list: async (session: Session, asked: Asked) =>
    okay(await listRecords(world, session, asked)).data as readonly Loose[],
  one: async (session: Session, object: string, id: string) => okay(await readRecord(world, session, { object, id })),
  /** The code of the refusal, or 'ok'. */
  code: async (session: Session, asked: Asked) => {
    const answer = await listRecords(world, session, asked)
    return answer.ok ? 'ok' : answer.refusals[0]?.code
  },
  csv: async (session: Session, asked: Asked) => {
    let text = ''
    for await (const piece of okay(await exportRecords(world, session, asked)).pieces) text += piece
    return text
  },
})
