/** Stages and checklist of a pipeline as its page edits them, and as the server takes them. */
import type { Entry } from '../api/types.ts'

export interface Check {
  readonly id?: string
  readonly key: string
  readonly labelZh: string
  readonly labelEn: string
}

export interface Stage {
  readonly id?: string
  readonly key: string
  readonly nameZh: string
  readonly nameEn: string
  readonly probability: string | null
  readonly rotDays: number | null
  readonly requiredFields: readonly string[]
  readonly requiredCustom: string | null
  readonly category: string | null
  readonly checks: readonly Check[]
}

type Loose = Readonly<Record<string, unknown>>

export function stagesOf(pipeline: Entry): Stage[] {
  const checks = (pipeline.checklist ?? []) as readonly Loose[]
  return [...((pipeline.stages ?? []) as readonly Loose[])]
    .sort((a, b) => Number(a.seq) - Number(b.seq))
    .map((row) => ({
      ...(typeof row.id === 'string' ? { id: row.id } : {}),
      key: String(row.key ?? ''),
      nameZh: String(row.nameZh ?? ''),
      nameEn: String(row.nameEn ?? ''),
      probability: (row.probability as string | null) ?? null,
      rotDays: (row.rotDays as number | null) ?? null,
      requiredFields: (row.requiredFields as readonly string[] | null) ?? [],
      requiredCustom: (row.requiredCustom as string | null) ?? null,
      category: (row.category as string | null) ?? null,
      checks: checks.filter((check) => check.stage === row.key).map(checkOf),
    }))
}

const checkOf = (row: Loose): Check => ({
  ...(typeof row.id === 'string' ? { id: row.id } : {}),
  key: String(row.key ?? ''),
  labelZh: String(row.labelZh ?? ''),
  labelEn: String(row.labelEn ?? ''),
})

/** The order on the page is the order of the stages. */
export function bodyOf(stages: readonly Stage[]) {
  return {
    stages: stages.map(({ checks: _, ...stage }, index) => ({ ...stage, seq: index + 1 })),
    checklist: stages.flatMap(({ key, checks }) => checks.map((check) => ({ ...check, stage: key }))),
  }
}

export const newStage = (stages: readonly Stage[]): Stage => ({
  key: free(
    'stage',
    stages.map((stage) => stage.key),
  ),
  nameZh: '',
  nameEn: '',
  probability: '0.5',
  rotDays: 14,
  requiredFields: [],
  requiredCustom: null,
  category: 'pipeline',
  checks: [],
})

export const newCheck = (checks: readonly Check[]): Check => ({
  key: free(
    'check',
    checks.map((check) => check.key),
  ),
  labelZh: '',
  labelEn: '',
})

export function moved<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...items]
  const [item] = next.splice(index, 1)
  next.splice(index + by, 0, item as T)
  return next
}

function free(base: string, taken: readonly string[]): string {
  let n = taken.length + 1
  while (taken.includes(`${base}${n}`)) n++
  return `${base}${n}`
}
