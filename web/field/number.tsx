/** Numbers, money and percent as exact decimal text; what is typed full-width or with separators is understood. */
import { Input } from 'antd'
import { useState } from 'react'
import { movePoint } from '../ui/format.ts'

interface NumberInputProps {
  id: string
  value: unknown
  onChange: (value: string | null) => void
  whole?: boolean
  /** Currency or sign that stands behind the number. */
  unit?: string
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  label?: string
}

export function NumberInput(props: NumberInputProps) {
  const given = props.value === null || props.value === undefined ? '' : String(props.value)
  const [typed, setTyped] = useState<string | null>(null)
  const type = (text: string) => {
    const next = cleanNumber(text, props.whole)
    if (next === null) return
    setTyped(next)
    if (next === '') props.onChange(null)
    else if (isDecimal(next)) props.onChange(canonical(next))
  }
  return (
    <Input
      id={props.id}
      inputMode={props.whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      status={props.invalid ? 'error' : undefined}
      disabled={props.disabled}
      suffix={props.unit && <span className="faint">{props.unit}</span>}
      value={typed ?? given}
      onChange={(event) => type(event.target.value)}
      onBlur={() => setTyped(null)}
    />
  )
}

export function PercentInput(props: NumberInputProps) {
  const { value, onChange } = props
  const shown = typeof value === 'string' || typeof value === 'number' ? movePoint(String(value), 2) : null
  return (
    <NumberInput
      {...props}
      unit="%"
      value={shown}
      onChange={(percent) => onChange(percent === null ? null : movePoint(percent, -2))}
    />
  )
}

/** Text of a number being typed, or null when the key belongs to no number. */
export function cleanNumber(text: string, whole?: boolean): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/。/g, '.')
    .replace(/[,，\s¥￥$€]/g, '')
  const shape = whole ? /^-?\d*$/ : /^-?\d*\.?\d*$/
  return shape.test(plain) ? plain : null
}

const isDecimal = (text: string): boolean => /^-?(\d+\.?\d*|\.\d+)$/.test(text)

const canonical = (text: string): string => {
  const full = text.replace(/\.$/, '').replace(/^(-?)\./, '$10.')
  return full.replace(/^(-?)0+(?=\d)/, '$1')
}
