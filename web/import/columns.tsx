/** The columns of the file beside the fields they fill; the guess can be changed. */
import { Select } from 'antd'
import { useWords } from '../shell/words.ts'
import { importWords as w } from '../words/import.ts'
import type { Preview } from './contract.ts'
import type { Choice, Target } from './targets.ts'

/** Below this a person should look at the guess. */
const sureFrom = 0.85

interface ColumnsProps {
  readonly seen: Preview
  readonly targets: readonly Target[]
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
}

export function Columns({ seen, targets, choice, onChoice }: ColumnsProps) {
  const { say } = useWords()
  const options = [
    { value: '', label: say(w.ignore) },
    ...targets.map((target) => ({ value: target.name, label: `${say(target.label)}${target.required ? ' *' : ''}` })),
  ]
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.stepMap)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(w.column)}</th>
            <th scope="col">{say(w.examples)}</th>
            <th scope="col">{say(w.field)}</th>
          </tr>
        </thead>
        <tbody>
          {seen.headers.map((header, index) => {
            const guess = seen.mapping.find((one) => one.header === header)
            const unsure = guess?.field && guess.field === choice[header] && guess.score < sureFrom
            return (
              <tr key={`${index} ${header}`}>
                <td data-label={say(w.column)}>{header}</td>
                <td data-label={say(w.examples)} className="import-examples">
                  {examplesOf(seen, index)}
                </td>
                <td data-label={say(w.field)}>
                  <span className="row">
                    <Select
                      style={{ minWidth: 220 }}
                      aria-label={`${header} → ${say(w.field)}`}
                      showSearch={{ optionFilterProp: 'label' }}
                      value={targets.some((target) => target.name === choice[header]) ? (choice[header] ?? '') : ''}
                      onChange={(value) => onChoice({ ...choice, [header]: value || null })}
                      options={options}
                    />
                    {unsure ? <span className="tag warn">{say(w.unsure)}</span> : null}
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const examplesOf = ({ sample }: Preview, column: number): string =>
  [...new Set(sample.map((row) => row[column] ?? '').filter(Boolean))].slice(0, 3).join(' · ')
