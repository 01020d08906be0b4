/** A field in a form: label above, control, help and errors beside it, tied together for those who listen. */
import type { ReactNode } from 'react'
import type { FieldMeta, Names, RefusalSay, Values } from '../api/types.ts'
import { FieldInput } from '../field/input.tsx'
import { useWords } from '../shell/words.ts'

export interface FieldRowProps {
  field: FieldMeta
  id: string
  value: unknown
  onChange: (value: unknown) => void
  record?: Values
  names?: Names
  /** What the server said, or what the page saw while typing. */
  errors?: readonly RefusalSay[]
  missing?: boolean
  disabled?: boolean
  children?: ReactNode
}

export function FieldRow(props: FieldRowProps) {
  const { field, id, errors = [], missing } = props
  const { say, t } = useWords()
  const wrong = errors.length > 0 || missing === true
  const said = [wrong ? `${id}-error` : '', field.help ? `${id}-help` : ''].filter(Boolean).join(' ')
  return (
    <div className={`field-row kind-${field.kind}`} data-field={field.name}>
      <label htmlFor={id}>
        {say(field.label)}
        {field.required && (
          <span className="must" title={t('required')}>
            {' *'}
            <span className="hidden-word">{t('required')}</span>
          </span>
        )}
      </label>
      <FieldInput
        field={field}
        id={id}
        value={props.value}
        onChange={props.onChange}
        record={props.record}
        names={props.names}
        invalid={wrong}
        disabled={props.disabled}
        describedBy={said || undefined}
      />
      {wrong && (
        <div id={`${id}-error`} className="field-error" role="alert">
          {missing && errors.length === 0 && <p>{t('requiredField', { label: say(field.label) })}</p>}
          {errors.map((one) => (
            <p key={one.code}>{say(one.message)}</p>
          ))}
        </div>
      )}
      {field.help && (
        <p id={`${id}-help`} className="field-help">
          {say(field.help)}
        </p>
      )}
      {props.children}
    </div>
  )
}
