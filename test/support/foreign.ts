/** Two twin companies behind the same doors: one asks, the other has a mark in everything it has. */
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import { roleNames } from '../../kernel/role.ts'
import { tableOf } from '../../server/store/columns.ts'
import type { Caller } from '../http/support.ts'
import { hireStaff, type Staff, stockedProduct } from './chain.ts'
import { type Company, foundCompany, registry } from './company.ts'
import { openDoors, type ProductDoors } from './doors.ts'
import { liveThrough } from './living.ts'
import { asOwner, type TestWorld } from './world.ts'

/** A word that stands nowhere but in the other company. */
export const mark = '玄铁QZXV'
export const nowhere = '018f2d5e-7c3a-7b1e-9d42-5a6b7c8d9e0f'

export interface Twins {
  readonly doors: ProductDoors
  readonly ours: Company
  readonly theirs: Company
  /** One who holds every role of the staff, so that only the wall is in the way. */
  readonly caller: Caller
  readonly ourStaff: Staff
  /** The first record of each object, there and here. */
  readonly foreign: ReadonlyMap<string, string>
  readonly own: ReadonlyMap<string, string>
  readonly foreignFile: string
}

export async function openTwins(world: TestWorld): Promise<Twins> {
  world.moveTo('2026-06-01T02:00:00.000Z')
  const doors = await openDoors(world)
  const theirs = await foundCompany(world, 'standard', `华夏泵业 ${mark}`)
  const ours = await foundCompany(world, 'standard', '华夏泵业')
  const ourStaff = await live(ours, '苏州精工机械有限公司')
  const theirStaff = await live(theirs, `苏州精工机械有限公司${mark}`)
  const everybody = roleNames.filter((role) => role !== 'CUS')
  const caller = await doors.enter(ours, await ours.hire('全能', everybody))
  return {
    doors,
    ours,
    theirs,
    caller,
    ourStaff,
    foreign: await firstIds(world, theirs),
    own: await firstIds(world, ours),
    foreignFile: await theirs.file(theirStaff.rep, `${mark}.pdf`),
  }
}

async function live(company: Company, customer: string): Promise<Staff> {
  const staff = await hireStaff(company)
  const product = await stockedProduct(company, staff, '120')
  await liveThrough(company, staff, { customer, product, first: '4', second: '6' })
  return staff
}

async function firstIds(world: TestWorld, { tenantId }: Company): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  for (const { name } of registry.objects.values()) {
    const sql = `select id from ${tableOf(name)} where tenant_id = $1 order by id limit 1`
    const [row] = await asOwner(world.ownerUrl, sql, [tenantId])
    if (row) out.set(name, row.id)
  }
  return out
}

/** Every place of an object in which the id of another record is written. */
export function linkPlaces({
  fields,
  parts,
}: Declaration): { path: string; target: string; body(id: string): object }[] {
  const named = (field: Field) =>
    field.kind === 'link' ? (field.target ?? '') : field.kind === 'department' ? 'department' : 'user'
  const isLink = ([, field]: [string, Field]) =>
    ['link', 'member', 'department', 'members', 'files'].includes(field.kind) && !field.computed
  const value = (field: Field, id: string) => (['members', 'files'].includes(field.kind) ? [id] : id)
  const target = (field: Field) => (field.kind === 'files' ? 'file' : named(field))
  return [
    ...Object.entries(fields)
      .filter(isLink)
      .map(([name, field]) => ({
        path: name,
        target: target(field),
        body: (id: string) => ({ [name]: value(field, id) }),
      })),
    ...Object.entries(parts).flatMap(([part, spec]) =>
      spec.computed
        ? []
        : Object.entries(spec.fields)
            .filter(isLink)
            .map(([name, field]) => ({
              path: `${part}[].${name}`,
              target: target(field),
              body: (id: string) => ({ [part]: [{ [name]: value(field, id) }] }),
            })),
    ),
    { path: 'ownerId', target: 'user', body: (id: string) => ({ ownerId: id }) },
    { path: 'memberIds', target: 'user', body: (id: string) => ({ memberIds: [id] }) },
  ]
}
