/** What is told of the undoing of an import, and how one record is taken back or put back. Pure. */
import type { Command } from '../../../kernel/command.ts'
import { same, trackedCommon } from '../../../kernel/diff.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import type { LoggedEvent } from '../../store/log.ts'

export interface Undo {
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  /** Only looks what would become of it. */
  readonly dryRun: boolean
  readonly total: number
  readonly done: number
  /** Records that were made and are gone. */
  readonly removed: number
  /** Records that were changed and are as they were. */
  readonly restored: number
  /** Reason → records that stay as they are. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first of them. */
  readonly kept: readonly {
    readonly object: string
    readonly id: string
    readonly title: string
    readonly code: string
  }[]
  readonly askedBy: string | null
  readonly askedAt: string
  readonly endedAt: string | null
}

export const newUndo = (asked: Pick<Undo, 'dryRun' | 'askedBy' | 'askedAt'>): Undo => ({
  ...{ state: 'waiting', total: 0, done: 0, removed: 0, restored: 0, reasons: {}, kept: [], endedAt: null },
  ...asked,
})

export const taking = ({ name }: Declaration, act: string, given: { record: Loose; input: Loose }): Command => ({
  object: name,
  act,
  id: given.record.id,
  version: given.record.version,
  input: given.input,
  compensates: true,
})

export function byRecord(events: readonly LoggedEvent[], object: string): Map<string, LoggedEvent[]> {
  const out = new Map<string, LoggedEvent[]>()
  for (const event of events) {
    if (event.object !== object) continue
    const own = out.get(event.id) ?? []
    if (own.push(event) === 1) out.set(event.id, own)
  }
  return out
}

/** What has to be written so that the record is again as it was. */
export function differing(declaration: Declaration, before: Loose, now: Loose): Loose {
  const out: Record<string, unknown> = {}
  const names = [...Object.keys(declaration.fields), ...Object.keys(declaration.parts), ...settable, 'state']
  for (const name of names) if (!same(before[name], now[name])) out[name] = before[name] ?? null
  const keys = new Set([...Object.keys(before.custom), ...Object.keys(now.custom)])
  const custom = [...keys].filter((key) => !same(before.custom[key], now.custom[key]))
  if (custom.length > 0) out.custom = Object.fromEntries(custom.map((key) => [key, before.custom[key] ?? null]))
  return out
}

const settable = trackedCommon.filter(
  (name) => !['derivedFrom', 'importedGap'].includes(name) && !/edFields$/.test(name),
)

const mostKept = 200

export function keeping(undo: Undo, declaration: Declaration, codes: ReadonlyMap<Loose, string>): Undo {
  const reasons: Record<string, number> = { ...undo.reasons }
  const kept = [...undo.kept]
  for (const [record, code] of codes) {
    reasons[code] = (reasons[code] ?? 0) + 1
    const title = String(record[declaration.title] ?? record.no ?? '')
    if (kept.length < mostKept) kept.push({ object: declaration.name, id: record.id, title, code })
  }
  return { ...undo, reasons, kept }
}
