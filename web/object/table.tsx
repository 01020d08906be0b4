/** A table of records with headings that sort, rows drawn only where they are seen, and a choice of rows. */
import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { Entry, FieldMeta, Names, ObjectMeta } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { isNumber, isSortable, pathOf, titleOf, valueIn } from '../field/kinds.ts'
import { isStage, StageOf } from '../field/stage.tsx'
import { useWords } from '../shell/words.ts'
import { Go, recordAddress } from '../ui/go.tsx'
import { StateTag } from '../ui/show.tsx'
import { nextSort, sortingOf, type View } from './view.ts'

export interface ShownProps {
  object: ObjectMeta
  view: View
  rows: readonly Entry[]
  names: Names
  chosen: ReadonlySet<string>
  onChoose: (ids: ReadonlySet<string>) => void
  more: boolean
  busy: boolean
  onMore: () => void
}

const rowHeight = 41

export function Table(props: ShownProps & { label: string }) {
  const { object, view, rows, chosen, more, busy, onMore } = props
  const { t } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !busy && last >= rows.length - 10) onMore()
  }, [more, busy, last, rows.length, onMore])
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const span = view.columns.length + 1

  return (
    <section className="table-box" ref={scroller} aria-label={props.label}>
      <table className="records" aria-rowcount={more ? -1 : rows.length + 1}>
        <thead>
          <tr>
            <th className="choose">
              <input
                type="checkbox"
                aria-label={t('selectAll')}
                checked={chosen.size > 0 && chosen.size === rows.length}
                onChange={(event) => props.onChoose(new Set(event.target.checked ? rows.map((row) => row.id) : []))}
              />
            </th>
            {view.columns.map((field) => (
              <Heading key={pathOf(field)} field={field} view={view} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && (
            <tr aria-hidden="true">
              <td colSpan={span} style={{ height: above, padding: 0 }} />
            </tr>
          )}
          {items.map((item) => {
            const row = rows[item.index]
            return row ? <Row key={row.id} {...props} row={row} index={item.index} object={object} /> : null
          })}
          {below > 0 && (
            <tr aria-hidden="true">
              <td colSpan={span} style={{ height: below, padding: 0 }} />
            </tr>
          )}
        </tbody>
      </table>
      {more && (
        <div className="more">
          <Button type="text" loading={busy} onClick={onMore}>
            {busy ? t('loadingMore') : t('loadMore')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Heading({ field, view }: { field: FieldMeta; view: View }) {
  const { say, t } = useWords()
  const path = pathOf(field)
  const sorting = sortingOf(view.sort).find((one) => one.path === path)
  const label = say(field.label)
  const aria = sorting ? (sorting.down ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" aria-sort={aria} className={isNumber(field) ? 'right' : undefined}>
      {isSortable(field) ? (
        <button
          type="button"
          aria-label={t('sortBy', { field: label })}
          title={field.help ? say(field.help) : undefined}
          onClick={() => view.set({ sort: nextSort(view.sort, path) })}
        >
          {label} {sorting && (sorting.down ? <CaretDownOutlined aria-hidden /> : <CaretUpOutlined aria-hidden />)}
        </button>
      ) : (
        label
      )}
    </th>
  )
}

function Row({ row, index, object, view, names, chosen, onChoose }: ShownProps & { row: Entry; index: number }) {
  const { t } = useWords()
  const choose = (on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(row.id)
    else next.delete(row.id)
    onChoose(next)
  }
  const title = titleOf(object, row)
  const head = view.columns.findIndex((field) => field.name === object.title)
  return (
    <tr aria-rowindex={index + 2} aria-selected={chosen.has(row.id)}>
      <td className="choose">
        <input
          type="checkbox"
          aria-label={t('selectRow', { name: title })}
          checked={chosen.has(row.id)}
          onChange={(event) => choose(event.target.checked)}
        />
      </td>
      {view.columns.map((field, column) => (
        <td key={pathOf(field)} className={isNumber(field) ? 'right' : undefined}>
          {column === Math.max(0, head) ? (
            <Go className="row-title" to={recordAddress(object.plural, row.id)}>
              <ListCell {...{ object, field, row, names }} plain />
            </Go>
          ) : (
            <ListCell {...{ object, field, row, names }} />
          )}
        </td>
      ))}
    </tr>
  )
}

interface ListCellProps {
  object: ObjectMeta
  field: FieldMeta
  row: Entry
  names: Names
  /** Inside a link nothing else may be one. */
  plain?: boolean
}

export function ListCell({ object, field, row, names, plain }: ListCellProps) {
  const value = valueIn(row, field)
  if (field.name === 'state' && !field.custom) return <StateTag object={object} state={row.state} />
  if (isStage(object, field)) return <StageOf object={object} row={row} stage={value} />
  if (plain && (field.kind === 'text' || field.kind === 'longText')) return <>{String(value ?? row.no ?? '—')}</>
  if (plain && field.kind === 'link') return <>{names[String(value)]?.title ?? row.no ?? '—'}</>
  return <Cell field={field} value={value} names={names} />
}
