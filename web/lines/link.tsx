/** The cell that finds a record by name or number; choosing a product fills what is known of it. */
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useList } from '../api/query.ts'
import type { Entry, Names } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { linesWords as w } from '../words/lines.ts'
import type { CellProps } from './cell.tsx'

interface LinkCellProps extends CellProps {
  readonly names: Names
  readonly onPick: (record: Entry | null) => void
}

export function LinkCell({ column, value, name, error, names, onPick }: LinkCellProps) {
  const { say } = useWords()
  const target = useObject(column.target)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useList(target?.plural ?? '', { q, limit: 20 }, open && target !== undefined)
  const options = (found.data?.data ?? []).map((record) => ({
    value: record.id,
    label: labelOf(record, target?.title),
  }))
  const id = typeof value === 'string' && value !== '' ? value : null
  const current = id && !options.some((option) => option.value === id) ? [{ value: id, label: titleOf(names, id) }] : []
  const find = (picked: string | undefined) => found.data?.data.find((record) => record.id === picked) ?? null
  return (
    <div
      className="lines-link"
      data-open={open || undefined}
      onKeyDownCapture={(event) => {
        if (event.key === 'ArrowDown' && event.altKey && !open) setOpen(true)
      }}
    >
      <Select
        variant="borderless"
        showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
        allowClear
        open={open}
        onOpenChange={setOpen}
        value={id ?? undefined}
        status={error ? 'error' : undefined}
        title={error ? say(error) : undefined}
        aria-label={name}
        placeholder={column.name === 'productId' ? say(w.productSearch) : undefined}
        notFoundContent={found.isFetching ? '…' : say(w.productNone)}
        popupMatchSelectWidth={false}
        options={[...current, ...options]}
        onChange={(picked: string | undefined) => {
          onPick(find(picked))
          setTyped('')
        }}
      />
    </div>
  )
}

/** A product is best told apart by its code as well. */
export function labelOf(record: Entry, title = 'name'): string {
  const name = String(record[title] ?? record.no ?? '')
  const code = record.code ?? (title === 'no' ? null : record.no)
  return code ? `${name} · ${String(code)}` : name
}

function titleOf(names: Names, id: string): string {
  const known = names[id]
  return known ? (known.no && known.no !== known.title ? `${known.title} · ${known.no}` : known.title) : id.slice(0, 8)
}
