/** One cell of the line editor: an input of the field's kind, or its value when it cannot be typed. */
import { useState } from 'react'
import type { Label, Money } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { linesWords as w } from '../words/lines.ts'
import { type Column, isPercent } from './columns.ts'
import { asPercent, isNumber, readNumber, readPercent } from './typed.ts'

export interface CellProps {
  readonly column: Column
  readonly value: unknown
  readonly currency: string
  /** What a screen reader says the cell is: row and field. */
  readonly name: string
  readonly error?: Label | undefined
  readonly onChange: (value: unknown) => void
}

export function Cell(props: CellProps) {
  const { column } = props
  if (column.kind === 'toggle') return <ToggleCell {...props} />
  if (column.kind === 'choice') return <ChoiceCell {...props} options={column.options ?? {}} />
  if (column.kind === 'date') return <DateCell {...props} />
  return column.numeric ? <NumberCell {...props} /> : <TextCell {...props} />
}

/** Shows what was typed while the cursor is inside and the number that was understood once it has left. */
function NumberCell({ column, value, currency, name, error, onChange }: CellProps) {
  const { say } = useWords()
  const [draft, setDraft] = useState<string | null>(null)
  const percent = isPercent(column)
  const stored = column.kind === 'money' ? ((value as Money | null)?.amount ?? '') : String(value ?? '')
  const shown = percent ? asPercent(stored) : stored
  const wrong = stored !== '' && !isNumber(stored)
  const take = (text: string) => {
    setDraft(text)
    const number = percent ? readPercent(text) : readNumber(text)
    if (column.kind === 'money') onChange(number === null ? null : { amount: number, currency })
    else if (column.kind === 'integer') onChange(number !== null && isNumber(number) ? Number(number) : number)
    else onChange(number)
  }
  const message = error ? say(error) : wrong ? say(w.badNumber) : undefined
  return (
    <span className="lines-number">
      <input
        inputMode="decimal"
        autoComplete="off"
        aria-label={name}
        aria-invalid={message ? true : undefined}
        title={message}
        value={draft ?? shown}
        onChange={(event) => take(event.target.value)}
        onBlur={() => setDraft(null)}
      />
      {percent ? <span aria-hidden="true">%</span> : null}
    </span>
  )
}

function TextCell({ column, value, name, error, onChange }: CellProps) {
  const { say } = useWords()
  return (
    <input
      autoComplete="off"
      maxLength={column.maxLength}
      aria-label={name}
      aria-invalid={error ? true : undefined}
      title={error ? say(error) : undefined}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}

function DateCell({ value, name, error, onChange }: CellProps) {
  const { say } = useWords()
  return (
    <input
      type="date"
      aria-label={name}
      aria-invalid={error ? true : undefined}
      title={error ? say(error) : undefined}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.target.value || null)}
    />
  )
}

function ToggleCell({ value, name, onChange }: CellProps) {
  return (
    <input
      type="checkbox"
      aria-label={name}
      checked={value === true}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

export function ChoiceCell({
  value,
  name,
  error,
  onChange,
  options,
}: CellProps & { options: Readonly<Record<string, Label>> }) {
  const { say } = useWords()
  const known = value === null || value === undefined || value === '' || Object.hasOwn(options, String(value))
  return (
    <select
      aria-label={name}
      aria-invalid={error || !known ? true : undefined}
      title={error ? say(error) : undefined}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="" />
      {known ? null : <option value={String(value)}>{String(value)}</option>}
      {Object.entries(options).map(([key, label]) => (
        <option key={key} value={key}>
          {say(label)}
        </option>
      ))}
    </select>
  )
}
