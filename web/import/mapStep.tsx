/** Second step: how the file is read, which column fills which field, and what the rows leave to be asked. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useWords } from '../shell/words.ts'
import { Shown } from '../ui/page.tsx'
import { importWords as w } from '../words/import.ts'
import {
  type Decided,
  decidedBy,
  decidedByTemplate,
  keptOptions,
  mappingOf,
  missingIn,
  openQuestions,
  twiceIn,
} from './choice.ts'
import { Columns } from './columns.tsx'
import {
  type Chosen,
  type Format,
  type ImportBody,
  openFormat,
  type Preview,
  preview,
  type Template,
  type Transform,
} from './contract.ts'
import { FormatRow } from './format.tsx'
import { Options, type Taken, usualOptions } from './options.tsx'
import { Questions } from './questions.tsx'
import { targetsOf } from './targets.ts'
import { Templates } from './templates.tsx'

interface MapStepProps {
  readonly chosen: Chosen
  readonly onBack: () => void
  readonly onReady: (body: ImportBody) => void
}

export function MapStep({ chosen, onBack, onReady }: MapStepProps) {
  const [format, setFormat] = useState<Format>(openFormat)
  const reading = { object: chosen.object.name, fileId: chosen.file.id, format }
  const asked = useQuery({
    queryKey: ['files', 'preview', reading],
    queryFn: ({ signal }) => preview(reading, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (asked.error) return <Unread error={asked.error} {...{ asked, onBack, setFormat }} />
  return (
    <Shown asked={asked}>
      {(seen) => (
        <div className="stack">
          <FormatRow seen={seen} onChange={(part) => setFormat((before) => ({ ...before, ...part }))} />
          <Mapping
            key={`${seen.encoding} ${seen.delimiter} ${seen.sheet} ${seen.headerRow} ${seen.headers.length}`}
            {...{ chosen, seen, onBack, onReady }}
            format={{ ...format, sheet: seen.sheet, headerRow: seen.headerRow }}
          />
        </div>
      )}
    </Shown>
  )
}

interface UnreadProps {
  readonly asked: Parameters<typeof Shown>[0]['asked']
  readonly error: unknown
  readonly onBack: () => void
  readonly setFormat: (format: Format) => void
}

/** A file that cannot be read so may be readable otherwise. */
function Unread({ asked, onBack, setFormat }: UnreadProps) {
  const { say } = useWords()
  return (
    <div className="stack">
      <Shown asked={asked}>{() => null}</Shown>
      <div className="row">
        <Button onClick={onBack}>{say(w.back)}</Button>
        <Button onClick={() => setFormat(openFormat)}>{say(w.readAgain)}</Button>
      </div>
    </div>
  )
}

interface MappingProps extends MapStepProps {
  readonly seen: Preview
  readonly format: Format
}

function useDecisions({ chosen, seen }: Pick<MappingProps, 'chosen' | 'seen'>) {
  const usual = usualOptions(chosen.object)
  const fitting = seen.templates.find(({ headers }) => headers.length === seen.headers.length) ?? null
  const begin = (template: Template | null): [Decided, Taken] =>
    template
      ? [decidedByTemplate(seen.headers, template), { ...usual, ...(template.options as Partial<Taken>) }]
      : [decidedBy(seen.headers, seen.mapping), usual]
  const [first] = useState(() => begin(fitting))
  const [decided, setDecided] = useState(first[0])
  const [options, setOptions] = useState(first[1])
  const [taken, setTaken] = useState<string | null>(fitting?.id ?? null)
  const take = (template: Template | null) => {
    const [next, how] = begin(template)
    setDecided(next)
    setOptions(how)
    setTaken(template?.id ?? null)
  }
  return { decided, setDecided, options, setOptions, taken, take }
}

function Mapping({ chosen, seen, format, onBack, onReady }: MappingProps) {
  const { say, language } = useWords()
  const { decided, setDecided, options, setOptions, taken, take } = useDecisions({ chosen, seen })
  const { history, upsertBy, createMissing } = options
  const targets = targetsOf(chosen.object).filter((target) => history || !target.historyOnly)
  const known = { targets, looks: seen.looks }
  const missing = history ? [] : missingIn(targets, decided)
  const twice = twiceIn(targets, decided.choice)
  const questions = openQuestions(decided, known)
  const names = new Set(Object.values(decided.choice))
  const used = targets.filter((target) => names.has(target.name))
  const list = (labels: readonly string[]) => labels.join(language === 'zh' ? '、' : ', ')
  const full = { ...format, history, dryRun: true, upsertBy, createMissing }
  const put = (field: string, part: Transform) =>
    setDecided((before) => ({
      ...before,
      transforms: { ...before.transforms, [field]: { ...before.transforms[field], ...part } },
    }))
  return (
    <>
      <Templates
        found={seen.templates}
        {...{ taken }}
        onTake={take}
        content={() => ({
          object: chosen.object.name,
          headers: seen.headers,
          mapping: mappingOf(decided, known),
          options: keptOptions(full),
        })}
      />
      <Columns {...{ seen, targets, decided }} onChange={setDecided} />
      <EmptyWords {...{ seen, decided }} onChange={setDecided} />
      <Questions questions={questions} onSaid={put} />
      {missing.length > 0 ? (
        <p className="note warn">{say(w.requiredMissing, { names: list(missing.map(({ label }) => say(label))) })}</p>
      ) : null}
      {twice.map((target) => (
        <p key={target.name} className="note bad" role="alert">
          {say(w.twice, { name: say(target.label) })}
        </p>
      ))}
      <Options {...{ object: chosen.object, chosen: used, options }} onChange={setOptions} />
      <div className="row">
        <Button onClick={onBack}>{say(w.back)}</Button>
        <Button
          type="primary"
          disabled={twice.length > 0 || used.length === 0 || questions.length > 0}
          onClick={() =>
            onReady({
              object: chosen.object.name,
              fileId: chosen.file.id,
              mapping: mappingOf(decided, known),
              options: full,
            })
          }
        >
          {say(w.dryRun)}
        </Button>
        {questions.length > 0 ? <span className="soft">{say(w.answerFirst)}</span> : null}
      </div>
    </>
  )
}

interface EmptyWordsProps {
  readonly seen: Preview
  readonly decided: Decided
  readonly onChange: (decided: Decided) => void
}

/** Words that often stand for nothing mean it only when somebody says so. */
function EmptyWords({ seen, decided, onChange }: EmptyWordsProps) {
  const { say } = useWords()
  const found = seen.looks
    .filter(({ header }) => (decided.choice[header] ?? null) !== null)
    .flatMap(({ emptyWords }) => emptyWords)
  const words = [...new Set([...found, ...decided.empty])]
  if (words.length === 0) return null
  return (
    <div className="row">
      <span>{say(w.emptyWords)}</span>
      <Checkbox.Group
        options={words.map((value) => ({ value, label: value }))}
        value={[...decided.empty]}
        onChange={(empty) => onChange({ ...decided, empty: empty as string[] })}
      />
    </div>
  )
}
