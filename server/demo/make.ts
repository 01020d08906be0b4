/** Makes the demo company: founded a year ago, lived through by the rules, opened today with logins for all. */
import { randomInt } from 'node:crypto'
import type { Role } from '../../kernel/role.ts'
import { listTenants } from '../store/companies.ts'
import { readDemoInboxes } from '../store/demo.ts'
import { uuid7 } from '../store/identity.ts'
import { claimLogin, setPasswordHash } from '../store/logins.ts'
import { hashPassword } from '../store/password.ts'
import type { World } from '../world.ts'
import { openScript } from '../write/script.ts'
import { type Seat, staff } from './catalogue.ts'
import { demoDomain, foundDemo, layGround } from './found.ts'
import { dateOf, instant, plusMinutes } from './hours.ts'
import { chanceOf } from './random.ts'
import { removeDemo } from './remove.ts'
import { type Ground, Teller } from './teller.ts'
import { wordsOf } from './words.ts'
import { drawYear } from './year.ts'

export interface DemoPerson {
  readonly name: string
  readonly title: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly password: string
}

export interface Demo {
  readonly tenantId: string
  readonly people: readonly DemoPerson[]
  /** Acts the rules did not allow; their tales ended there. */
  readonly refused: readonly string[]
}

export interface DemoOptions {
  readonly seed?: number
  /** 1 is the whole year; less makes fewer of everything. */
  readonly size?: number
  readonly slug?: string
}

const days = 365

/** A demo company of before is taken away first, whole or broken off. A demo that cannot be made leaves nothing. */
export async function makeDemo(world: World, options: DemoOptions = {}): Promise<Demo> {
  const { seed = 20_240_601, size = 1, slug = 'demo' } = options
  const tenants = await world.database.control(listTenants)
  if (tenants.some((one) => one.demo && one.slug === slug)) await removeDemo(world)
  try {
    const until = world.clock()
    const from = instant(dateOf(plusMinutes(until, -days * 1440)), 540)
    const past: World = { ...world, clock: () => from, newId: () => uuid7(Date.parse(from)) }
    const tenantId = await foundDemo(past, slug)
    const script = await openScript(world, tenantId)
    const ground = await layGround(world, script, { tenantId, at: from })
    const chance = chanceOf(seed)
    const teller = new Teller(ground, { chance, words: wordsOf(chance) }, { from: plusMinutes(from, 600), until })
    drawYear(teller, size)
    await teller.play(script)
    await world.database.inTenant(tenantId, (tx) => readDemoInboxes(tx, tenantId, plusMinutes(until, -10 * 1440)))
    world.models.forget(tenantId)
    return { tenantId, people: await openDoors(world, ground), refused: teller.refused }
  } catch (error) {
    await removeDemo(world)
    throw error
  }
}

/** A login with a random password for everybody, so that each role can be tried. */
async function openDoors(world: World, { tenantId, sessions }: Ground): Promise<DemoPerson[]> {
  const people = await Promise.all(
    [...sessions].map(async ([seat, { userId }]) => {
      const { name, title, email, roles } = staff[seat as Seat]
      const password = randomPassword()
      return {
        userId: userId as string,
        name,
        title,
        email: `${email}@${demoDomain}`,
        roles,
        password,
        hash: await hashPassword(password),
      }
    }),
  )
  const at = world.clock()
  await world.database.control(async (tx) => {
    for (const { userId, email, hash } of people) {
      const login = await claimLogin(tx, { id: world.newId(), email, member: { tenantId, userId }, at })
      if (login === 'taken') throw new Error(`${email} signs in elsewhere`)
      await setPasswordHash(tx, login.id, { hash, at })
    }
  })
  return people.map(({ userId: _id, hash: _hash, ...person }) => person)
}

/** Letters and digits that are not taken for one another, in groups: easy to type, 90 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const randomPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')).join(
    '-',
  )
