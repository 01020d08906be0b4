/** Structured data without a form of its own, typed as JSON and checked while it is typed. */
import { Input } from 'antd'
import { useState } from 'react'

interface DataInputProps {
  id: string
  value: unknown
  onChange: (value: unknown) => void
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  label?: string
}

export function DataInput(props: DataInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const given = props.value === null || props.value === undefined ? '' : JSON.stringify(props.value, null, 2)
  const type = (text: string) => {
    setTyped(text)
    try {
      props.onChange(text.trim() ? JSON.parse(text) : null)
      setWrong(false)
    } catch {
      setWrong(true)
    }
  }
  return (
    <Input.TextArea
      id={props.id}
      autoSize={{ minRows: 2, maxRows: 12 }}
      style={{ fontFamily: 'ui-monospace, monospace' }}
      spellCheck={false}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={wrong || props.invalid || undefined}
      status={wrong || props.invalid ? 'error' : undefined}
      disabled={props.disabled}
      value={typed ?? given}
      onChange={(event) => type(event.target.value)}
    />
  )
}
