/** What the duplicate check answers (chain.md §3.5), and the guards that leads, accounts and contacts make of it. */
import { type Fact, type Loose, source } from '../../kernel/fact.ts'
import { type Label, say } from '../../kernel/label.ts'

/** One record that looks like the one in hand. Of an invisible one only who holds it and since when may be told. */
export interface Duplicate {
  readonly object: 'lead' | 'account' | 'contact'
  readonly id: string
  readonly state: string
  readonly score: number
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly deptName: string | null
  readonly createdAt: string
  readonly visible: boolean
}

export const duplicates: Fact<readonly Duplicate[]> = source('duplicates')

/** Where a match blocks: 90 and more; where it warns: 60 and more (kernel/match.ts). */
export const blockScore = 90
export const warnScore = 60

interface Found {
  readonly facts: { readonly duplicates: readonly Duplicate[] | null | undefined }
}

/** The matches from a score on, the surest first. */
export function matching({ facts }: Found, from: number, objects: readonly string[] = []): Duplicate[] {
  return [...(facts.duplicates ?? [])]
    .filter((one) => one.score >= from && (objects.length === 0 || objects.includes(one.object)))
    .sort((a, b) => b.score - a.score)
}

/** What a person outside the scope of the match may know of it (撞单提示). */
export function told(found: readonly Duplicate[]): Readonly<Record<string, unknown>> {
  const first = found[0]
  return {
    owner: first?.ownerName ?? '—',
    dept: first?.deptName ?? '—',
    score: first?.score ?? 0,
    matches: found.map(({ visible, id, ...rest }) => (visible ? { ...rest, id } : rest)),
  }
}

/** True where one of these values differs from what is stored, so that an unrelated change is not checked again. */
export const differs = (before: Loose | null, record: Loose, names: readonly string[]): boolean =>
  before === null || names.some((name) => (before[name] ?? null) !== (record[name] ?? null))

export const duplicateMessages = (prefix: string): Readonly<Record<string, Label>> => ({
  [`${prefix}_DUPLICATE_BLOCKED`]: say(
    '与{owner}（{dept}）的线索/客户重复，匹配度{score}；请联系其负责人，或由销售主管说明原因后放行',
    'Duplicate of a record held by {owner} ({dept}), score {score}; ask them, or a manager lets it pass with a reason',
  ),
  [`${prefix}_DUPLICATE_POSSIBLE`]: say(
    '可能与{owner}（{dept}）的记录重复，匹配度{score}；确认不是同一家后可继续',
    'Possibly a duplicate of a record held by {owner} ({dept}), score {score}; confirm that it is not, to go on',
  ),
})
