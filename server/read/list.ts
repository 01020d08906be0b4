/** Lists the records of one object that a reader reaches. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { listRows } from '../store/list.ts'
import { loadRecords, withParts } from '../store/records.ts'
import type { Session, World } from '../world.ts'
import { reachIn } from './comments.ts'
import { writeCursor } from './cursor.ts'
import { loadNames, Mentioned, mention, type Names } from './names.ts'
import { targetOf } from './place.ts'
import { type ListAsk, type ListQuery, readListQuery } from './query.ts'
import { type Answer, declarationOf, type Reading, reading } from './reading.ts'
import { reaches } from './scope.ts'
import { columnsFor, type Shown, showRecord } from './show.ts'

export interface Page {
  readonly data: readonly Shown[]
  readonly next: string | null
  readonly names: Names
  /** Records behind the links that `include` named, by id. */
  readonly included?: Readonly<Record<string, Shown>>
}

/** One page: at most 200 records in a stable order, and the cursor of the next page. */
export function listRecords(
  world: World,
  session: Session,
  { object, query }: { object: string; query: ListQuery },
): Promise<Answer<Page>> {
  return reading(world, session, (now) => {
    const declaration = declarationOf(now, object)
    const ask = readListQuery(now, declaration, query)
    return world.database.inTenant(now.tenantId, (tx) => readPage(now, tx, { declaration, ask }))
  })
}

async function readPage(
  now: Reading,
  tx: Tx,
  { declaration, ask }: { declaration: Declaration; ask: ListAsk },
): Promise<Page> {
  const rows = await readRows(now, tx, { declaration, ask, limit: ask.limit + 1 })
  const page = rows.slice(0, ask.limit)
  const last = rows.length > ask.limit ? page.at(-1) : undefined
  const bare = page.map(({ record }) => record)
  const records = ask.parts.length > 0 ? await chosenParts(now, tx, { declaration, ask, records: bare }) : bare
  const mentioned = new Mentioned()
  for (const record of records) mention(now, mentioned, { declaration, record })
  const included = ask.links.length > 0 ? await readIncluded(now, tx, { declaration, ask, records }) : undefined
  return {
    data: records.map((record) => showRecord(now, { declaration, record }, ask.fields)),
    next: last ? writeCursor(now, last.position, ask.seal) : null,
    names: await loadNames(now, tx, mentioned),
    ...(included ? { included } : {}),
  }
}

export async function readRows(
  now: Reading,
  tx: Tx,
  { declaration, ask, limit }: { declaration: Declaration; ask: ListAsk; limit: number },
) {
  const columns = columnsFor(declaration, ask.fields ? new Set([...ask.fields, ...ask.links]) : null)
  return listRows(tx, {
    tenantId: now.tenantId,
    declaration,
    reach: await reachIn(now, tx, { declaration, condition: ask.condition }),
    condition: ask.condition,
    sort: ask.sort,
    after: ask.after,
    limit,
    ...(columns ? { columns } : {}),
  })
}

interface Paged {
  readonly declaration: Declaration
  readonly ask: ListAsk
  readonly records: readonly Loose[]
}

async function chosenParts(now: Reading, tx: Tx, { declaration, ask, records }: Paged): Promise<Loose[]> {
  const parts = Object.fromEntries(Object.entries(declaration.parts).filter(([name]) => ask.parts.includes(name)))
  return withParts(tx, { tenantId: now.tenantId, declaration: { ...declaration, parts } }, records)
}

async function readIncluded(
  now: Reading,
  tx: Tx,
  { declaration, ask, records }: Paged,
): Promise<Record<string, Shown>> {
  const out: Record<string, Shown> = {}
  for (const name of ask.links) {
    const field = declaration.fields[name]
    const target = field ? targetOf(now, field) : null
    if (!target) continue
    const ids = [...new Set(records.map((record) => record[name]).filter((id) => typeof id === 'string'))]
    const found = await loadRecords(
      tx,
      { tenantId: now.tenantId, declaration: { ...target, parts: {} } },
      { ids, lock: false },
    )
    for (const record of found) {
      if (reaches(now, target, record)) out[record.id] = showRecord(now, { declaration: target, record })
    }
  }
  return out
}
