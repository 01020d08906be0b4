/** The doors of the whole product before a company on a real database, and people who come in through them. */

import { openDesk } from '../../server/follow/import/desk.ts'
import { openPackDesk } from '../../server/follow/import/pack/desk.ts'
import { filesOfImports } from '../../server/follow/import/templateDesk.ts'
import { buildApp, type WebServer } from '../../server/http/app.ts'
import { firstLookRoutes } from '../../server/http/firstLook.ts'
import { importFileRoutes } from '../../server/http/importFiles.ts'
import { importRoutes } from '../../server/http/imports.ts'
import { packRoutes } from '../../server/http/packs.ts'
import type { Session } from '../../server/world.ts'
import { type Caller, callerOf, giveLogin, password, signIn, wide } from '../http/support.ts'
import type { Company } from './company.ts'
import { asOwner, type TestWorld } from './world.ts'

export interface ProductDoors {
  readonly web: WebServer
  /** The person, signed in. */
  enter(company: Company, session: Session): Promise<Caller>
}

export async function openDoors(world: TestWorld): Promise<ProductDoors> {
  const web = await buildApp(world, {
    config: { allowHttpCookies: false, trustProxy: false },
    rates: wide,
    more: [
      importRoutes(openDesk(world)),
      importFileRoutes(filesOfImports(world)),
      packRoutes(openPackDesk(world)),
      firstLookRoutes(world),
    ],
  })
  return {
    web,
    async enter(company, { userId }) {
      const member = { tenantId: company.tenantId, userId: userId ?? '' }
      const { email } = await company.find('user', member.userId)
      await giveLogin(world, member, email)
      const caller = callerOf(web, { ...member, email })
      const answer = await signIn(web, caller, password)
      if (answer.statusCode !== 200) throw new Error(`${email} was not let in: ${answer.body}`)
      return caller
    },
  }
}

/** One checksum per table of everything a company has, taken by the owner past all walls. */
export async function checksums(ownerUrl: string, tenantId: string): Promise<Record<string, string>> {
  const tables = await asOwner(
    ownerUrl,
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where n.nspname = 'app' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const sums = tables.map(
    ({ name }) => `select '${name}' as name,
        count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum
      from app."${name}" t where tenant_id = '${tenantId}'`,
  )
  const rows = await asOwner(ownerUrl, sums.join(' union all '))
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}
