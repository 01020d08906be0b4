/** The rows of a part in a form: a spreadsheet where quantities are typed, else one small form a row. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useId } from 'react'
import type { Names, ObjectMeta, PartMeta, RefusalSay, Values } from '../api/types.ts'
import { currencyOf } from '../field/kinds.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Loading } from '../ui/page.tsx'
import { FieldRow } from './fieldRow.tsx'

const LineEditor = lazy(() => import('../lines/editor.tsx').then((module) => ({ default: module.LineEditor })))

type Rows = readonly Readonly<Record<string, unknown>>[]

interface PartInputProps {
  object: ObjectMeta
  part: PartMeta
  values: Values
  names?: Names
  errors: readonly RefusalSay[]
  onChange: (rows: Rows) => void
}

export function PartInput(props: PartInputProps) {
  const { part, values, names, errors, onChange } = props
  const { say, t } = useWords()
  const { baseCurrency } = useMeta().company
  const rows = rowsOf(values, part)
  const own = errors.filter((one) => one.field === part.name)
  return (
    <fieldset className="form-section">
      <legend>
        {say(part.label)}
        {(part.min ?? 0) > 0 && (
          <span className="must" title={t('required')}>
            {' *'}
          </span>
        )}
      </legend>
      {own.map((one) => (
        <p key={one.code} className="field-error" role="alert">
          {say(one.message)}
        </p>
      ))}
      {isTable(part) ? (
        <Suspense fallback={<Loading lines={3} />}>
          <LineEditor
            part={part}
            rows={rows}
            document={documentOf(values, baseCurrency)}
            names={names}
            errors={errors}
            onChange={onChange}
          />
        </Suspense>
      ) : (
        <RowForms {...props} rows={rows} />
      )}
    </fieldset>
  )
}

export const rowsOf = (values: Readonly<Record<string, unknown>>, part: PartMeta): Rows =>
  Array.isArray(values[part.name]) ? (values[part.name] as Rows) : []

/** Rows with quantities are documents' lines. */
export const isTable = (part: PartMeta): boolean => part.fields.some((field) => field.name === 'qty')

export function documentOf(values: Readonly<Record<string, unknown>>, base: string) {
  return {
    currency: currencyOf(values, base),
    priceMode: values.priceMode === 'incl' ? ('incl' as const) : ('excl' as const),
    headerDiscount: (values.headerDiscount ?? null) as { amount: string; currency: string } | null,
    accountId: typeof values.accountId === 'string' ? values.accountId : null,
  }
}

function RowForms({ part, rows, names, values, errors, onChange }: PartInputProps & { rows: Rows }) {
  const { say, t } = useWords()
  const id = useId()
  const fields = part.fields.filter((field) => !field.computed)
  const blank = () =>
    Object.fromEntries(
      fields.filter((field) => field.default !== undefined).map((field) => [field.name, field.default]),
    )
  const put = (index: number, name: string, value: unknown) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [name]: value } : row)))
  const full = part.max !== undefined && rows.length >= part.max
  return (
    <div className="stack">
      {rows.length === 0 && <p className="faint">{t('rowsNone')}</p>}
      {rows.map((row, index) => (
        <div className="row-form" key={index} role="group" aria-label={`${say(part.label)} ${index + 1}`}>
          <div className="form-grid">
            {fields.map((field) => (
              <FieldRow
                key={field.name}
                id={`${id}${index}${field.name}`}
                field={field}
                value={row[field.name]}
                onChange={(value) => put(index, field.name, value)}
                record={{ ...values, ...row }}
                names={names}
                errors={errors.filter((one) => isAt(one.field, [part.name, index, field.name]))}
              />
            ))}
          </div>
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('rowRemove', { n: index + 1 })}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button icon={<PlusOutlined aria-hidden />} disabled={full} onClick={() => onChange([...rows, blank()])}>
          {t('rowAdd')}
        </Button>
      </div>
    </div>
  )
}

const isAt = (path: string | undefined, [part, index, field]: readonly [string, number, string]): boolean =>
  path === `${part}[${index}].${field}` || path === `${part}.${index}.${field}`
