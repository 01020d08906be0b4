/** How a transaction reads records, each once, and what it remembers of what was asked for many commands at once. */
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { loadRecord, loadRecords } from '../store/records.ts'
import type { Model } from '../world.ts'
import { Alike } from './alike.ts'
import { Answers } from './answers.ts'
import type { HeldRecords } from './held.ts'
import type { Unit } from './work.ts'

/** Written beside the records, so never held. */
export const elsewhere: ReadonlySet<string> = new Set(['journal'])

interface Reading {
  readonly tx: Tx
  readonly tenantId: string
  readonly held: HeldRecords
  /** All records of the company are held. */
  readonly alone: boolean
}

export const readingOf = ({ tx, tenantId, held, alone }: Reading): Pick<Unit, 'preload' | 'get'> => ({
  async preload(declaration, ids, lock) {
    const open = [...new Set(ids)].filter((id) => isOpen(held, declaration, { id, lock }))
    if (open.length === 0 || alone) return
    const found = await loadRecords(tx, { tenantId, declaration }, { ids: open, lock })
    const byId = new Map(found.map((record) => [record.id as string, record]))
    for (const id of open) {
      const stored = byId.get(id) ?? null
      held.read(id, { declaration, stored, current: stored, locked: lock })
    }
  },
  async get(declaration, id, lock) {
    const known = held.get(declaration.name, id)
    if (known && (known.locked || !lock)) return known.current
    if (alone && !elsewhere.has(declaration.name)) return known?.current ?? null
    const stored = await loadRecord(tx, { tenantId, declaration }, { id, lock })
    held.read(id, { declaration, stored, current: stored, locked: lock })
    return stored
  },
})

function isOpen(held: HeldRecords, { name }: Declaration, { id, lock }: { id: string; lock: boolean }): boolean {
  const known = held.get(name, id)
  return !known || (lock && !known.locked)
}

export const remembering = (
  model: Model,
): Pick<Unit, 'answers' | 'alike' | 'drafts' | 'fresh' | 'places' | 'departments'> => ({
  answers: new Answers(model.objects),
  alike: new Alike(),
  drafts: new Map(),
  fresh: new Set(),
  places: new Map(),
  departments: new Map(),
})
