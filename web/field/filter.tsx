/** The value of one condition, by the kind of the field and the operator. */
import { Select } from 'antd'
import { useId } from 'react'
import type { FieldMeta, Names, Operator } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { asList } from './cell.tsx'
import { FieldInput, targetOf } from './input.tsx'
import { periods } from './kinds.ts'
import { Picker, SeveralPicker } from './picker.tsx'

interface FilterControlProps {
  field: FieldMeta
  op: Operator
  value: unknown
  onChange: (value: unknown) => void
  names?: Names
}

export function FilterControl({ field, op, value, onChange, names }: FilterControlProps) {
  const { t, say } = useWords()
  const id = useId()
  const label = `${say(field.label)} ${t(`op_${op}`)}`
  if (op === 'empty' || op === 'notEmpty') return null
  if (op === 'within') {
    return (
      <Select
        aria-label={label}
        style={{ width: '100%' }}
        placeholder={t('pick')}
        value={typeof value === 'string' ? value : undefined}
        options={periods.map((period) => ({ value: period, label: t(`within_${period}`) }))}
        onChange={onChange}
      />
    )
  }
  if (op === 'between') {
    const [low, high] = Array.isArray(value) ? value : [null, null]
    return (
      <div className="row" style={{ flexWrap: 'nowrap' }}>
        <FieldInput field={field} id={`${id}a`} label={label} value={low} onChange={(next) => onChange([next, high])} />
        <span className="faint">{t('to')}</span>
        <FieldInput field={field} id={`${id}b`} label={label} value={high} onChange={(next) => onChange([low, next])} />
      </div>
    )
  }
  if (op === 'in' || op === 'notIn') return <SeveralValues {...{ field, value, onChange, names, label, id }} />
  return <OneValue {...{ field, value, onChange, names, label, id }} />
}

interface ValueProps {
  field: FieldMeta
  value: unknown
  onChange: (value: unknown) => void
  names?: Names
  label: string
  id: string
}

function SeveralValues({ field, value, onChange, names, label, id }: ValueProps) {
  const { t, say } = useWords()
  if (field.kind === 'link' || field.kind === 'member' || field.kind === 'department') {
    const extra = field.kind === 'member' ? [{ value: '$me', label: t('me') }] : undefined
    return (
      <SeveralPicker
        {...{ id, names, label, extra }}
        target={targetOf(field)}
        value={asList(value)}
        onChange={(ids) => onChange(ids)}
      />
    )
  }
  const options = Object.entries(field.options ?? {}).map(([key, word]) => ({ value: key, label: say(word) }))
  return (
    <Select
      id={id}
      mode={options.length > 0 ? 'multiple' : 'tags'}
      aria-label={label}
      style={{ width: '100%', minWidth: 160 }}
      optionFilterProp="label"
      placeholder={t('pick')}
      value={asList(value)}
      options={options}
      onChange={onChange}
    />
  )
}

function OneValue({ field, value, onChange, names, label, id }: ValueProps) {
  const { t } = useWords()
  if (field.kind === 'member' || field.kind === 'members') {
    return (
      <Picker
        {...{ id, names, label }}
        target="user"
        extra={[{ value: '$me', label: t('me') }]}
        value={typeof value === 'string' ? value : null}
        onChange={onChange}
      />
    )
  }
  const plain: FieldMeta = { ...field, kind: field.kind === 'choices' ? 'choice' : short(field), required: false }
  return <FieldInput {...{ id, names, label, value, onChange }} field={plain} />
}

const short = (field: FieldMeta): FieldMeta['kind'] => (field.kind === 'longText' ? 'text' : field.kind)
