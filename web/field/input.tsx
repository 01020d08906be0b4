/** The control for a field of any kind; a company's own fields use the same ones. */
import { Input, Select, Switch } from 'antd'
import { lazy, Suspense } from 'react'
import type { Address } from '../../kernel/field.ts'
import type { FieldMeta, Filter, Money, Names, Values } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { AddressInput } from './address.tsx'
import { asList } from './cell.tsx'
import { currencies } from './currencies.ts'
import { DataInput } from './data.tsx'
import { FilesInput } from './file.tsx'
import { currencyOf, isPercent } from './kinds.ts'
import { NumberInput, PercentInput } from './number.tsx'
import { Picker, SeveralPicker } from './picker.tsx'

const DateInput = lazy(() => import('./date.tsx'))

export interface FieldInputProps {
  field: FieldMeta
  value: unknown
  onChange: (value: unknown) => void
  id: string
  names?: Names
  /** The other values of the form: the currency, the account that narrows contacts. */
  record?: Values
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  /** Spoken name where no visible label points to the control. */
  label?: string
}

export function FieldInput(props: FieldInputProps) {
  const { field, value, onChange } = props
  const { say, t } = useWords()
  const shared = {
    id: props.id,
    disabled: props.disabled,
    'aria-describedby': props.describedBy,
    'aria-label': props.label,
    'aria-invalid': props.invalid || undefined,
    status: props.invalid ? ('error' as const) : undefined,
  }
  const options = Object.entries(field.options ?? {}).map(([key, label]) => ({ value: key, label: say(label) }))
  switch (field.kind) {
    case 'longText':
      return (
        <Input.TextArea
          {...shared}
          autoSize={{ minRows: 2, maxRows: 12 }}
          maxLength={field.maxLength}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value || null)}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          style={{ width: '100%' }}
          allowClear={!field.required}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('pick')}
          value={value === null ? undefined : value}
          options={options}
          onChange={(next) => onChange(next ?? null)}
        />
      )
    case 'choices':
      return (
        <Select
          {...shared}
          mode="multiple"
          style={{ width: '100%' }}
          placeholder={t('pick')}
          optionFilterProp="label"
          value={asList(value)}
          options={options}
          onChange={(next: string[]) => onChange(next)}
        />
      )
    case 'toggle':
      return <Switch {...shared} checked={value === true} onChange={onChange} />
    case 'text':
      return field.check === 'currency' ? (
        <CurrencyInput {...props} />
      ) : (
        <Input
          {...shared}
          type={field.check === 'email' ? 'email' : field.check === 'phone' ? 'tel' : 'text'}
          maxLength={field.maxLength}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value || null)}
        />
      )
    default:
      return <RichInput {...props} />
  }
}

function RichInput(props: FieldInputProps) {
  const { field, value, onChange } = props
  const meta = useMeta()
  const control = { id: props.id, invalid: props.invalid, describedBy: props.describedBy, disabled: props.disabled }
  const picker = { ...control, names: props.names, label: props.label }
  const base = meta.company.baseCurrency
  switch (field.kind) {
    case 'integer':
      return (
        <NumberInput
          {...picker}
          whole
          value={value}
          onChange={(next) => onChange(next === null ? null : Number(next))}
        />
      )
    case 'decimal':
      return isPercent(field) ? (
        <PercentInput {...picker} value={value} onChange={onChange} />
      ) : (
        <NumberInput {...picker} value={value} onChange={onChange} />
      )
    case 'money': {
      const given = value as Money | null | undefined
      const currency = field.base ? base : currencyOf(props.record, given?.currency ?? base)
      return (
        <NumberInput
          {...picker}
          value={given?.amount}
          unit={currency}
          onChange={(amount) => onChange(amount === null ? null : { amount, currency })}
        />
      )
    }
    case 'date':
    case 'datetime':
      return (
        <Suspense fallback={<Input disabled id={props.id} />}>
          <DateInput {...picker} time={field.kind === 'datetime'} value={value} onChange={onChange} />
        </Suspense>
      )
    case 'link':
    case 'member':
    case 'department':
      return (
        <Picker
          {...picker}
          target={targetOf(field)}
          value={typeof value === 'string' ? value : null}
          onChange={onChange}
          narrow={narrowOf(field, props.record, meta.objects[targetOf(field)]?.fields)}
        />
      )
    case 'members':
      return <SeveralPicker {...picker} target="user" value={asList(value)} onChange={onChange} />
    case 'files':
      return <FilesInput {...control} value={asList(value)} onChange={onChange} />
    case 'address':
      return <AddressInput {...control} value={(value ?? {}) as Address} onChange={onChange} />
    default:
      return <DataInput {...picker} value={value} onChange={onChange} />
  }
}

function CurrencyInput({ id, value, onChange, invalid, describedBy, disabled, label }: FieldInputProps) {
  const { t } = useWords()
  return (
    <Select
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      status={invalid ? 'error' : undefined}
      disabled={disabled}
      style={{ width: '100%' }}
      allowClear
      showSearch
      placeholder={t('currency')}
      value={typeof value === 'string' && value ? value : undefined}
      options={currencies.map((code) => ({ value: code, label: code }))}
      onChange={(code?: string) => onChange(code ?? null)}
    />
  )
}

export const targetOf = (field: FieldMeta): string =>
  field.kind === 'link' ? (field.target ?? '') : field.kind === 'department' ? 'department' : 'user'

/** What belongs to the chosen account is offered first: contacts, opportunities, quotes of that account alone. */
function narrowOf(field: FieldMeta, record?: Values, fields?: readonly FieldMeta[]): Filter | undefined {
  const account = record?.accountId
  if (field.kind !== 'link' || field.name === 'accountId' || typeof account !== 'string') return undefined
  const owned = fields?.some((one) => one.name === 'accountId' && one.kind === 'link' && one.target === 'account')
  return owned ? { field: 'accountId', op: '=', value: account } : undefined
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
