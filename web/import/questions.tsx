/** What the rows leave open is asked: in which order days are written, what a comma in a number means. */
import { Radio } from 'antd'
import { useWords } from '../shell/words.ts'
import { formatDate } from '../ui/format.ts'
import { importWords as w } from '../words/import.ts'
import type { openQuestions } from './choice.ts'
import type { DateOrder, Transform } from './contract.ts'

type Question = ReturnType<typeof openQuestions>[number]

interface QuestionsProps {
  readonly questions: readonly Question[]
  readonly onSaid: (field: string, transform: Transform) => void
}

export function Questions({ questions, onSaid }: QuestionsProps) {
  const { say } = useWords()
  return questions.map((question) => {
    const { header, target, about, look } = question
    const example =
      look.texts.find((text) => (about === 'dates' ? isOpenDay(text) : /\d,\d/.test(text))) ?? look.texts[0] ?? ''
    return (
      <fieldset key={`${header} ${about}`} className="note warn import-question">
        <legend className="hidden-word">{header}</legend>
        <p>{say(about === 'dates' ? w.askDates : w.askDecimal, { name: header, example })}</p>
        {about === 'dates' ? (
          <Days example={example} onSaid={(dates) => onSaid(target.name, { dates })} />
        ) : (
          <Radio.Group onChange={(event) => onSaid(target.name, { decimal: event.target.value })}>
            <Radio value=",">{say(w.decimalComma)}</Radio>
            <Radio value=".">{say(w.decimalPoint)}</Radio>
          </Radio.Group>
        )}
      </fieldset>
    )
  })
}

function Days({ example, onSaid }: { example: string; onSaid: (order: DateOrder) => void }) {
  const { say, language } = useWords()
  const orders = (['ymd', 'mdy', 'dmy'] as const).flatMap((order) => {
    const day = dayOf(example, order)
    return day === null ? [] : [[order, day] as const]
  })
  return (
    <Radio.Group onChange={(event) => onSaid(event.target.value)}>
      {orders.map(([order, day]) => (
        <Radio key={order} value={order}>
          {say(w[order])} → {formatDate(day, language)}
        </Radio>
      ))}
    </Radio.Group>
  )
}

const partsOf = (text: string): string[] => /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})/.exec(text.trim())?.slice(1) ?? []

/** A day that differs by its order. */
function isOpenDay(text: string): boolean {
  const days = new Set(
    (['ymd', 'mdy', 'dmy'] as const).map((order) => dayOf(text, order)).filter((day) => day !== null),
  )
  return days.size > 1
}

/** Only to show what an order would make of an example; the server reads the days. */
function dayOf(text: string, order: 'ymd' | 'mdy' | 'dmy'): string | null {
  const parts = partsOf(text)
  if (parts.length === 0) return null
  const [year = '', month = '', day = ''] = [...{ ymd: [0, 1, 2], mdy: [2, 0, 1], dmy: [2, 1, 0] }[order]].map(
    (at) => parts[at],
  )
  if (![2, 4].includes(year.length) || day.length > 2 || Number(month) > 12 || Number(day) > 31) return null
  const full = year.length === 4 ? year : `${Number(year) < 70 ? '20' : '19'}${year}`
  return `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
