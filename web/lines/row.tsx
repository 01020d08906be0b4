/** One row of the line editor: its cells, its amounts and what can be done with it. */
import { CopyOutlined, DeleteOutlined } from '@ant-design/icons'
import type { LineAmounts } from '../../kernel/lines.ts'
import type { Entry, Label, Money, Name, Names } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { formatDate, formatMoney, formatNumber, formatPercent } from '../ui/format.ts'
import { linesWords as w } from '../words/lines.ts'
import { type Document, money } from './amounts.ts'
import { Cell, ChoiceCell } from './cell.tsx'
import { type Column, isAmount, isPercent } from './columns.ts'
import type { CellErrors } from './errors.ts'
import { LinkCell, labelOf } from './link.tsx'
import { fillFrom, type Pricing } from './product.ts'
import type { LineRow } from './rows.ts'
import { vatKey, vatOptions } from './vat.ts'

interface RowProps {
  readonly row: LineRow
  readonly index: number
  readonly columns: readonly Column[]
  readonly document: Document
  readonly locked: boolean
  readonly amounts: LineAmounts | null
  readonly names: Names
  readonly pricing: Pricing
  readonly errors: CellErrors
  readonly onPatch: (patch: LineRow) => void
  readonly onName: (id: string, name: Name) => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
}

export function LineRowView(props: RowProps) {
  const { row, index, columns, locked, errors } = props
  const { say } = useWords()
  const n = index + 1
  return (
    <tr>
      <th scope="row" className="lines-no">
        {n}
      </th>
      {columns.map((column, col) => (
        <td
          key={column.name}
          data-row={index}
          data-col={col}
          data-field={column.name}
          data-label={say(column.label)}
          data-numeric={column.numeric || undefined}
          data-wrong={errors[column.name] ? true : undefined}
        >
          {column.editable ? (
            <EditCell {...props} column={column} error={errors[column.name]} />
          ) : (
            <Shown {...props} column={column} value={row[column.name]} />
          )}
          {errors[column.name] ? <small className="lines-error">{say(errors[column.name])}</small> : null}
        </td>
      ))}
      {locked ? null : (
        <td className="lines-tools no-print">
          <button
            type="button"
            className="plain-button"
            aria-label={say(w.duplicate, { n })}
            onClick={props.onDuplicate}
          >
            <CopyOutlined />
          </button>
          <button type="button" className="plain-button" aria-label={say(w.remove, { n })} onClick={props.onRemove}>
            <DeleteOutlined />
          </button>
        </td>
      )}
    </tr>
  )
}

function EditCell(props: RowProps & { column: Column; error: Label | undefined }) {
  const { row, index, columns, column, document, error } = props
  const { say } = useWords()
  const cell = {
    column,
    error,
    value: row[column.name],
    currency: document.currency,
    name: say(w.cell, { n: index + 1, field: say(column.label) }),
    onChange: (value: unknown) => props.onPatch({ ...stale(column.name, row, columns), [column.name]: value }),
  }
  if (column.name === 'vatRate') {
    const options = vatOptions(column)
    return <ChoiceCell {...cell} value={vatKey(cell.value, options)} options={options} />
  }
  if (column.kind !== 'link') return <Cell {...cell} />
  const pick = (record: Entry | null) => {
    if (record) props.onName(record.id, { object: column.target ?? '', title: labelOf(record) })
    const filled =
      record && column.target === 'product' ? fillFrom(record, { fields: columns, row }, props.pricing) : {}
    props.onPatch({ ...stale(column.name, row, columns), ...filled, [column.name]: record?.id ?? null })
  }
  return <LinkCell {...cell} names={props.names} onPick={pick} />
}

function Shown({ column, value, amounts, document, names }: RowProps & { column: Column; value: unknown }) {
  const { say, language } = useWords()
  if (isAmount(column.name)) {
    const shown = amounts ? money(amounts[column.name], document.currency) : (value as Money | null)
    return <output>{shown ? formatMoney(shown, language) : ''}</output>
  }
  if (value === null || value === undefined || value === '') return <span className="faint">—</span>
  if (column.kind === 'link') return <span>{names[String(value)]?.title ?? String(value).slice(0, 8)}</span>
  if (column.name === 'vatRate') {
    const options = vatOptions(column)
    return <span>{say(options[String(vatKey(value, options))]) || String(value)}</span>
  }
  if (column.kind === 'money') return <output>{formatMoney(value as Money, language)}</output>
  if (isPercent(column)) return <output>{formatPercent(String(value), language)}</output>
  if (column.numeric) return <output>{formatNumber(String(value), language)}</output>
  if (column.kind === 'date') return <span>{formatDate(String(value), language)}</span>
  if (column.kind === 'choice') return <span>{say(column.options?.[String(value)]) || String(value)}</span>
  return <span>{String(value)}</span>
}

/** A cost the server computed for the row no longer holds; it will say anew. A typed one stays. */
function stale(changed: string, row: LineRow, columns: readonly Column[]): LineRow {
  const typed = columns.some((column) => column.name === 'cost' && column.editable)
  return ['qty', 'unit', 'productId'].includes(changed) && row.cost !== undefined && !typed ? { cost: null } : {}
}
