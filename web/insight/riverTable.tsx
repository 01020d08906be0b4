/** The table behind the river: the same numbers, exact, with the links to their records. */
import { useWords } from '../shell/words.ts'
import { formatMoney, formatNumber, formatPercent } from '../ui/format.ts'
import { Go } from '../ui/go.tsx'
import { insightWords as w } from '../words/insight.ts'
import type { RiverStage } from './riverData.ts'
import { Dwell, shortRate, useStageAddress } from './riverPicture.tsx'

export function RiverTable({ stages }: { stages: readonly RiverStage[] }) {
  const { say, language } = useWords()
  const address = useStageAddress()
  return (
    <div className="river-scroll">
      <table className="river-table">
        <caption className="hidden-word">{say(w.river)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(w.stage)}</th>
            {[w.count, w.amount, w.conversion, w.medianDays, w.lost].map((label) => (
              <th key={label.en} scope="col" className="number-head">
                {say(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => {
            const to = address(stage)
            return (
              <tr key={stage.stage}>
                <th scope="row">{to ? <Go to={to}>{say(stage.label)}</Go> : say(stage.label)}</th>
                <td>{formatNumber(stage.count, language)}</td>
                <td>{stage.amount ? formatMoney(stage.amount, language) : '—'}</td>
                <td>{stage.conversion === null ? '—' : formatPercent(shortRate(stage.conversion), language)}</td>
                <td>
                  <Dwell stage={stage} />
                </td>
                <td>
                  {formatNumber(stage.lost?.count ?? 0, language)}
                  {stage.lost?.amount ? (
                    <span className="soft"> · {formatMoney(stage.lost.amount, language)}</span>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
