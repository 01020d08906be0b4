/** Records that look like the one in hand (chain.md §3.5): exact keys by index, names by their first letters. */
import { scopesFor } from '../../../kernel/draft.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { matchScore, type Party } from '../../../kernel/match.ts'
import { within } from '../../../kernel/permit.ts'
import { indexGrams, normaliseName } from '../../../kernel/text.ts'
import type { Asking, Source } from '../asking.ts'
import type { Tx } from '../database.ts'
import { gramKey } from '../records.ts'
import { candidateOf } from './exact.ts'

const lowest = 60
const mostCandidates = 200

export const duplicates: Source = async (tx, asking) => {
  const party = partyOf(asking.object, asking.record)
  const rows = asking.alike ?? (asking.held ? heldCandidates(asking.held, party) : await candidates(tx, asking, party))
  return rows.flatMap((row) => {
    const score = matchScore(party, partyOf(row.object, row))
    if (score < lowest || row.id === asking.record.id) return []
    return [
      {
        object: row.object,
        id: row.id,
        state: row.state,
        score,
        ownerId: row.ownerId,
        ownerName: row.ownerName,
        deptName: row.deptName,
        createdAt: row.createdAt,
        visible: visible(asking, row),
      },
    ]
  })
}

function partyOf(object: string, record: Loose): Party {
  const { uscc = null, mobile = null, email = null } = record
  const name = object === 'contact' ? null : (record.companyName ?? record.name ?? null)
  return { uscc, mobile, email, name, city: record.region?.city ?? null }
}

function visible({ actor, objects, changes }: Asking, row: Loose): boolean {
  const declaration = objects.get(row.object)
  if (actor.kind === 'system' || !declaration) return true
  return within(actor, scopesFor({ declaration, actor, changes }, 'read'), row as never)
}

async function candidates(tx: Tx, asking: Asking, party: Party): Promise<Loose[]> {
  const { tenantId } = asking
  const [first, last] = endsOf(party).map((pairs) => pairs.map((pair) => gramKey(tenantId, pair)))
  const keys = [party.uscc ?? null, party.mobile ?? null, party.email ?? null]
  const values = [tenantId, ...keys, first ?? [], mostCandidates, last ?? []]
  const found = await tx.prepared<Loose>(sql, values)
  return found.map(candidateOf)
}

/** The first two and the last two pairs of letters: names alike enough to matter share one or the other. */
function endsOf({ name }: Party): string[][] {
  const letters = [...normaliseName(name ?? '')]
  const stored = new Set(indexGrams(name ?? ''))
  const pairs = letters
    .slice(0, -1)
    .map((letter, at) => letter + letters[at + 1])
    .filter((pair) => stored.has(pair))
  return pairs.length <= 2 ? [pairs] : [pairs.slice(0, 2), pairs.slice(-2)]
}

/** The same candidates out of memory. */
function heldCandidates(held: (object: string) => Iterable<Loose>, party: Party): Loose[] {
  const pairs = endsOf(party).flat()
  const nameOf = (object: string, id: string | null): string | null => {
    for (const one of held(object)) if (one.id === id) return one.name
    return null
  }
  const out: Loose[] = []
  for (const object of ['lead', 'account', 'contact']) {
    for (const one of held(object)) {
      if (one.state === 'merged' || !isCandidate(one, party, pairs)) continue
      out.push({ ...one, object, ownerName: nameOf('user', one.ownerId), deptName: nameOf('department', one.deptId) })
    }
  }
  return out
}

function isCandidate(one: Loose, party: Party, pairs: readonly string[]): boolean {
  const { uscc, mobile, email } = party
  if ((uscc && one.uscc === uscc) || (mobile && one.mobile === mobile) || (email && one.email === email)) return true
  const name = (one.companyName ?? one.name ?? '') as string
  return pairs.some((pair) => name.includes(pair))
}

const shared = 'id, state, owner_id, dept_id, member_ids, created_at'
/** Each way of looking uses its own index; that of grams only through its own function (0006). */
const ways = (table: string, columns: string, keys: readonly string[]): string =>
  keys
    .map((key) => `(select ${columns} from app.${table} where tenant_id = $1 and ${key} limit $6::integer)`)
    .join(' union ')
const alike = (table: string): string[] =>
  [5, 7].map(
    (n) => `id in (select g from app.holding_grams($1, '${table}', $${n}::text[], $6::integer) g
      where cardinality($${n}::text[]) > 0)`,
  )
const exact = ['uscc = $2', 'mobile = $3', 'email = $4']
const leads = `'lead' as object, ${shared}, company_name as name, uscc, mobile, email, region, pool_id`
const accounts = `'account' as object, ${shared}, name, uscc, mobile, email, region, pool_id`
const contacts = `'contact' as object, ${shared}, name, null as uscc, mobile, email,
  null::jsonb as region, null::uuid as pool_id`
const sql = `
  select c.*, u.name as owner_name, d.name as dept_name from (
    ${ways('lead', leads, [...exact, ...alike('lead')])}
    union ${ways('account', accounts, [...exact, ...alike('account')])}
    union ${ways('contact', contacts, ['mobile = $3', 'email = $4'])}
  ) c
  left join app."user" u on u.tenant_id = $1 and u.id = c.owner_id
  left join app.department d on d.tenant_id = $1 and d.id = c.dept_id
  where c.state <> 'merged'`
