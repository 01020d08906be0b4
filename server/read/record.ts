/** Reads one record with its parts, and what its reader can do with it. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { loadRecord } from '../store/records.ts'
import type { Session, World } from '../world.ts'
import { type Can, canDo } from './capable.ts'
import { seesSubject } from './comments.ts'
import { loadNames, Mentioned, mention, type Names } from './names.ts'
import { isAbout } from './near.ts'
import { type Answer, declarationOf, notFound, type Reading, reading } from './reading.ts'
import { reaches, reachOf } from './scope.ts'
import { type Shown, showRecord } from './show.ts'

export interface One {
  readonly data: Shown
  readonly can: Can
  readonly names: Names
}

export function readRecord(
  world: World,
  session: Session,
  { object, id }: { object: string; id: string },
): Promise<Answer<One>> {
  return reading(world, session, (now) => {
    const declaration = declarationOf(now, object)
    return world.database.inTenant(now.tenantId, async (tx) => {
      const record = await loadVisible(now, tx, { declaration, id })
      const mentioned = new Mentioned()
      mention(now, mentioned, { declaration, record })
      const [can, names] = await Promise.all([canDo(now, tx, { declaration, record }), loadNames(now, tx, mentioned)])
      return { data: showRecord(now, { declaration, record }), can, names }
    })
  })
}

type Commented = Parameters<typeof seesSubject>[2]

/** A record out of sight is refused exactly like one that is not there. */
export async function loadVisible(
  now: Reading,
  tx: Tx,
  { declaration, id }: { declaration: Declaration; id: string },
): Promise<Loose> {
  reachOf(now, declaration)
  const record = await loadRecord(tx, { tenantId: now.tenantId, declaration }, { id })
  if (!record) throw notFound()
  if (reaches(now, declaration, record)) return record
  const onVisible = isAbout(declaration) && (await seesSubject(now, tx, record as Commented))
  if (!onVisible) throw notFound()
  return record
}
