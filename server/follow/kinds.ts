/** The kinds of background work, by the name under which a job is queued. */

import { scanKind } from './duplicates/scan.ts'
import { handoverKind } from './handover.ts'
import { packKind } from './import/pack/run.ts'
import { importKind } from './import/run.ts'
import { undoKind } from './import/undo.ts'
import type { Kinds } from './jobs.ts'

export const kinds: Kinds = {
  import: importKind,
  importUndo: undoKind,
  pack: packKind,
  duplicates: scanKind,
  handover: handoverKind,
}
