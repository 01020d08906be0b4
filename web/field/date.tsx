/** Civil dates and moments; moments are typed and shown in the company's time zone. */
import { DatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'
import { useMeta } from '../shell/meta.tsx'

dayjs.extend(utc)
dayjs.extend(timezone)
dayjs.extend(customParseFormat)

interface DateInputProps {
  id: string
  value: unknown
  onChange: (value: string | null) => void
  time?: boolean
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  label?: string
}

const dayFormat = 'YYYY-MM-DD'
const timeFormat = 'YYYY-MM-DD HH:mm'

export default function DateInput(props: DateInputProps) {
  const { timeZone } = useMeta().company
  const text = typeof props.value === 'string' ? props.value : ''
  const value = !text ? null : props.time ? dayjs(text).tz(timeZone) : dayjs(text, dayFormat)
  const change = (next: Dayjs | null) => {
    if (!next) return props.onChange(null)
    if (!props.time) return props.onChange(next.format(dayFormat))
    props.onChange(dayjs.tz(next.format(timeFormat), timeZone).toISOString())
  }
  return (
    <DatePicker
      id={props.id}
      style={{ width: '100%' }}
      showTime={props.time ? { format: 'HH:mm' } : false}
      format={props.time ? timeFormat : dayFormat}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      status={props.invalid ? 'error' : undefined}
      disabled={props.disabled}
      placeholder={props.time ? timeFormat : dayFormat}
      value={value}
      onChange={(next) => change(Array.isArray(next) ? null : (next as Dayjs | null))}
    />
  )
}
