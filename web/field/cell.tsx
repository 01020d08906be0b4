/** A value of any kind of field, shown: short in lists, whole on record pages. */
import type { ReactNode } from 'react'
import type { Address } from '../../kernel/field.ts'
import type { FieldMeta, Language, Money as MoneyValue, Names } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber, formatPercent } from '../ui/format.ts'
import { CivilDate, Moment, Money, Nothing, Person, RecordLink } from '../ui/show.tsx'
import { FileList } from './file.tsx'
import { isEmpty, isPercent } from './kinds.ts'

interface CellProps {
  field: FieldMeta
  value: unknown
  names?: Names
  /** Whole text instead of one line. */
  whole?: boolean
}

export function Cell({ field, value, names, whole }: CellProps) {
  const { language, say, t } = useWords()
  const meta = useMeta()
  if (isEmpty(value)) return <Nothing />
  switch (field.kind) {
    case 'money':
      return <Money value={moneyOf(value, meta.company.baseCurrency)} />
    case 'integer':
    case 'decimal':
      return <span className="number">{numberText(field, value, language)}</span>
    case 'date':
      return <CivilDate value={String(value)} />
    case 'datetime':
      return <Moment value={String(value)} relative={!whole} />
    case 'choice':
      return <span>{say(field.options?.[String(value)]) || String(value)}</span>
    case 'choices':
      return <Several items={asList(value).map((key) => say(field.options?.[key]) || key)} />
    case 'link':
      return <RecordLink object={field.target} id={String(value)} names={names} />
    case 'member':
      return <Person name={nameOf(names, value)} />
    case 'department':
      return <span>{nameOf(names, value)}</span>
    case 'members':
      return <Several items={asList(value).map((id) => nameOf(names, id))} />
    case 'toggle':
      return <span>{value ? t('yes') : t('no')}</span>
    case 'files':
      return <FileList ids={asList(value)} short={!whole} />
    case 'address':
      return <span>{addressText(value as Address, language)}</span>
    case 'data':
      return <DataText value={value} whole={whole} />
    default:
      return <TextCell field={field} text={String(value)} whole={whole} />
  }
}

/** The value as plain text, for aria labels and cards. */
export function numberText(field: FieldMeta, value: unknown, language: Language): string {
  return isPercent(field) ? formatPercent(String(value), language) : formatNumber(String(value), language)
}

export const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

export function moneyOf(value: unknown, base: string): MoneyValue | null {
  if (isEmpty(value)) return null
  if (typeof value === 'object') return value as MoneyValue
  return { amount: String(value), currency: base }
}

export function addressText(value: Address, language: Language): string {
  const parts = [value.country, value.province, value.city, value.district, value.detail].filter(Boolean)
  return language === 'zh' ? parts.join('') : parts.reverse().join(', ')
}

function nameOf(names: Names | undefined, id: unknown): string {
  const name = names?.[String(id)]
  return name?.title || name?.no || String(id).slice(0, 8)
}

function TextCell({ field, text, whole }: { field: FieldMeta; text: string; whole?: boolean }) {
  if (field.check === 'email') return <a href={`mailto:${text}`}>{text}</a>
  if (field.check === 'phone') {
    return (
      <a className="nowrap" href={`tel:${text}`}>
        {text}
      </a>
    )
  }
  if (field.check === 'url' && /^https?:\/\//i.test(text)) {
    return (
      <a href={text} target="_blank" rel="noreferrer noopener">
        {text}
      </a>
    )
  }
  if (field.kind === 'longText' && whole) return <span style={{ whiteSpace: 'pre-wrap' }}>{text}</span>
  return <span>{text}</span>
}

function Several({ items }: { items: readonly ReactNode[] }) {
  return (
    <span className="row tight">
      {items.map((item, index) => (
        <span className="tag" key={index}>
          {item}
        </span>
      ))}
    </span>
  )
}

function DataText({ value, whole }: { value: unknown; whole?: boolean }) {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return <Several items={value} />
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, whole ? 2 : undefined)
  if (!whole) return <span className="ellipsis">{text}</span>
  return <pre style={{ margin: 0, whiteSpace: 'pre-wrap', fontSize: 12 }}>{text}</pre>
}
