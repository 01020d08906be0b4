/** The fields of a record by section, each changed where it stands. */
import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { change } from '../api/resource.ts'
import type { FieldMeta, ObjectMeta, One } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { bodyOf, commonFields, isEmpty, pathOf, valueIn } from '../field/kinds.ts'
import { isStage, StageOf } from '../field/stage.tsx'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Override } from '../ui/override.tsx'
import { errorsByField, ProblemNote } from '../ui/problem.tsx'
import { RecordLink } from '../ui/show.tsx'
import { useCommand } from './command.ts'
import { Conflict, useConflict } from './conflict.tsx'
import { FieldRow } from './fieldRow.tsx'
import { sectionsOf } from './sections.ts'

interface DetailsProps {
  object: ObjectMeta
  one: One
}

export function Details({ object, one }: DetailsProps) {
  const { say, t } = useWords()
  const [editing, setEditing] = useState<string | null>(null)
  const open = one.can.change === true
  const own = object.fields.filter(
    (field) => (field.name !== object.title || !field.computed) && isWorthShowing(one, field),
  )
  const common = commonFields(object).filter((field) => !['no', 'state'].includes(field.name))
  const groups = [...sectionsOf(own), { key: '$common', label: { zh: '系统信息', en: 'System' }, fields: common }]
  return (
    <div className="details">
      <Gaps one={one} object={object} />
      {groups.map((group) => (
        <section key={group.key} className="detail-section">
          <h2>{group.label ? say(group.label) : t('general')}</h2>
          <dl>
            {group.fields.map((field) => {
              const path = pathOf(field)
              const may = open && !field.computed && !field.fixed && object.can.change === true
              return editing === path ? (
                <InlineEdit key={path} {...{ object, one, field }} onClose={() => setEditing(null)} />
              ) : (
                <Pair key={path} {...{ object, one, field }} onEdit={may ? () => setEditing(path) : undefined} />
              )
            })}
          </dl>
        </section>
      ))}
    </div>
  )
}

function Pair({ object, one, field, onEdit }: DetailsProps & { field: FieldMeta; onEdit?: () => void }) {
  const { say, t } = useWords()
  const value = valueIn(one.data, field)
  return (
    <div className="pair">
      <dt title={field.help ? say(field.help) : undefined}>{say(field.label)}</dt>
      <dd>
        {isStage(object, field) ? (
          <StageOf object={object} row={one.data} stage={value} />
        ) : (
          <Cell field={field} value={value} names={one.names} whole />
        )}
        {onEdit && (
          <button type="button" className="pair-edit" aria-label={`${t('edit')} ${say(field.label)}`} onClick={onEdit}>
            <EditOutlined />
          </button>
        )}
      </dd>
    </div>
  )
}

function InlineEdit({ object, one, field, onClose }: DetailsProps & { field: FieldMeta; onClose: () => void }) {
  const { t } = useWords()
  const id = useId()
  const path = pathOf(field)
  const [held] = useState(one.data)
  const [value, setValue] = useState<unknown>(valueIn(held, field) ?? null)
  const command = useCommand()
  const conflict = useConflict(object, held)
  const send = (changed: Record<string, unknown>, version: number) => {
    if (Object.keys(changed).length === 0) return onClose()
    const body = bodyOf(changed, [field])
    void command.run({
      content: [body, version],
      said: t('saved'),
      send: (key, consent) => change(object.plural, held.id, { body: { ...body, ...consent }, version, key }),
      then: onClose,
      refused: (problem) => problem.code === 'VERSION_CONFLICT' && conflict.open(changed),
    })
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    send({ [path]: value }, held.version)
  }
  const errors = errorsByField(command.problem)
  return (
    <form
      className="pair editing"
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      noValidate
    >
      <FieldRow
        id={id}
        field={field}
        value={value}
        record={held}
        names={one.names}
        errors={errors[path]}
        onChange={setValue}
      />
      <ProblemNote error={command.problem && !errors[path] ? command.problem : null} object={object} />
      <div className="row">
        <Button size="small" type="primary" htmlType="submit" loading={command.busy}>
          {t('save')}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
      <Conflict {...{ object, conflict }} names={one.names} onChoose={send} />
      <Override
        problem={command.waiting}
        object={object}
        busy={command.busy}
        onConsent={command.consent}
        onCancel={command.forget}
      />
    </form>
  )
}

/** Where it came from, what was typed twice, and what an import left unchecked. */
function Gaps({ object, one }: DetailsProps) {
  const { t, say } = useWords()
  const meta = useMeta()
  const from = one.data.derivedFrom as { object: string; id: string } | null | undefined
  const rekeyed = list(one.data.rekeyedFields).map(
    (name) => say(object.fields.find((field) => field.name === name)?.label) || name,
  )
  const gaps = list(one.data.importedGap)
  if (!from && rekeyed.length === 0 && gaps.length === 0) return null
  return (
    <div className="row soft gaps">
      {from && meta.objects[from.object] && (
        <span>
          {t('derivedFrom')} {say(meta.objects[from.object]?.label)}{' '}
          <RecordLink object={from.object} id={from.id} names={one.names} />
        </span>
      )}
      {rekeyed.length > 0 && (
        <span>
          {t('rekeyed')}: {rekeyed.join(', ')}
        </span>
      )}
      {gaps.length > 0 && (
        <span className="tag warn">
          {t('importedGap')}: {gaps.join(', ')}
        </span>
      )}
    </div>
  )
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** What nobody can fill and nothing has filled says nothing. */
const isWorthShowing = (one: One, field: FieldMeta): boolean =>
  field.name !== 'evidence' && (!isEmpty(valueIn(one.data, field)) || (!field.computed && field.kind !== 'data'))
