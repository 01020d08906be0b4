/** The form of any object: its fields in sections, its parts below, every refusal at the field it speaks of. */
import { type ReactNode, useEffect, useId, useMemo, useRef } from 'react'
import { asProblem } from '../api/client.ts'
import type { FieldMeta, Names, ObjectMeta, PartMeta } from '../api/types.ts'
import { pathOf } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { errorsByField, ProblemNote } from '../ui/problem.tsx'
import { keepEnter } from './enter.ts'
import { FieldRow } from './fieldRow.tsx'
import { PartInput } from './partInput.tsx'
import { sectionsOf } from './sections.ts'
import { Similar } from './similar.tsx'
import type { Form } from './useForm.ts'

interface ObjectFormProps {
  object: ObjectMeta
  form: Form
  fields: readonly FieldMeta[]
  parts: readonly PartMeta[]
  names?: Names
  error?: unknown
  missing: ReadonlySet<string>
  /** New records look for what exists already under the same name. */
  fresh?: boolean
  children?: ReactNode
}

export function ObjectForm(props: ObjectFormProps) {
  const { object, form, fields, parts, names, error, missing, fresh } = props
  const { say, t } = useWords()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const errors = useMemo(() => errorsByField(error), [error])
  const shown = useMemo(
    () => new Set([...fields.map(pathOf), ...partFields(errors, parts)].filter((path) => errors[path])),
    [fields, parts, errors],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer brings the reader to the first marked field
  useEffect(() => focusFirstError(box.current), [error, missing])

  return (
    <div className="object-form" ref={box} onKeyDown={keepEnter}>
      {form.restored && (
        <div className="note row apart">
          <span>{t('draftKept')}</span>
          <button type="button" className="plain-button" onClick={form.drop}>
            {t('draftDrop')}
          </button>
        </div>
      )}
      <ProblemNote error={error} object={object} shownFields={shown} />
      {sectionsOf(fields).map((section) => (
        <fieldset key={section.key} className="form-section">
          {section.label && <legend>{say(section.label)}</legend>}
          <div className="form-grid">
            {section.fields.map((field) => {
              const path = pathOf(field)
              return (
                <FieldRow
                  key={path}
                  id={`${id}${path}`}
                  field={field}
                  value={form.values[path]}
                  onChange={(value) => form.set(path, value)}
                  record={form.values}
                  names={names}
                  errors={errors[path]}
                  missing={missing.has(path)}
                >
                  {fresh && field.name === object.title && <Similar object={object} typed={form.values[path]} />}
                </FieldRow>
              )
            })}
          </div>
        </fieldset>
      ))}
      {parts.map((part) => (
        <PartInput
          key={part.name}
          {...{ object, part, names }}
          values={form.values}
          errors={error ? asProblem(error).errors : []}
          onChange={(rows) => form.set(part.name, rows)}
        />
      ))}
      {props.children}
    </div>
  )
}

/** Paths like lines[2].qty are shown by the editor of the part. */
function partFields(errors: Readonly<Record<string, unknown>>, parts: readonly PartMeta[]): readonly string[] {
  return Object.keys(errors).filter((path) =>
    parts.some((part) => path === part.name || path.startsWith(`${part.name}[`)),
  )
}

function focusFirstError(box: HTMLElement | null): void {
  const place = box?.querySelector('.field-error')?.closest('.field-row')
  place?.querySelector<HTMLElement>('input, textarea, button, [tabindex]')?.focus()
}
