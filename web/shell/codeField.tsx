/** A field for six digits or a recovery code, that the telephone offers to fill. */
import { Input } from 'antd'
import { useId } from 'react'
import { signInWords as w } from '../words/signIn.ts'
import { useWords } from './words.ts'

interface CodeFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label?: string
}

export function CodeField({ value, onChange, label }: CodeFieldProps) {
  const { say } = useWords()
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label ?? say(w.code)}</label>
      <Input
        id={id}
        size="large"
        autoComplete="one-time-code"
        inputMode="text"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
        required
        maxLength={40}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
