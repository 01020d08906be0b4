/** An address in its five parts, from the country down to the street. */
import { Input } from 'antd'
import type { Address } from '../../kernel/field.ts'
import { useWords } from '../shell/words.ts'

interface AddressInputProps {
  id: string
  value: Address
  onChange: (value: Address | null) => void
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
}

const parts = ['country', 'province', 'city', 'district', 'detail'] as const

export function AddressInput({ id, value, onChange, invalid, describedBy, disabled }: AddressInputProps) {
  const { t } = useWords()
  const set = (part: (typeof parts)[number], text: string) => {
    const next: Address = { ...value, [part]: text || undefined }
    onChange(parts.some((each) => next[each]) ? next : null)
  }
  return (
    <div className="address" role="group" aria-describedby={describedBy}>
      {parts.map((part, index) => (
        <Input
          key={part}
          id={index === 0 ? id : undefined}
          aria-label={t(part)}
          placeholder={t(part)}
          status={invalid ? 'error' : undefined}
          disabled={disabled}
          value={value[part] ?? ''}
          onChange={(event) => set(part, event.target.value)}
        />
      ))}
    </div>
  )
}
