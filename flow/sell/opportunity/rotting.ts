/** Whether an open deal has gone quiet: nothing happened to it for longer than its stage allows. Pure. */
import type { Loose } from '../../../kernel/fact.ts'

export interface Rot {
  readonly rotting: boolean
  readonly idleDays: number
  readonly rotDays: number | null
}

const dayMs = 86_400_000

/** Counts from the last of: entering the stage, the last activity, reopening. A stage without a limit never rots. */
export function rotting(deal: Loose, stage: Loose | null | undefined, now: string): Rot {
  const marks = [deal.stageEnteredAt, deal.lastActivityAt, deal.reopenedAt].filter((at) => typeof at === 'string')
  const rotDays = (stage?.rotDays as number | null | undefined) ?? null
  if (marks.length === 0) return { rotting: false, idleDays: 0, rotDays }
  const idleMs = Date.parse(now) - Math.max(...marks.map((at) => Date.parse(at)))
  const quiet = rotDays !== null && idleMs > rotDays * dayMs
  return { rotting: deal.state === 'open' && quiet, idleDays: Math.max(0, Math.floor(idleMs / dayMs)), rotDays }
}
