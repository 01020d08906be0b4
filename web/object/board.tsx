/** Records as cards in columns; carrying one to another column runs the step between the two. */
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { Select } from 'antd'
import { useState } from 'react'
import { useList } from '../api/query.ts'
import type { Entry, Filter, ObjectMeta } from '../api/types.ts'
import { titleOf } from '../field/kinds.ts'
import { stagesOf, usePipelines } from '../field/stage.tsx'
import { useWords } from '../shell/words.ts'
import { useSearchChange } from '../ui/go.tsx'
import { Empty, Loading } from '../ui/page.tsx'
import { Column } from './boardColumn.tsx'
import { columnKeyOf, columnsOf, dropOf, stageField } from './boardColumns.ts'
import { DropDialogs, useDrop } from './boardDrop.tsx'
import { hasBoard, ListHead } from './list.tsx'
import './object.css'
import { useRouterState } from '@tanstack/react-router'
import { OfObject } from './place.tsx'
import { Toolbar } from './toolbar.tsx'
import { both, useView } from './view.ts'

export default function BoardPage() {
  return <OfObject>{(object) => <Board key={object.name} object={object} />}</OfObject>
}

function Board({ object }: { object: ObjectMeta }) {
  const words = useWords()
  const { t } = words
  const view = useView(object)
  const staged = stageField(object) !== undefined
  const { pipeline, pipelines, waiting } = useChosenPipeline(staged)
  const columns = columnsOf(object, stagesOf(pipeline), words)
  const ofPipeline: Filter | undefined = pipeline ? { field: 'pipelineId', op: '=', value: pipeline.id } : undefined
  const filter = both(view.filter, ofPipeline)
  const [carried, setCarried] = useState<Entry | null>(null)
  const drop = useDrop(object)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor),
  )
  const end = ({ active, over }: DragEndEvent) => {
    setCarried(null)
    const entry = active.data.current as Entry | undefined
    const to = columns.find((column) => column.key === over?.id)
    const from = columns.find((column) => entry && column.key === columnKeyOf(object, entry))
    if (!entry || !to || to === from) return
    drop.take({ entry, to, from: from?.label ?? '', drop: dropOf(object, entry, { to, columns }) })
  }
  if (!hasBoard(object)) return <Empty title={t('boardNone')} />
  return (
    <div className="page list-page board-page">
      <ListHead object={object} view={view} mode="board" />
      <div className="row">
        {pipelines.length > 1 && <PipelineSelect pipelines={pipelines} chosen={pipeline?.id} />}
        <Toolbar object={object} view={view} names={{}} board />
      </div>
      <p className="hidden-word" id="board-how">
        {t('boardDrag')}
      </p>
      <DndContext
        sensors={sensors}
        onDragStart={({ active }) => setCarried((active.data.current as Entry | undefined) ?? null)}
        onDragCancel={() => setCarried(null)}
        onDragEnd={end}
      >
        <div className="board">
          {waiting && <Loading />}
          {(waiting ? [] : columns).map((column) => (
            <Column
              key={column.key}
              {...{ object, column }}
              filter={both(filter, column.filter)}
              q={view.q}
              moving={drop.moving}
              carrying={carried !== null}
            />
          ))}
        </div>
        <DragOverlay>
          {carried && <div className="card board-card carried">{titleOf(object, carried)}</div>}
        </DragOverlay>
      </DndContext>
      <DropDialogs object={object} state={drop} />
    </div>
  )
}

function useChosenPipeline(enabled: boolean) {
  const all = usePipelines(enabled)
  const chosen = useRouterState({ select: (state) => (state.location.search as { pipeline?: string }).pipeline })
  const pipelines = enabled ? all : []
  const pipeline = pipelines.find((one) => one.id === chosen) ?? firstOf(pipelines)
  const asked = useList('pipelines', { limit: 100 }, enabled)
  const none = asked.error !== null || asked.data?.data.length === 0
  return { pipelines, pipeline, waiting: enabled && !pipeline && !none }
}

const firstOf = (pipelines: readonly Entry[]): Entry | undefined =>
  pipelines.find((one) => one.isDefault === true) ?? pipelines[0]

function PipelineSelect({ pipelines, chosen }: { pipelines: readonly Entry[]; chosen: string | undefined }) {
  const { t, language } = useWords()
  const change = useSearchChange()
  const nameOf = (one: Entry) => String((language === 'zh' ? one.nameZh : one.nameEn) ?? one.name ?? one.no ?? one.id)
  return (
    <Select
      aria-label={t('pipeline')}
      value={chosen}
      popupMatchSelectWidth={false}
      options={pipelines.map((one) => ({ value: one.id, label: nameOf(one) }))}
      onChange={(pipeline) => change({ pipeline })}
    />
  )
}
