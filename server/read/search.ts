/** One search over the records of all objects the reader may read. */
import type { Declaration } from '../../kernel/object.ts'
import { type Found, type Sought, searchRows } from '../store/search.ts'
import { folded } from '../store/where.ts'
import type { Session, World } from '../world.ts'
import { readWords } from './filter.ts'
import { loadNames, Mentioned } from './names.ts'
import { targetOf } from './place.ts'
import { type Answer, badRequest, type Reading, reading } from './reading.ts'
import { isVisible, mayRead, reachOf } from './scope.ts'

export interface Hit {
  readonly object: string
  readonly id: string
  readonly no: string | null
  readonly title: string | null
  /** What it belongs to, else its number. */
  readonly subtitle: string | null
  readonly state: string
}

const usualHits = 20
const mostHits = 50
const perObject = 30

export function searchAll(
  world: World,
  session: Session,
  { query }: { query: { readonly q?: string | undefined; readonly limit?: string | undefined } },
): Promise<Answer<{ readonly data: readonly Hit[] }>> {
  return reading(world, session, (now) => {
    const q = (query.q ?? '').trim()
    const limit = query.limit ? Number(query.limit) : usualHits
    if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) throw badRequest(`limit 1–${mostHits}`)
    const sought = /[\p{L}\p{N}]/u.test(q) ? allSought(now, q) : []
    return world.database.inTenant(now.tenantId, async (tx) => {
      const found = await searchRows(tx, sought, perObject)
      const best = found.sort(byFitness(q)).slice(0, limit)
      const mentioned = new Mentioned()
      for (const one of best) mentioned.add(linkOf(now, one.object)?.target ?? '', one.link)
      const names = await loadNames(now, tx, mentioned)
      return { data: best.map((one) => hit(one, one.link ? (names[one.link]?.title ?? null) : null)) }
    })
  })
}

function hit({ object, id, no, title, state }: Found, belongsTo: string | null): Hit {
  const subtitle = belongsTo ?? (title === null ? null : no)
  return { object, id, no, title: title ?? no, subtitle, state }
}

function allSought(now: Reading, q: string): Sought[] {
  const out: Sought[] = []
  for (const declaration of now.model.objects.values()) {
    if (!mayRead(now, declaration)) continue
    const condition = readWords(now, declaration, q)
    const title = declaration.fields[declaration.title]
    const titled = declaration.title === 'no' || (title !== undefined && isVisible(now, title) && !title.mask)
    const link = linkOf(now, declaration.name)?.name ?? null
    out.push({ tenantId: now.tenantId, declaration, reach: reachOf(now, declaration), condition, titled, link })
  }
  return out.filter(({ declaration }) => isSearched(declaration))
}

/** An object without a word of its own in the index is never found. */
const isSearched = ({ numbered, title, fields }: Declaration): boolean =>
  numbered !== undefined || title !== 'no' || Object.values(fields).some((field) => field.search)

/** The first listed link of an object says what its records belong to. */
function linkOf(now: Reading, object: string): { name: string; target: string } | null {
  const fields = now.model.objects.get(object)?.fields ?? {}
  for (const [name, field] of Object.entries(fields)) {
    const isLink = field.kind === 'link' && field.listed && isVisible(now, field)
    if (isLink && targetOf(now, field)) return { name, target: field.target as string }
  }
  return null
}

/** Exactly the number or the title, then what begins so, then what holds it; the newest first among equals. */
function byFitness(q: string): (a: Found, b: Found) => number {
  const wanted = folded(q)
  const rank = ({ no, title }: Found): number => {
    const words = [no, title].filter((word) => word !== null).map(folded)
    if (words.includes(wanted)) return 0
    if (words.some((word) => word.startsWith(wanted))) return 1
    return words.some((word) => word.includes(wanted)) ? 2 : 3
  }
  return (a, b) => rank(a) - rank(b) || (a.updatedAt < b.updatedAt ? 1 : -1)
}
