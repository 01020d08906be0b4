/** Where a record stands on its way: its states in order, or the stages of its pipeline. */
import { CheckOutlined } from '@ant-design/icons'
import type { Entry, ObjectMeta } from '../api/types.ts'
import { isStage, useStages } from '../field/stage.tsx'
import { useWords } from '../shell/words.ts'

interface Step {
  readonly key: string
  readonly label: string
  readonly tone: string
}

export function StatePath({ object, entry }: { object: ObjectMeta; entry: Entry }) {
  const { t, say, language } = useWords()
  const stageField = object.fields.find((field) => isStage(object, field))
  const stages = useStages(entry.pipelineId, stageField !== undefined)
  if (object.states.length < 3 && !stageField) return null
  const ended = object.states.find((state) => state.name === entry.state)?.ends
  const states: Step[] = object.states
    .filter((state) => state.ends !== 'badly' || state.name === entry.state)
    .map((state) => ({ key: state.name, label: say(state.label), tone: state.ends ?? 'open' }))
  const steps = stageField
    ? [
        ...stages.map((one) => ({ key: one.key, label: language === 'zh' ? one.nameZh : one.nameEn, tone: 'open' })),
        ...states.filter((step) => step.tone !== 'open'),
      ]
    : states
  const here = stageField && !ended ? String(entry[stageField.name]) : entry.state
  const at = steps.findIndex((step) => step.key === here)
  return (
    <ol className="path" aria-label={t('statePath')}>
      {steps.map((step, index) => (
        <li
          key={step.key}
          aria-current={index === at ? 'step' : undefined}
          className={index === at ? `here ${step.tone}` : index < at ? 'past' : ''}
        >
          {index < at && <CheckOutlined aria-hidden />}
          <span>{step.label}</span>
        </li>
      ))}
    </ol>
  )
}
