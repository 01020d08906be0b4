/** What an event changed, field by field under the names people know. */
import type { FieldMeta, Happened, Names, ObjectMeta, PartChange } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { fieldByPath } from '../field/kinds.ts'
import { isStage, StageName } from '../field/stage.tsx'
import { useWords } from '../shell/words.ts'
import { rowName } from './stepArgument.tsx'

interface ChangesProps {
  object: ObjectMeta
  event: Happened
  names: Names
}

export function Changes({ object, event, names }: ChangesProps) {
  const { say } = useWords()
  const changes = Object.entries(event.changes ?? {}).filter(([name]) => !object.quiet?.includes(name))
  return (
    <dl className="changes">
      {changes.map(([name, [before, after]]) => {
        const field = fieldByPath(object, name)
        return (
          <div key={name}>
            <dt>{say(field?.label) || name}</dt>
            <dd>
              <Value {...{ object, field, names }} value={before} /> →{' '}
              <Value {...{ object, field, names }} value={after} />
            </dd>
          </div>
        )
      })}
      {Object.entries(event.parts ?? {}).map(([name, change]) => (
        <PartChanges key={name} {...{ object, name, change, names }} />
      ))}
    </dl>
  )
}

function Value(props: { object: ObjectMeta; field: FieldMeta | undefined; value: unknown; names: Names }) {
  const { object, field, value, names } = props
  if (!field) return <span>{value === null || value === undefined ? '—' : plain(value)}</span>
  if (isStage(object, field)) return <StageName stage={value} pipelineId={undefined} />
  return <Cell field={field} value={value} names={names} whole />
}

interface PartChangesProps {
  object: ObjectMeta
  name: string
  change: PartChange
  names: Names
}

function PartChanges({ object, name, change, names }: PartChangesProps) {
  const { say, t, language } = useWords()
  const part = object.parts.find((one) => one.name === name)
  const added = change.add ?? []
  const changed = Object.values(change.change ?? {})
  const removed = change.remove ?? []
  return (
    <div>
      <dt>{say(part?.label) || name}</dt>
      <dd>
        {added.length > 0 && (
          <p>
            {t('rowsAdded', { n: added.length })}:{' '}
            {added.map((row, index) => rowName(row, index, { language, names })).join(language === 'zh' ? '、' : ', ')}
          </p>
        )}
        {changed.length > 0 && <p>{t('rowsChanged', { n: changed.length })}</p>}
        {changed.flatMap((columns, index) =>
          Object.entries(columns).map(([column, [before, after]]) => {
            const field = part?.fields.find((one) => one.name === column)
            return (
              <p key={`${index}${column}`} className="soft">
                {say(field?.label) || column}: <Value {...{ object, field, names }} value={before} /> →{' '}
                <Value {...{ object, field, names }} value={after} />
              </p>
            )
          }),
        )}
        {removed.length > 0 && <p>{t('rowsRemoved', { n: removed.length })}</p>}
      </dd>
    </div>
  )
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
