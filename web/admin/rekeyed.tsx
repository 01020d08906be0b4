/** Fields that were typed over although the chain had brought them: the number a process owner wants to see fall. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import type { Label, ObjectMeta } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber, todayIn } from '../ui/format.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { adminWords as w } from '../words/admin.ts'
import { AdminHead } from './head.tsx'

interface Rekeyed {
  readonly month: string
  readonly object: string
  readonly field: string
  readonly count: number
}

export default function RekeyedPage() {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['rekeyed'],
    queryFn: ({ signal }) => ask<{ data: readonly Rekeyed[] }>('/rekeyed', { signal }),
  })
  return (
    <>
      <AdminHead title={w.rekeyed} hint={w.rekeyedHint} />
      <Shown asked={asked}>
        {({ data }) => (data.length === 0 ? <Empty title={say(w.noRekeyed)} /> : <Counter data={data} />)}
      </Shown>
    </>
  )
}

function Counter({ data }: { data: readonly Rekeyed[] }) {
  const { say, language } = useWords()
  const { timeZone } = useMeta().company
  const months = lastMonths(todayIn(timeZone).slice(0, 7), 12)
  const totals = months.map((month) => sum(data.filter((each) => each.month === month)))
  const now = totals.at(-1) ?? 0
  const before = totals.at(-2) ?? 0
  const change = now < before ? w.fewer : now > before ? w.moreThan : w.sameAs
  return (
    <>
      <div className="falling">
        <div>
          <span className="soft">{say(w.thisMonth)}</span>
          <div>
            <b>{formatNumber(now, language)}</b>
          </div>
          <span className={now > before ? 'tag badly' : 'tag well'}>{say(change, { n: Math.abs(now - before) })}</span>
        </div>
        <Bars months={months} totals={totals} />
      </div>
      <ByField data={data} thisMonth={months.at(-1) ?? ''} lastMonth={months.at(-2) ?? ''} />
    </>
  )
}

function Bars({ months, totals }: { months: readonly string[]; totals: readonly number[] }) {
  const { say, language } = useWords()
  const top = Math.max(1, ...totals)
  const text = months.map((month, i) => `${month}: ${totals[i]}`).join(', ')
  return (
    <svg viewBox="0 0 480 130" role="img" aria-label={`${say(w.rekeyed)} · ${text}`}>
      {totals.map((total, i) => {
        const height = (total / top) * 84
        const x = i * 40 + 8
        return (
          <g key={months[i]}>
            <rect x={x} y={104 - height} width={24} height={Math.max(1, height)} rx={3} fill="var(--accent)" />
            <text x={x + 12} y={98 - height} textAnchor="middle" fontSize={11} fill="var(--text-soft)">
              {formatNumber(total, language)}
            </text>
            <text x={x + 12} y={122} textAnchor="middle" fontSize={11} fill="var(--text-faint)">
              {months[i]?.slice(5)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

function ByField({ data, thisMonth, lastMonth }: { data: readonly Rekeyed[]; thisMonth: string; lastMonth: string }) {
  const { say, language } = useWords()
  const { objects } = useMeta()
  const keys = [...new Set(data.map((each) => `${each.object} ${each.field}`))]
  const rows = keys
    .map((key) => {
      const [object = '', field = ''] = key.split(' ')
      const own = data.filter((each) => each.object === object && each.field === field)
      const within = (month: string) => sum(own.filter((each) => each.month === month))
      return { object, field, now: within(thisMonth), before: within(lastMonth), total: sum(own) }
    })
    .sort((a, b) => b.now - a.now || b.total - a.total)
  return (
    <div className="plain-scroll">
      <table className="plain-table">
        <caption className="hidden-word">{say(w.byField)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(w.object)}</th>
            <th scope="col">{say(w.field)}</th>
            <th scope="col" className="right">
              {say(w.thisMonth)}
            </th>
            <th scope="col" className="right">
              {say(w.lastMonth)}
            </th>
            <th scope="col" className="right">
              {say(w.allTime)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const object = objects[row.object]
            return (
              <tr key={`${row.object} ${row.field}`}>
                <td>{say(object?.label) || row.object}</td>
                <td>{fieldLabel(object, row.field, say)}</td>
                <td className="right">{formatNumber(row.now, language)}</td>
                <td className="right">{formatNumber(row.before, language)}</td>
                <td className="right">{formatNumber(row.total, language)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** 'price' or, in a row of a part, 'lines.price'. */
function fieldLabel(object: ObjectMeta | undefined, path: string, say: (label: Label | undefined) => string): string {
  const [first = '', second] = path.split('.')
  const part = object?.parts.find((each) => each.name === first)
  const field = (second ? part?.fields : object?.fields)?.find((each) => each.name === (second ?? first))
  return [say(part?.label), say(field?.label)].filter(Boolean).join(' · ') || path
}

const sum = (rows: readonly Rekeyed[]): number => rows.reduce((total, { count }) => total + count, 0)

/** The last `n` months up to `month` (YYYY-MM), oldest first. */
function lastMonths(month: string, n: number): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return Array.from({ length: n }, (_, i) =>
    new Date(Date.UTC(year, number - 1 - (n - 1 - i), 1)).toISOString().slice(0, 7),
  )
}
