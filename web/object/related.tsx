/** Records that point to this one, by what they are. */
import { PlusOutlined } from '@ant-design/icons'
import { useCount, useList } from '../api/query.ts'
import type { Entry, FieldMeta, Filter, Meta, ObjectMeta } from '../api/types.ts'
import { pathOf } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go, listAddress, newAddress, recordAddress } from '../ui/go.tsx'
import { Shown } from '../ui/page.tsx'
import { ListCell } from './table.tsx'
import { listedOf } from './view.ts'

interface Relation {
  readonly object: ObjectMeta
  readonly field: FieldMeta
}

/** Links of readable objects to this one; one relation an object, by its first link. */
export function relationsOf(meta: Meta, object: ObjectMeta): readonly Relation[] {
  return Object.values(meta.objects).flatMap((other) => {
    if (!other.can.read || other.name === 'comment') return []
    const field = other.fields.find((one) => one.kind === 'link' && one.target === object.name)
    return field ? [{ object: other, field }] : []
  })
}

export function Related({
  relations,
  entry,
  object,
}: {
  relations: readonly Relation[]
  entry: Entry
  object: ObjectMeta
}) {
  return (
    <div className="stack">
      {relations.map((relation) => (
        <RelatedList key={relation.object.name} {...relation} entry={entry} from={object} />
      ))}
    </div>
  )
}

const shownRows = 5

function RelatedList({ object, field, entry }: Relation & { entry: Entry; from: ObjectMeta }) {
  const { say, t, language } = useWords()
  const filter: Filter = { field: pathOf(field), op: '=', value: entry.id }
  const asked = useList(object.plural, { filter, limit: shownRows })
  const count = useCount(object.plural, { filter }, (asked.data?.data.length ?? 0) >= shownRows)
  const columns = listedOf(object)
    .filter((one) => one !== field && one.name !== 'updatedAt')
    .slice(0, 5)
  const total = count.data?.count ?? asked.data?.data.length
  return (
    <section className="part">
      <div className="row apart">
        <h2>
          <Go to={listAddress(object.plural, filter)}>{say(object.label)}</Go>{' '}
          <span className="faint number">{total === undefined ? '' : formatNumber(total, language)}</span>
        </h2>
        {object.can.create && !field.computed && (
          <Go className="plain-button" to={newAddress(object.plural, { [field.name]: entry.id })}>
            <PlusOutlined aria-hidden /> {t('createObject', { object: say(object.label) })}
          </Go>
        )}
      </div>
      <Shown asked={asked} lines={2}>
        {({ data, names }) =>
          data.length === 0 ? (
            <p className="faint">{t('none')}</p>
          ) : (
            <div className="part-table">
              <table className="records">
                <thead className="hidden-word">
                  <tr>
                    {columns.map((one) => (
                      <th key={one.name}>{say(one.label)}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.map((row) => (
                    <tr key={row.id}>
                      {columns.map((one, index) => (
                        <td key={one.name}>
                          {index === 0 ? (
                            <Go className="row-title" to={recordAddress(object.plural, row.id)}>
                              <ListCell {...{ object, row, names }} field={one} plain />
                            </Go>
                          ) : (
                            <ListCell {...{ object, row, names }} field={one} />
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Shown>
    </section>
  )
}
