/** The columns of the file beside the fields they fill; the guess can be changed. */
import { SettingOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useWords } from '../shell/words.ts'
import { importWords as w } from '../words/import.ts'
import type { Decided } from './choice.ts'
import { ColumnModal } from './columnModal.tsx'
import type { Preview } from './contract.ts'
import type { Target } from './targets.ts'

/** Below this a person should look at the guess. */
const sureFrom = 0.85

interface ColumnsProps {
  readonly seen: Preview
  readonly targets: readonly Target[]
  readonly decided: Decided
  readonly onChange: (decided: Decided) => void
}

export function Columns({ seen, targets, decided, onChange }: ColumnsProps) {
  const { say } = useWords()
  const { choice } = decided
  const [open, setOpen] = useState<string | null>(null)
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
                      onChange={(value) => onChange({ ...decided, choice: { ...choice, [header]: value || null } })}
                      options={options}
                    />
                    {targets.some((target) => target.name === choice[header]) ? (
                      <Button
                        type="text"
                        icon={<SettingOutlined />}
                        aria-label={`${header}: ${say(w.adjust)}`}
                        title={say(w.adjust)}
                        onClick={() => setOpen(header)}
                      />
                    ) : null}
                    <Adjusted {...{ seen, targets, decided, header }} />
                    {unsure ? <span className="tag warn">{say(w.unsure)}</span> : null}
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {open === null ? null : (
        <Adjust {...{ seen, targets, decided, onChange }} header={open} onClose={() => setOpen(null)} />
      )}
    </div>
  )
}

type OneProps = Omit<ColumnsProps, 'onChange'> & { readonly header: string }

/** What is done to the column, in a few words. */
function Adjusted({ seen, targets, decided, header }: OneProps) {
  const { say } = useWords()
  const target = targets.find(({ name }) => name === decided.choice[header])
  if (!target) return null
  const { dates, decimal, split, default: usual } = decided.transforms[target.name] ?? {}
  const look = seen.looks.find((one) => one.header === header)
  const told = look?.dates && look.dates !== 'plain' && look.dates !== 'ask' ? look.dates : undefined
  const order = target.dated ? (dates ?? told) : undefined
  const comma = target.numeric && (decimal ?? look?.decimal) === ','
  const count = Object.keys(decided.values[target.name] ?? {}).length
  const words = [
    ...(order ? [say(w[order])] : []),
    ...(comma ? [say(w.decimalComma)] : []),
    ...(split ? [`${say(w.splitBy)} ${split.by}`] : []),
    ...(usual ? [`${say(w.ifEmpty)} ${usual}`] : []),
    ...(count > 0 ? [say(w.valuesMapped, { n: count })] : []),
  ]
  return words.map((word) => (
    <span key={word} className="tag">
      {word}
    </span>
  ))
}

function Adjust({
  seen,
  targets,
  decided,
  header,
  onChange,
  onClose,
}: OneProps & Pick<ColumnsProps, 'onChange'> & { onClose: () => void }) {
  const target = targets.find(({ name }) => name === decided.choice[header])
  if (!target) return null
  return (
    <ColumnModal
      {...{ header, target, onClose }}
      look={seen.looks.find((one) => one.header === header)}
      transform={decided.transforms[target.name] ?? {}}
      values={decided.values[target.name] ?? {}}
      onDone={(transform, values) => {
        onChange({
          ...decided,
          transforms: { ...decided.transforms, [target.name]: transform },
          values: { ...decided.values, [target.name]: values },
        })
        onClose()
      }}
    />
  )
}

const examplesOf = ({ sample }: Preview, column: number): string =>
  [...new Set(sample.map((row) => row[column] ?? '').filter(Boolean))].slice(0, 3).join(' · ')
