/** What is done to the cells of one column before they are read. */
import { Checkbox, Input, InputNumber, Modal, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useWords } from '../shell/words.ts'
import { importWords as w } from '../words/import.ts'
import type { DateOrder, Looks, Transform, Values } from './contract.ts'
import type { Target } from './targets.ts'

interface ColumnModalProps {
  readonly header: string
  readonly target: Target
  readonly look: Looks | undefined
  readonly transform: Transform
  readonly values: Values
  readonly onDone: (transform: Transform, values: Values) => void
  readonly onClose: () => void
}

export function ColumnModal({ header, target, look, onDone, onClose, ...given }: ColumnModalProps) {
  const { say } = useWords()
  const [transform, setTransform] = useState(given.transform)
  const [values, setValues] = useState(given.values)
  const set = (part: Partial<Transform>) =>
    setTransform(
      (before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
        ) as Transform,
    )
  return (
    <Modal
      open
      title={`${header} → ${say(target.label)}`}
      okText={say(w.apply)}
      cancelText={say(w.back)}
      onOk={() => onDone(transform, values)}
      onCancel={onClose}
    >
      <div className="stack import-column">
        <p className="soft">{(look?.texts ?? []).slice(0, 3).join(' · ')}</p>
        <Written {...{ target, transform, set }} />
        <Pieces {...{ transform, set }} />
        {target.several ? (
          <Line label={say(w.separator)}>
            {(id) => (
              <Input
                id={id}
                value={transform.separator ?? ''}
                onChange={(event) => set({ separator: event.target.value || undefined })}
              />
            )}
          </Line>
        ) : null}
        <Line label={say(w.ifEmpty)}>
          {(id) => (
            <Input
              id={id}
              value={transform.default ?? ''}
              onChange={(event) => set({ default: event.target.value || undefined })}
            />
          )}
        </Line>
        {target.options ? <Words {...{ target, look, values, setValues }} /> : null}
      </div>
    </Modal>
  )
}

function Line({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="import-line">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

interface PartProps {
  readonly transform: Transform
  readonly set: (part: Partial<Transform>) => void
}

function Written({ target, transform, set }: PartProps & { target: Target }) {
  const { say } = useWords()
  if (target.dated)
    return (
      <Line label={say(w.dates)}>
        {(id) => (
          <Select
            id={id}
            value={transform.dates ?? ''}
            onChange={(value) => set({ dates: (value || undefined) as DateOrder | undefined })}
            options={[
              { value: '', label: say(w.datesAuto) },
              ...(['ymd', 'mdy', 'dmy', 'excel', 'excel1904'] as const).map((value) => ({
                value,
                label: say(w[value]),
              })),
            ]}
          />
        )}
      </Line>
    )
  if (!target.numeric) return null
  return (
    <Line label={say(w.decimal)}>
      {(id) => (
        <Select
          id={id}
          value={transform.decimal ?? ''}
          onChange={(value) => set({ decimal: (value || undefined) as '.' | ',' | undefined })}
          options={[
            { value: '', label: say(w.datesAuto) },
            { value: '.', label: say(w.decimalPoint) },
            { value: ',', label: say(w.decimalComma) },
          ]}
        />
      )}
    </Line>
  )
}

function Pieces({ transform, set }: PartProps) {
  const { say } = useWords()
  const { split } = transform
  return (
    <>
      <Line label={say(w.splitBy)}>
        {(id) => (
          <Input
            id={id}
            value={split?.by ?? ''}
            onChange={({ target: { value: by } }) => set({ split: by === '' ? undefined : { take: 1, ...split, by } })}
          />
        )}
      </Line>
      {split ? (
        <Line label={say(w.splitTake)}>
          {(id) => (
            <InputNumber
              id={id}
              min={-20}
              max={20}
              precision={0}
              value={split.take}
              onChange={(take) => set({ split: { ...split, take: take || 1 } })}
            />
          )}
        </Line>
      ) : null}
      <Checkbox
        checked={transform.trim === true}
        onChange={(event) => set({ trim: event.target.checked || undefined })}
      >
        {say(w.trim)}
      </Checkbox>
    </>
  )
}

interface WordsProps {
  readonly target: Target
  readonly look: Looks | undefined
  readonly values: Values
  readonly setValues: (values: Values) => void
}

const automatic = ''
const nothing = '\0'

/** Each text of the file beside the choice it means. */
function Words({ target, look, values, setValues }: WordsProps) {
  const { say } = useWords()
  const texts = [...new Set([...(look?.texts ?? []), ...Object.keys(values)])]
  const put = (text: string, value: string) => {
    const { [text]: _before, ...rest } = values
    setValues(value === automatic ? rest : { ...rest, [text]: value === nothing ? null : value })
  }
  return (
    <div className="import-words">
      <p className="soft">{say(w.valuesHint)}</p>
      {texts.map((text) => (
        <Line key={text} label={text}>
          {(id) => (
            <Select
              id={id}
              value={Object.hasOwn(values, text) ? (values[text] ?? nothing) : automatic}
              onChange={(value) => put(text, value)}
              options={[
                { value: automatic, label: say(w.datesAuto) },
                { value: nothing, label: say(w.leaveEmpty) },
                ...Object.entries(target.options ?? {}).map(([value, label]) => ({ value, label: say(label) })),
              ]}
            />
          )}
        </Line>
      ))}
    </div>
  )
}
