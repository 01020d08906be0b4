/** Stages of a pipeline are data, not choices of a field: their names come from the pipeline of the record. */
import { useQueries } from '@tanstack/react-query'
import { keys, useList } from '../api/query.ts'
import { one } from '../api/resource.ts'
import type { Entry, FieldMeta, ObjectMeta, One } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Nothing } from '../ui/show.tsx'

export interface Stage {
  readonly key: string
  readonly nameZh: string
  readonly nameEn: string
  readonly seq: number
}

export const isStage = (object: ObjectMeta, field: FieldMeta): boolean =>
  object.board === field.name && field.kind === 'text' && object.fields.some((one) => one.target === 'pipeline')

/** All pipelines with their stages; there are few, and every opportunity page needs them. */
export function usePipelines(enabled = true): readonly Entry[] {
  const pipeline = useObject('pipeline')
  const asked = useList('pipelines', { limit: 100 }, enabled && Boolean(pipeline?.can.read))
  return useQueries({
    queries: (asked.data?.data ?? []).map(({ id }) => ({
      queryKey: keys.one('pipelines', id),
      queryFn: ({ signal }: { signal: AbortSignal }) => one('pipelines', id, signal),
      staleTime: 300_000,
    })),
    combine: loaded,
  })
}

/** Outside the hook, so that the same answers give the same list. */
const loaded = (results: readonly { readonly data: One | undefined }[]): readonly Entry[] =>
  results.flatMap((result) => result.data?.data ?? [])

export const stagesOf = (pipeline: Entry | undefined): readonly Stage[] =>
  [...((pipeline?.stages as Stage[] | undefined) ?? [])].sort((a, b) => a.seq - b.seq)

/** Stages of one pipeline; without its id those of all, since keys are told apart by pipeline only. */
export function useStages(pipelineId: unknown, enabled = true): readonly Stage[] {
  const pipelines = usePipelines(enabled)
  if (pipelineId === undefined) return pipelines.flatMap(stagesOf)
  return stagesOf(pipelines.find((one) => one.id === pipelineId))
}

export function StageName({ stage, pipelineId }: { stage: unknown; pipelineId: unknown }) {
  const { language } = useWords()
  const stages = useStages(pipelineId)
  if (!stage) return <Nothing />
  const found = stages.find((one) => one.key === stage)
  return <span>{found ? (language === 'zh' ? found.nameZh : found.nameEn) : String(stage)}</span>
}

/** Where a deal stands: its stage while it runs, and how it ended afterwards. */
export function StageOf({ object, row, stage }: { object: ObjectMeta; row: Entry; stage: unknown }) {
  const { say } = useWords()
  const state = object.states.find((one) => one.name === row.state)
  return state?.ends ? <span>{say(state.label)}</span> : <StageName stage={stage} pipelineId={row.pipelineId} />
}
