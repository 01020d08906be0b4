/** Arguments of a transition that point into the record: a stage, a row of a part, quantities of its rows. */
import { Select } from 'antd'
import type { Entry, Language, Names, ObjectMeta, PartMeta } from '../api/types.ts'
import { NumberInput } from '../field/number.tsx'
import { useStages } from '../field/stage.tsx'
import { useWords } from '../shell/words.ts'
import { FieldRow, type FieldRowProps } from './fieldRow.tsx'

type ArgumentProps = FieldRowProps & { object: ObjectMeta; entry: Entry }
interface Naming {
  readonly language: Language
  readonly names?: Names
}

type Row = Readonly<Record<string, unknown>> & { readonly id: string }

export function StepArgument({ object, entry, ...row }: ArgumentProps) {
  const { field } = row
  if (field.kind === 'text' && field.name === 'toStage') return <StageArgument {...row} {...{ object, entry }} />
  const part = field.kind === 'text' ? rowsMeant(object, field.name) : undefined
  if (part) return <RowArgument {...row} {...{ object, entry, part }} />
  const lines = field.kind === 'data' ? object.parts.find((one) => one.name === field.name) : undefined
  if (lines) return <Quantities {...row} {...{ object, entry }} part={lines} />
  return <FieldRow {...row} />
}

/** 'item' means a check, 'holdId' a row of holds, 'lineId' a row of lines. */
export function rowsMeant(object: ObjectMeta, name: string): PartMeta | undefined {
  if (name === 'item') return object.parts.find((part) => part.name === 'checks')
  const stem = name.endsWith('Id') ? name.slice(0, -2) : name
  const names = [`${stem}s`, stem.replace(/y$/, 'ies'), stem]
  return object.parts.find((part) => names.includes(part.name))
}

function StageArgument(props: ArgumentProps) {
  const { language, say } = useWords()
  const { id, field, value, onChange, record } = props
  const stages = useStages(record?.toPipeline ?? props.entry.pipelineId)
  return (
    <Labelled {...props}>
      <Select
        id={id}
        aria-label={say(field.label)}
        style={{ width: '100%' }}
        value={typeof value === 'string' ? value : undefined}
        options={stages.map((one) => ({ value: one.key, label: language === 'zh' ? one.nameZh : one.nameEn }))}
        onChange={onChange}
      />
    </Labelled>
  )
}

function RowArgument(props: ArgumentProps & { part: PartMeta }) {
  const { language, say } = useWords()
  const { id, field, value, onChange, entry, part, names } = props
  const rows = (entry[part.name] ?? []) as readonly Row[]
  return (
    <Labelled {...props}>
      <Select
        id={id}
        aria-label={say(field.label)}
        style={{ width: '100%' }}
        value={typeof value === 'string' ? value : undefined}
        options={rows.map((row, index) => ({ value: row.id, label: rowName(row, index, { language, names }) }))}
        onChange={onChange}
      />
    </Labelled>
  )
}

function Quantities(props: ArgumentProps & { part: PartMeta }) {
  const { language } = useWords()
  const { id, value, onChange, entry, part, names } = props
  const rows = (entry[part.name] ?? []) as readonly Row[]
  const given = (Array.isArray(value) ? value : []) as readonly { lineId: string; qty: string }[]
  const set = (lineId: string, qty: string | null) => {
    const rest = given.filter((one) => one.lineId !== lineId)
    const next = qty === null ? rest : [...rest, { lineId, qty }]
    onChange(next.length > 0 ? next : null)
  }
  return (
    <Labelled {...props}>
      <div className="stack">
        {rows.map((row, index) => {
          const name = rowName(row, index, { language, names })
          return (
            <div className="quantity" key={row.id}>
              <span>
                {name} <span className="faint number">{row.qty === undefined ? '' : String(row.qty)}</span>
              </span>
              <NumberInput
                id={`${id}${index}`}
                label={name}
                value={given.find((one) => one.lineId === row.id)?.qty ?? null}
                onChange={(qty) => set(row.id, qty)}
              />
            </div>
          )
        })}
      </div>
    </Labelled>
  )
}

function Labelled({ id, field, errors = [], missing, children }: FieldRowProps) {
  const { say, t } = useWords()
  return (
    <div className="field-row kind-argument" data-field={field.name}>
      <label htmlFor={id}>
        {say(field.label)}
        {field.required && <span className="must"> *</span>}
      </label>
      {children}
      {(missing || errors.length > 0) && (
        <div className="field-error" role="alert">
          {errors.length === 0 && <p>{t('requiredField', { label: say(field.label) })}</p>}
          {errors.map((one) => (
            <p key={one.code}>{say(one.message)}</p>
          ))}
        </div>
      )}
      {field.help && <p className="field-help">{say(field.help)}</p>}
    </div>
  )
}

export function rowName(row: Row, index: number, { language, names }: Naming): string {
  const own = language === 'zh' ? (row.labelZh ?? row.nameZh) : (row.labelEn ?? row.nameEn)
  const linked = typeof row.productId === 'string' ? names?.[row.productId]?.title : undefined
  return String(own ?? linked ?? row.description ?? row.name ?? row.title ?? row.code ?? row.kind ?? index + 1)
}
