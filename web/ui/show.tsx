/** Single values as the reader should see them: money, dates, moments, people, states, records. */
import { Tooltip } from 'antd'
import type { Label, Money as MoneyValue, Names, ObjectMeta } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatDate, formatMoney, formatRelative, formatTime } from './format.ts'
import { Go, recordAddress } from './go.tsx'

export function Money({ value }: { value: MoneyValue | null | undefined }) {
  const { language } = useWords()
  return value ? <span className="number">{formatMoney(value, language)}</span> : <Nothing />
}

export function CivilDate({ value }: { value: string | null | undefined }) {
  const { language } = useWords()
  return value ? (
    <time className="number" dateTime={value}>
      {formatDate(value, language)}
    </time>
  ) : (
    <Nothing />
  )
}

/** A moment in the company's zone; `relative` says how long ago and keeps the exact time in the tooltip. */
export function Moment({ value, relative }: { value: string | null | undefined; relative?: boolean }) {
  const { language, t } = useWords()
  const { timeZone } = useMeta().company
  if (!value) return <Nothing />
  const exact = formatTime(value, language, timeZone)
  if (!relative) {
    return (
      <time className="number" dateTime={value} title={timeZone}>
        {exact}
      </time>
    )
  }
  return (
    <Tooltip title={`${exact} (${timeZone})`}>
      <time className="nowrap" dateTime={value}>
        {formatRelative(value, language) ?? t('now')}
      </time>
    </Tooltip>
  )
}

export function Person({ name }: { name: string | null | undefined }) {
  if (!name) return <Nothing />
  return (
    <span className="person">
      <i aria-hidden="true">{initial(name)}</i>
      <span className="ellipsis">{name}</span>
    </span>
  )
}

export function StateTag({ object, state }: { object: ObjectMeta | undefined; state: string | null | undefined }) {
  const { say } = useWords()
  const found = object?.states.find((one) => one.name === state)
  if (!state) return null
  return <span className={`tag ${toneOf(object, state)}`}>{found ? say(found.label) : state}</span>
}

/** well, badly, open or empty, for the colour of a state. */
export function toneOf(object: ObjectMeta | undefined, state: string): string {
  const found = object?.states.find((one) => one.name === state)
  if (found?.ends) return found.ends
  return found?.draft ? '' : 'open'
}

/** A link to a record by the name the server sent along. */
export function RecordLink({ object, id, names }: { object?: string; id: string; names?: Names }) {
  const meta = useMeta()
  const { t } = useWords()
  const name = names?.[id]
  const target = meta.objects[name?.object ?? object ?? '']
  const title = name?.title || name?.no
  if (!target?.can.read) return <span>{title ?? t('none')}</span>
  return <Go to={recordAddress(target.plural, id)}>{title ?? id.slice(0, 8)}</Go>
}

export function Word({ label }: { label: Label | undefined }) {
  return <>{useWords().say(label)}</>
}

export const Nothing = () => <span className="faint">—</span>

function initial(name: string): string {
  const letters = Array.from(name.trim())
  return (/[\u3400-\u9fff]/.test(name) ? letters.at(-1) : letters[0]?.toUpperCase()) ?? ''
}
