/** The list as cards, for narrow screens. */
import { Button } from 'antd'
import { pathOf, titleOf, valueIn } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { Go, recordAddress } from '../ui/go.tsx'
import { StateTag } from '../ui/show.tsx'
import { ListCell, type ShownProps } from './table.tsx'

export function Cards({ object, view, rows, names, chosen, onChoose, more, busy, onMore }: ShownProps) {
  const { say, t } = useWords()
  const rest = view.columns.filter((field) => field.name !== object.title && field.name !== 'state')
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  return (
    <div className="stack">
      <ul className="cards">
        {rows.map((row) => (
          <li key={row.id} className="card">
            <div className="row" style={{ flexWrap: 'nowrap' }}>
              <input
                type="checkbox"
                aria-label={t('selectRow', { name: titleOf(object, row) })}
                checked={chosen.has(row.id)}
                onChange={() => toggle(row.id)}
              />
              <Go className="row-title grow ellipsis" to={recordAddress(object.plural, row.id)}>
                {titleOf(object, row) || '—'}
              </Go>
              <StateTag object={object} state={row.state} />
            </div>
            <dl className="pairs">
              {rest
                .filter((field) => valueIn(row, field) !== null && valueIn(row, field) !== undefined)
                .slice(0, 4)
                .map((field) => (
                  <div key={pathOf(field)}>
                    <dt>{say(field.label)}</dt>
                    <dd>
                      <ListCell {...{ object, field, row, names }} />
                    </dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ul>
      {more && (
        <Button loading={busy} onClick={onMore}>
          {busy ? t('loadingMore') : t('loadMore')}
        </Button>
      )}
    </div>
  )
}
