/** Rows of a document edited like a spreadsheet: keys move, ranges paste, totals are the ones the server will store. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ClipboardEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { Names, PartMeta, RefusalSay } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { toast } from '../ui/toast.tsx'
import { linesWords as w } from '../words/lines.ts'
import { amountsOf, type Document } from './amounts.ts'
import { columnsOf } from './columns.ts'
import { errorsByCell } from './errors.ts'
import { focusCell, moveOf, type Place, placeOf } from './moves.ts'
import { cellsOf, isTable } from './paste.ts'
import { paste } from './pasteInto.ts'
import { usePricing } from './pricing.ts'
import type { Pricing } from './product.ts'
import { LineRowView } from './row.tsx'
import { copyOf, emptyRow, inserted, isEmpty, type LineRow, replaced, without } from './rows.ts'
import { Totals } from './totals.tsx'
import './lines.css'

export type { Document } from './amounts.ts'
export { type LineRow, rowsToSend } from './rows.ts'

export interface LineEditorProps {
  readonly part: PartMeta
  readonly rows: readonly LineRow[]
  /** Absent: the rows are only shown. */
  readonly onChange?: ((rows: readonly LineRow[]) => void) | undefined
  readonly document: Document
  readonly names?: Names | undefined
  readonly errors?: readonly RefusalSay[] | undefined
}

const none: Names = {}

export function LineEditor({ part, rows, onChange, document: given, names = none, errors = [] }: LineEditorProps) {
  const { say } = useWords()
  const grid = useRef<HTMLDivElement>(null)
  const [picked, setPicked] = useState<Names>({})
  const locked = onChange === undefined || part.computed === true
  const taxed = part.fields.some((field) => field.name === 'vatRate')
  const document = useMemo(() => ({ ...given, taxed }), [given, taxed])
  const columns = useMemo(() => columnsOf(part, locked), [part, locked])
  const amounts = useMemo(() => amountsOf(rows, document), [rows, document])
  const priced = ['qty', 'price'].every((name) => part.fields.some((field) => field.name === name))
  const wrong = useMemo(() => errorsByCell(errors, part.name), [errors, part.name])
  const known = useMemo(() => ({ ...names, ...picked }), [names, picked])
  const set = (next: readonly LineRow[]) => onChange?.(next)
  const pricing = usePricing(document, part, locked)
  const edit = useEditing({ rows, columns, part, set, grid, pricing })
  const unfinished = priced ? rows.filter((row, i) => amounts.lines[i] === null && !isEmpty(row, columns)).length : 0

  return (
    <div className="lines" ref={grid} onKeyDown={edit.onKeyDown} onPaste={edit.onPaste}>
      {rows.length === 0 ? (
        <div className="lines-empty">
          <p>{say(w.empty)}</p>
          {locked ? null : <p className="faint">{say(w.emptyHint)}</p>}
        </div>
      ) : (
        <div className="lines-scroll">
          <table role="grid" aria-label={say(part.label)} aria-rowcount={rows.length + 1}>
            <Head columns={columns} locked={locked} />
            <tbody>
              {rows.map((row, index) => (
                <LineRowView
                  key={typeof row.id === 'string' ? row.id : `new-${index}`}
                  {...{ row, index, columns, document, locked, amounts: amounts.lines[index] ?? null }}
                  names={known}
                  pricing={pricing}
                  errors={wrong[index] ?? {}}
                  onPatch={(patch) => set(replaced(rows, index, patch))}
                  onName={(id, name) => setPicked((before) => ({ ...before, [id]: name }))}
                  onDuplicate={() => edit.duplicate(index)}
                  onRemove={() => edit.remove(index)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="lines-foot">
        {locked ? null : (
          <div className="lines-actions no-print">
            <Button icon={<PlusOutlined aria-hidden />} onClick={edit.add} disabled={rows.length >= edit.max}>
              {say(w.add)}
            </Button>
            <span className="lines-hint faint">{say(w.hint)}</span>
          </div>
        )}
        {priced ? <Totals {...{ rows, amounts, document, unfinished }} /> : null}
      </div>
    </div>
  )
}

function Head({ columns, locked }: { columns: ReturnType<typeof columnsOf>; locked: boolean }) {
  const { say } = useWords()
  return (
    <thead>
      <tr>
        <th scope="col" className="lines-no">
          #
        </th>
        {columns.map((column) => (
          <th
            key={column.name}
            scope="col"
            data-numeric={column.numeric || undefined}
            style={{ minWidth: column.width }}
          >
            {say(column.label)}
            {column.required && column.editable ? <span aria-hidden="true"> *</span> : null}
          </th>
        ))}
        {locked ? null : <th className="lines-tools" aria-label={say(w.rowMenu, { n: '' })} />}
      </tr>
    </thead>
  )
}

interface Editing {
  readonly rows: readonly LineRow[]
  readonly columns: ReturnType<typeof columnsOf>
  readonly part: PartMeta
  readonly set: (rows: readonly LineRow[]) => void
  readonly grid: { readonly current: HTMLDivElement | null }
  readonly pricing: Pricing
}

function useEditing({ rows, columns, part, set, grid, pricing }: Editing) {
  const { say } = useWords()
  const products = useObject('product')
  const max = part.max ?? 1000
  const first = Math.max(
    0,
    columns.findIndex((column) => column.editable),
  )
  const editable = columns.some((column) => column.editable)
  const goTo = (place: Place) => requestAnimationFrame(() => focusCell(grid.current, place))
  const insert = (at: number, row: LineRow, col = first) => {
    if (rows.length >= max) {
      toast(say(w.tooMany, { n: max }), 'bad')
      return
    }
    set(inserted(rows, at, row))
    goTo({ row: at, col })
  }
  const duplicate = (index: number) => insert(index + 1, copyOf(rows[index] ?? {}, part.fields))
  const remove = (index: number) => {
    set(without(rows, index))
    goTo({ row: Math.min(index, rows.length - 2), col: first })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const place = placeOf(event.target as Element)
    if (!place || !editable) return
    if ((event.ctrlKey || event.metaKey) && event.key === 'd') {
      event.preventDefault()
      duplicate(place.row)
      return
    }
    const move = moveOf(event, event.target as Element)
    if (!move) return
    event.preventDefault()
    step(place, move)
  }
  const step = (place: Place, { down, right }: { down: number; right: number }) => {
    const row = place.row + down
    const col = place.col + right
    if (down > 0 && row === rows.length && !isEmpty(rows.at(-1) ?? {}, columns)) {
      insert(row, emptyRow(part.fields), first)
      return
    }
    for (let at = col; at >= 0 && at < columns.length; at += right || columns.length) {
      if (focusCell(grid.current, { row, col: at })) return
    }
  }
  const onPaste = (event: ClipboardEvent<HTMLDivElement>) => {
    const cells = cellsOf(event.clipboardData.getData('text/plain'))
    if (!editable || !isTable(cells)) return
    event.preventDefault()
    const at = placeOf(event.target as Element) ?? { row: rows.length, col: first }
    void paste(cells, { rows, columns, at, products, max, pricing }).then((pasted) => {
      set(pasted.rows)
      toast(say(w.pasted, { n: pasted.count }))
      const { unmatched } = pasted
      if (unmatched.length > 0) toast(say(w.unmatched, { n: unmatched.length, names: unmatched.slice(0, 5) }), 'bad')
    })
  }
  return { add: () => insert(rows.length, emptyRow(part.fields)), duplicate, remove, onKeyDown, onPaste, max }
}
