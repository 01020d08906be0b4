/** Second step: which column fills which field, guessed first, and how the file is to be taken. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useId, useState } from 'react'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Shown } from '../ui/page.tsx'
import { importWords as w } from '../words/import.ts'
import { Columns } from './columns.tsx'
import { type Chosen, type ImportBody, type Preview, preview } from './contract.ts'
import { Options, type Taken, usualOptions } from './options.tsx'
import { type Choice, mappingOf, missingIn, targetsOf, twiceIn } from './targets.ts'

interface MapStepProps {
  readonly chosen: Chosen
  readonly onBack: () => void
  readonly onReady: (body: ImportBody) => void
}

export function MapStep({ chosen, onBack, onReady }: MapStepProps) {
  const [encoding, setEncoding] = useState<string | null>(null)
  const [delimiter, setDelimiter] = useState<string | null>(null)
  const reading = { object: chosen.object.name, fileId: chosen.file.id, encoding, delimiter }
  const asked = useQuery({
    queryKey: ['files', 'preview', reading],
    queryFn: ({ signal }) => preview(reading, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Shown asked={asked}>
      {(seen) => (
        <div className="stack">
          <Format {...{ seen, setEncoding, setDelimiter }} />
          <Mapping
            key={`${seen.encoding} ${seen.delimiter} ${seen.headers.length}`}
            {...{ chosen, seen, onBack }}
            onReady={(part) => onReady({ ...part, options: { ...part.options, encoding, delimiter } })}
          />
        </div>
      )}
    </Shown>
  )
}

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252']
const delimiters = [
  [',', w.comma],
  [';', w.semicolon],
  ['\t', w.tab],
  ['|', w.pipe],
] as const

interface FormatProps {
  readonly seen: Preview
  readonly setEncoding: (encoding: string) => void
  readonly setDelimiter: (delimiter: string) => void
}

function Format({ seen, setEncoding, setDelimiter }: FormatProps) {
  const { say, language } = useWords()
  const id = useId()
  return (
    <>
      <div className="row">
        <label htmlFor={`${id}encoding`}>{say(w.encoding)}</label>
        <Select
          id={`${id}encoding`}
          style={{ minWidth: 130 }}
          value={seen.encoding}
          onChange={setEncoding}
          options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
        />
        <label htmlFor={`${id}delimiter`}>{say(w.delimiter)}</label>
        <Select
          id={`${id}delimiter`}
          style={{ minWidth: 110 }}
          value={seen.delimiter}
          onChange={setDelimiter}
          options={delimiters.map(([value, label]) => ({ value, label: say(label) }))}
        />
        <span className="soft">{say(w.rowCount, { n: formatNumber(seen.rows, language) })}</span>
      </div>
      {seen.ambiguous ? <p className="note warn">{say(w.ambiguous)}</p> : null}
    </>
  )
}

interface MappingProps extends MapStepProps {
  readonly seen: Preview
}

function Mapping({ chosen, seen, onBack, onReady }: MappingProps) {
  const { say, language } = useWords()
  const every = targetsOf(chosen.object)
  const [choice, setChoice] = useState<Choice>(() =>
    Object.fromEntries(
      seen.headers.map((header) => [header, seen.mapping.find((one) => one.header === header)?.field ?? null]),
    ),
  )
  const [options, setOptions] = useState<Taken>(() => usualOptions(chosen.object))
  const { history, dates, upsertBy, createMissing } = options
  const targets = every.filter((target) => history || !target.historyOnly)
  const missing = history ? [] : missingIn(targets, choice)
  const twice = twiceIn(targets, choice)
  const chosenNames = new Set(Object.values(choice))
  const chosenTargets = targets.filter((target) => chosenNames.has(target.name))
  const list = (labels: readonly string[]) => labels.join(language === 'zh' ? '、' : ', ')
  const ready = () => {
    const allowed = new Set(targets.map((target) => target.name))
    const kept = Object.fromEntries(
      Object.entries(choice).map(([header, name]) => [header, name !== null && allowed.has(name) ? name : null]),
    )
    onReady({
      object: chosen.object.name,
      fileId: chosen.file.id,
      mapping: mappingOf(targets, kept, dates),
      options: { history, dryRun: true, upsertBy, createMissing, encoding: null, delimiter: null },
    })
  }
  return (
    <>
      <Columns {...{ seen, targets, choice }} onChoice={setChoice} />
      {missing.length > 0 ? (
        <p className="note warn">{say(w.requiredMissing, { names: list(missing.map(({ label }) => say(label))) })}</p>
      ) : null}
      {twice.map((target) => (
        <p key={target.name} className="note bad" role="alert">
          {say(w.twice, { name: say(target.label) })}
        </p>
      ))}
      <Options {...{ object: chosen.object, chosen: chosenTargets, options }} onChange={setOptions} />
      <div className="row">
        <Button onClick={onBack}>{say(w.back)}</Button>
        <Button type="primary" disabled={twice.length > 0 || chosenTargets.length === 0} onClick={ready}>
          {say(w.dryRun)}
        </Button>
      </div>
    </>
  )
}
