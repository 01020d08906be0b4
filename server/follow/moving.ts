/** Moves a company: out as one archive of one moment, and in as a company of its own with nothing changed. */

import { pipeline, Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { addTenant, forgetTenant, type Tenant } from '../store/companies.ts'
import { packCompany } from '../store/moving/pack.ts'
import { ArchiveFault, type Unpacked, unpackCompany } from '../store/moving/unpack.ts'
import type { World } from '../world.ts'

/** The archive as it is sent or kept; ending early ends the reading of the database too. */
export async function* archiveOf(
  world: World,
  tenantId: string,
  told?: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const model = await world.models.of(tenantId)
  const { tx, close } = await world.database.snapshot(tenantId)
  try {
    const packing = { model, secret: world.secrets.person, now: world.clock(), ...(told ? { told } : {}) }
    const packed = createGzip({ level: 6 })
    pipeline(Readable.from(packCompany(tx, packing), { objectMode: true, highWaterMark: 1 }), packed, () => {})
    for await (const piece of packed) yield piece as Buffer
  } finally {
    await close()
  }
}

export interface BringingIn {
  readonly slug: string
  /** The name the installation lists it under; the archive's own when absent. */
  readonly name?: string
  readonly bytes: AsyncIterable<Buffer>
  readonly told?: (rows: number) => void
}

export interface BroughtIn extends Unpacked {
  readonly tenant: Tenant
}

/** Throws Refused; what cannot be brought in whole is not brought in. */
export async function bringIn(world: World, asked: BringingIn): Promise<BroughtIn> {
  const { slug, name = slug, bytes, told } = asked
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(slug)) {
    const details = { name: 'slug', expected: 'a-z, 0-9, -' }
    throw new Refused([refuse('invalid', 'WRONG_TYPE', { field: 'slug', details })])
  }
  const tenant: Tenant = { id: world.newId(), slug, name, demo: false, createdAt: world.clock() }
  if (!(await world.database.control((tx) => addTenant(tx, tenant))))
    throw new Refused([refuse('guard', 'SLUG_TAKEN', { field: 'slug', status: 409, details: { slug } })])
  try {
    const unpacked = await world.database.atLength(tenant.id, (tx) =>
      unpackCompany(tx, unzipped(bytes), {
        tenantId: tenant.id,
        objects: world.registry.objects,
        secret: world.secrets.person,
        newId: world.newId,
        now: world.clock(),
        ...(told ? { told } : {}),
      }),
    )
    world.models.forget(tenant.id)
    return { tenant: { ...tenant, name: asked.name ?? unpacked.header.company.name }, ...unpacked }
  } catch (error) {
    await world.database.control((tx) => forgetTenant(tx, tenant.id))
    if (error instanceof ArchiveFault)
      throw new Refused([refuse('invalid', error.code, { details: { problem: error.message } })])
    throw error
  }
}

function unzipped(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const out = createGunzip()
  pipeline(Readable.from(bytes, { objectMode: true }), out, () => {})
  return out
}
