/** Pipelines: their stages in order, what each asks before it is left, and their versions. */
import { PlusOutlined } from '@ant-design/icons'
import { Button, Popconfirm, Tabs } from 'antd'
import { useState } from 'react'
import { act, change } from '../api/resource.ts'
import type { Entry, ObjectMeta } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go, newAddress, recordAddress } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { StateTag } from '../ui/show.tsx'
import { adminWords as w } from '../words/admin.ts'
import { useAll } from './all.ts'
import { AdminHead } from './head.tsx'
import { bodyOf, moved, newStage, type Stage, stagesOf } from './pipelineShape.ts'
import { useRun } from './run.ts'
import { StageCard } from './stage.tsx'

export default function Pipelines() {
  const { say } = useWords()
  const object = useObject('pipeline')
  const asked = useAll(object?.plural, { sort: 'name', include: 'stages,checklist' })
  if (!object) return <Empty title={say(w.noRight)} />
  return (
    <>
      <AdminHead
        title={w.pipelines}
        hint={w.pipelinesHint}
        actions={object.can.create ? <Go to={newAddress(object.plural)}>+ {say(w.add)}</Go> : null}
      />
      <Shown asked={asked}>
        {({ data }) => {
          const shown = data.filter(({ state }) => state !== 'superseded')
          if (shown.length === 0) return <Empty title={say(w.noPipelines)} />
          return (
            <Tabs
              items={shown.map((pipeline) => ({
                key: pipeline.id,
                label: String(pipeline.name ?? ''),
                children: <Editor key={pipeline.version} object={object} pipeline={pipeline} />,
              }))}
            />
          )
        }}
      </Shown>
    </>
  )
}

function Editor({ object, pipeline }: { object: ObjectMeta; pipeline: Entry }) {
  const { say } = useWords()
  const { busy, run } = useRun()
  const [stages, setStages] = useState<readonly Stage[]>(() => stagesOf(pipeline))
  const fields = object.parts.find((part) => part.name === 'stages')?.fields ?? []
  const editable = object.can.change === true && pipeline.state === 'active'
  const put = (index: number, stage: Stage) => setStages(stages.map((each, i) => (i === index ? stage : each)))
  const save = () =>
    void run([pipeline.id, pipeline.version, stages], (key) =>
      change(object.plural, pipeline.id, { body: bodyOf(stages), version: pipeline.version, key }),
    )
  return (
    <div className="stack">
      <div className="row">
        <StateTag object={object} state={pipeline.state} />
        <Go to={recordAddress(object.plural, pipeline.id)}>
          {say(object.fields.find((field) => field.name === 'versionNo')?.label)} {String(pipeline.versionNo ?? '')}
        </Go>
        <Steps object={object} pipeline={pipeline} />
      </div>
      <p className="faint">{say(w.inUse)}</p>
      <ol className="stack" style={{ listStyle: 'none', padding: 0 }}>
        {stages.map((stage, index) => (
          <StageCard
            key={stage.id ?? stage.key}
            {...{ stage, fields, editable, index }}
            count={stages.length}
            onChange={(next) => put(index, next)}
            onMove={(by) => setStages(moved(stages, index, by))}
            onRemove={() => setStages(stages.filter((_, i) => i !== index))}
          />
        ))}
      </ol>
      {editable ? (
        <div className="row">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setStages([...stages, newStage(stages)])}>
            {say(w.addStage)}
          </Button>
          <Button type="primary" loading={busy} onClick={save}>
            {say(w.save)}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

/** New version, retire, restore: whatever the declaration offers in this state. */
function Steps({ object, pipeline }: { object: ObjectMeta; pipeline: Entry }) {
  const { say } = useWords()
  const { busy, run } = useRun()
  const offered = object.transitions.filter(({ name, from }) => from.includes(pipeline.state) && object.can[name])
  const go = (name: string) =>
    void run([pipeline.id, name, pipeline.version], (key) =>
      act(object.plural, pipeline.id, name, { version: pipeline.version, key }),
    )
  return offered.map((transition) => (
    <Popconfirm
      key={transition.name}
      title={say(transition.label)}
      description={transition.help ? say(transition.help) : undefined}
      onConfirm={() => go(transition.name)}
    >
      <Button size="small" loading={busy} danger={transition.tone === 'danger'}>
        {say(transition.label)}
      </Button>
    </Popconfirm>
  ))
}
