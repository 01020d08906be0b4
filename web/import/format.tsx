/** How the file is read: encoding and delimiter, or the sheet; and which row holds the headings. */
import { InputNumber, Select } from 'antd'
import { useId } from 'react'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { importWords as w } from '../words/import.ts'
import type { Format, Preview } from './contract.ts'

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252']
const delimiters = [
  [',', w.comma],
  [';', w.semicolon],
  ['\t', w.tab],
  ['|', w.pipe],
] as const

interface FormatRowProps {
  readonly seen: Preview
  readonly onChange: (part: Partial<Format>) => void
}

export function FormatRow({ seen, onChange }: FormatRowProps) {
  const { say, language } = useWords()
  const id = useId()
  const n = formatNumber(seen.rows, language)
  return (
    <>
      <div className="row">
        {seen.kind === 'csv' ? (
          <>
            <label htmlFor={`${id}encoding`}>{say(w.encoding)}</label>
            <Select
              id={`${id}encoding`}
              style={{ minWidth: 130 }}
              value={seen.encoding}
              onChange={(encoding) => onChange({ encoding })}
              options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
            />
            <label htmlFor={`${id}delimiter`}>{say(w.delimiter)}</label>
            <Select
              id={`${id}delimiter`}
              style={{ minWidth: 110 }}
              value={seen.delimiter}
              onChange={(delimiter) => onChange({ delimiter })}
              options={delimiters.map(([value, label]) => ({ value, label: say(label) }))}
            />
          </>
        ) : (
          <>
            <label htmlFor={`${id}sheet`}>{say(w.sheet)}</label>
            <Select
              id={`${id}sheet`}
              style={{ minWidth: 160 }}
              value={seen.sheet}
              onChange={(sheet) => onChange({ sheet, headerRow: null })}
              options={seen.sheets.map((value) => ({ value, label: value }))}
            />
          </>
        )}
        <label htmlFor={`${id}row`}>{say(w.headerRow)}</label>
        <InputNumber
          id={`${id}row`}
          style={{ width: 80 }}
          min={1}
          max={1000}
          precision={0}
          value={seen.headerRow}
          changeOnWheel={false}
          onPressEnter={(event) => onChange({ headerRow: Number(event.currentTarget.value) || null })}
          onBlur={(event) => {
            const headerRow = Number(event.currentTarget.value) || null
            if (headerRow !== seen.headerRow) onChange({ headerRow })
          }}
        />
        <span className="soft">{say(seen.more ? w.rowCountMore : w.rowCount, { n })}</span>
      </div>
      {seen.ambiguous ? <p className="note warn">{say(w.ambiguous)}</p> : null}
    </>
  )
}
