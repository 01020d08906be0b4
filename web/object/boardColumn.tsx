/** One column of a board: its count and sum, its cards, more on demand. */
import { useDraggable, useDroppable } from '@dnd-kit/core'
import { Button } from 'antd'
import { useMemo } from 'react'
import { usePages, useSummary } from '../api/query.ts'
import type { Entry, Filter, Money as MoneyValue, Names, ObjectMeta } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { isEmpty, titleOf, valueIn } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go, recordAddress } from '../ui/go.tsx'
import { Failed, Loading } from '../ui/page.tsx'
import { Money, Person } from '../ui/show.tsx'
import type { BoardColumn } from './boardColumns.ts'
import { gather } from './list.tsx'
import { listedOf } from './view.ts'

interface ColumnProps {
  object: ObjectMeta
  column: BoardColumn
  filter: Filter | undefined
  q: string | undefined
  /** Cards that are on their way to another column. */
  moving: ReadonlySet<string>
  carrying: boolean
}

const cardsAtOnce = 30

export function Column({ object, column, filter, q, moving, carrying }: ColumnProps) {
  const { t } = useWords()
  const { setNodeRef, isOver } = useDroppable({ id: column.key })
  const asked = usePages(object.plural, { filter, q, limit: cardsAtOnce })
  const { rows, names } = useMemo(() => gather(asked.data?.pages), [asked.data])
  const shown = rows.filter((row) => !moving.has(row.id))
  return (
    <section
      ref={setNodeRef}
      className={`board-column ${isOver ? 'over' : ''} ${column.ends && !carrying ? 'ends' : ''}`}
      aria-label={column.label}
    >
      <header>
        <h2>
          <span className={`tag ${column.tone}`}>{column.label}</span>
        </h2>
        <Totals object={object} filter={filter} q={q} />
      </header>
      <div className="board-cards">
        {asked.isPending && !asked.error ? <Loading lines={3} /> : null}
        {asked.error ? <Failed error={asked.error} again={() => void asked.refetch()} /> : null}
        {shown.map((row) => (
          <Card key={row.id} {...{ object, row, names }} />
        ))}
        {!asked.isPending && shown.length === 0 && <p className="faint">{t('emptyColumn')}</p>}
        {asked.hasNextPage && (
          <Button
            type="text"
            size="small"
            loading={asked.isFetchingNextPage}
            onClick={() => void asked.fetchNextPage()}
          >
            {t('loadMore')}
          </Button>
        )}
      </div>
    </section>
  )
}

/** Count and sum of the whole column, not only of the cards that are loaded. */
function Totals({ object, filter, q }: { object: ObjectMeta; filter: Filter | undefined; q: string | undefined }) {
  const { language } = useWords()
  const sum = object.thread?.amount ?? object.fields.find((field) => field.kind === 'money' && field.listed)?.name
  const asked = useSummary(object.plural, { groupBy: 'state', sum, filter, q })
  if (!asked.data) return null
  const count = asked.data.data.reduce((total, one) => total + Number(one.count), 0)
  const [first, ...others] = asked.data.data.map((one) => one.sum).filter((one) => one !== null && one !== undefined)
  const money = others.length === 0 && typeof first === 'object' ? (first as MoneyValue) : null
  return (
    <p className="row apart soft">
      <span className="number">{formatNumber(count, language)}</span>
      {money && <Money value={money} />}
    </p>
  )
}

function Card({ object, row, names }: { object: ObjectMeta; row: Entry; names: Names }) {
  const { say } = useWords()
  const { setNodeRef, attributes, listeners, isDragging } = useDraggable({ id: row.id, data: row })
  const title = titleOf(object, row)
  const hidden = new Set([object.title, object.board, 'no', 'state', 'ownerId', 'updatedAt'])
  const fields = listedOf(object)
    .filter((field) => !hidden.has(field.name))
    .filter((field) => !isEmpty(valueIn(row, field)) && valueIn(row, field) !== title)
    .slice(0, 3)
  const owner = names[String(row.ownerId)]?.title
  return (
    <article
      ref={setNodeRef}
      className={`card board-card ${isDragging ? 'away' : ''}`}
      {...listeners}
      {...attributes}
      aria-roledescription={undefined}
      aria-describedby="board-how"
      aria-label={title}
    >
      <Go className="row-title" draggable={false} to={recordAddress(object.plural, row.id)}>
        {title || row.no}
      </Go>
      <dl>
        {fields.map((field) => (
          <div key={field.name}>
            <dt className="hidden-word">{say(field.label)}</dt>
            <dd title={say(field.label)}>
              <Cell field={field} value={valueIn(row, field)} names={names} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="row apart faint">
        {owner ? <Person name={owner} /> : <span />}
        <span className="number">{row.no}</span>
      </p>
    </article>
  )
}
