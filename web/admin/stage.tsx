/** One stage of a pipeline: its names and numbers, the fields and the checklist it asks before it is left. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useId } from 'react'
import type { FieldMeta } from '../api/types.ts'
import { FieldInput } from '../field/input.tsx'
import { useWords } from '../shell/words.ts'
import { adminWords as w } from '../words/admin.ts'
import { type Check, newCheck, type Stage } from './pipelineShape.ts'

interface StageCardProps {
  readonly stage: Stage
  readonly index: number
  readonly count: number
  readonly fields: readonly FieldMeta[]
  readonly editable: boolean
  readonly onChange: (stage: Stage) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

const asked = ['nameZh', 'nameEn', 'key', 'probability', 'rotDays', 'category', 'requiredFields', 'requiredCustom']

export function StageCard(props: StageCardProps) {
  const { stage, index, count, fields, editable, onChange } = props
  const { say, language } = useWords()
  const id = useId()
  const name = (language === 'zh' ? stage.nameZh : stage.nameEn) || stage.key
  const shown = asked.flatMap((key) => fields.find((field) => field.name === key) ?? [])
  return (
    <li className="stage-card" aria-label={`${index + 1}. ${name}`}>
      <div className="row apart">
        <b>
          {index + 1}. {name}
        </b>
        {editable ? (
          <span className="row tight">
            <Button
              size="small"
              icon={<ArrowUpOutlined aria-hidden />}
              aria-label={`${say(w.moveUp)} ${name}`}
              disabled={index === 0}
              onClick={() => props.onMove(-1)}
            />
            <Button
              size="small"
              icon={<ArrowDownOutlined aria-hidden />}
              aria-label={`${say(w.moveDown)} ${name}`}
              disabled={index === count - 1}
              onClick={() => props.onMove(1)}
            />
            <Button
              size="small"
              danger
              icon={<DeleteOutlined aria-hidden />}
              aria-label={`${say(w.remove)} ${name}`}
              onClick={props.onRemove}
            />
          </span>
        ) : null}
      </div>
      <div className="stage-grid">
        {shown.map((field) => (
          <div key={field.name} style={field.kind === 'choices' ? { gridColumn: 'span 2' } : undefined}>
            <label htmlFor={`${id}${field.name}`}>{say(field.label)}</label>
            <FieldInput
              field={field}
              id={`${id}${field.name}`}
              value={stage[field.name as keyof Stage] ?? null}
              disabled={!editable}
              onChange={(value) => onChange({ ...stage, [field.name]: value })}
            />
          </div>
        ))}
      </div>
      <Checklist checks={stage.checks} editable={editable} onChange={(checks) => onChange({ ...stage, checks })} />
    </li>
  )
}

interface ChecklistProps {
  readonly checks: readonly Check[]
  readonly editable: boolean
  readonly onChange: (checks: readonly Check[]) => void
}

function Checklist({ checks, editable, onChange }: ChecklistProps) {
  const { say } = useWords()
  const put = (index: number, part: Partial<Check>) =>
    onChange(checks.map((check, i) => (i === index ? { ...check, ...part } : check)))
  if (!editable && checks.length === 0) return null
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="soft">{say(w.checklist)}</legend>
      {checks.map((check, index) => (
        <div key={check.id ?? check.key} className="check-row">
          <Input
            aria-label={`${say(w.labelZh)} ${index + 1}`}
            placeholder={say(w.labelZh)}
            value={check.labelZh}
            disabled={!editable}
            onChange={(event) => put(index, { labelZh: event.target.value })}
          />
          <Input
            aria-label={`${say(w.labelEn)} ${index + 1}`}
            placeholder={say(w.labelEn)}
            value={check.labelEn}
            disabled={!editable}
            onChange={(event) => put(index, { labelEn: event.target.value })}
          />
          {editable ? (
            <Button
              icon={<DeleteOutlined aria-hidden />}
              aria-label={`${say(w.remove)} ${check.labelZh}`}
              onClick={() => onChange(checks.filter((_, i) => i !== index))}
            />
          ) : null}
        </div>
      ))}
      {editable ? (
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => onChange([...checks, newCheck(checks)])}
        >
          {say(w.addCheck)}
        </Button>
      ) : null}
    </fieldset>
  )
}
