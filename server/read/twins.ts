/** Two records beside each other, as far as the reader may see each: for judging a pair, and before a merge. */
import { idsIn } from '../../flow/sell/pairing.ts'
import { choosable, type Mergeable, takenOver } from '../../flow/sell/takeover.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Label } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { holderOf } from '../store/holder.ts'
import { loadRecord, loadRecords } from '../store/records.ts'
import { relationsOf } from '../store/sources/relations.ts'
import type { Session, World } from '../world.ts'
import { loadNames, Mentioned, mention, type Names } from './names.ts'
import { type Answer, declarationOf, notFound, openReading, type Reading, reading } from './reading.ts'
import { loadVisible } from './record.ts'
import { reaches } from './scope.ts'
import { type Shown, showRecord } from './show.ts'

/** Of a record out of sight only that it is there, who holds it and since when (撞单提示). */
export interface Side {
  readonly visible: boolean
  readonly ownerName: string | null
  readonly deptName: string | null
  readonly createdAt: string
  readonly data: Shown | null
}

export interface Twins {
  readonly data: Shown
  readonly sides: readonly Side[]
  readonly names: Names
}

export interface MergePreview {
  readonly survivor: Shown
  readonly gone: Shown
  /** Fields a person may choose the value of. */
  readonly choosable: readonly string[]
  /** Fields that the survivor takes over unless a person says otherwise. */
  readonly filled: readonly string[]
  /** What will move, by object. */
  readonly relations: readonly { readonly object: string; readonly label: Label; readonly count: number }[]
  readonly names: Names
}

export function pairOf(world: World, session: Session, id: string): Promise<Answer<Twins>> {
  return reading(world, session, (now) =>
    world.database.inTenant(now.tenantId, async (tx) => {
      const declaration = declarationOf(now, 'duplicatePair')
      const pair = await loadVisible(now, tx, { declaration, id })
      const of = declarationOf(now, pair.object)
      const records: Loose[] = []
      for (const one of idsIn(pair)) {
        const record = await loadRecord(tx, { tenantId: now.tenantId, declaration: of }, { id: one })
        if (!record) throw notFound()
        records.push(record)
      }
      const mentioned = new Mentioned()
      for (const record of records) if (reaches(now, of, record)) mention(now, mentioned, { declaration: of, record })
      const sides: Side[] = []
      for (const record of records) sides.push(await sideOf(now, tx, { declaration: of, record }))
      return { data: showRecord(now, { declaration, record: pair }), sides, names: await loadNames(now, tx, mentioned) }
    }),
  )
}

async function sideOf(now: Reading, tx: Tx, seen: { declaration: Declaration; record: Loose }): Promise<Side> {
  const { record, declaration } = seen
  const visible = reaches(now, declaration, record)
  const held = await holderOf(tx, now.tenantId, record)
  return {
    visible,
    ownerName: held.owner,
    deptName: held.dept,
    createdAt: record.createdAt,
    data: visible ? showRecord(now, seen) : null,
  }
}

export function previewMerge(
  world: World,
  session: Session,
  asked: { object: Mergeable; goneId: string; survivorId: string },
): Promise<Answer<MergePreview>> {
  return reading(world, session, (now) =>
    world.database.inTenant(now.tenantId, async (tx) => {
      const declaration = declarationOf(now, asked.object)
      const survivor = await loadVisible(now, tx, { declaration, id: asked.survivorId })
      const gone = await loadVisible(now, tx, { declaration, id: asked.goneId })
      const mentioned = new Mentioned()
      for (const record of [survivor, gone]) mention(now, mentioned, { declaration, record })
      const custom = now.model.customFields(asked.object).map((field) => `custom.${field.key}`)
      return {
        survivor: showRecord(now, { declaration, record: survivor }),
        gone: showRecord(now, { declaration, record: gone }),
        choosable: [...choosable(declaration.fields), ...custom],
        filled: Object.keys(takenOver(asked.object, declaration.fields, { survivor, gone, take: [] })),
        relations: await countedRelations(now, tx, { object: asked.object, id: asked.goneId }),
        names: await loadNames(now, tx, mentioned),
      }
    }),
  )
}

async function countedRelations(now: Reading, tx: Tx, about: { object: string; id: string }) {
  const found = await relationsOf(tx, { ...about, tenantId: now.tenantId, objects: now.model.objects })
  const counts = new Map<string, Set<string>>()
  for (const one of found) counts.set(one.object, (counts.get(one.object) ?? new Set()).add(one.id))
  return [...counts].map(([object, ids]) => ({ object, label: declarationOf(now, object).label, count: ids.size }))
}

export interface Titled {
  readonly id: string
  readonly no: string | null
  readonly title: string
}

/** Pairs with what their records are called; pairs of which the reader may not see both are left out. */
export async function titlesOfPairs<Hit extends { readonly ids: readonly [string, string] }>(
  world: World,
  session: Session,
  { object, hits }: { object: string; hits: readonly Hit[] },
): Promise<(Hit & { sides: readonly Titled[] })[]> {
  const now = await openReading(world, session)
  const declaration = declarationOf(now, object)
  const ids = [...new Set(hits.flatMap((hit) => hit.ids))]
  const records = await world.database.inTenant(now.tenantId, (tx) =>
    loadRecords(tx, { tenantId: now.tenantId, declaration }, { ids, lock: false }),
  )
  const titles = new Map<string, Titled>()
  for (const record of records) {
    const { id, no } = record
    if (reaches(now, declaration, record)) titles.set(id, { id, no, title: String(record[declaration.title] ?? no) })
  }
  return hits.flatMap((hit) => {
    const sides = hit.ids.flatMap((id) => titles.get(id) ?? [])
    return sides.length < 2 ? [] : [{ ...hit, sides }]
  })
}
