/** Above a list: search inside it, the conditions, the order and the columns. */
import { FilterOutlined, SettingOutlined, UserOutlined } from '@ant-design/icons'
import { Badge, Button, Checkbox, Input, Popover, Select } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Condition, Filter, Names, ObjectMeta } from '../api/types.ts'
import { allFields, isSortable, pathOf } from '../field/kinds.ts'
import { useLater } from '../field/later.ts'
import { useWords } from '../shell/words.ts'
import { Loading } from '../ui/page.tsx'
import { conditionsOf, groupOf } from './conditions.ts'
import { rememberColumns, sortingOf, type View } from './view.ts'

const FilterBuilder = lazy(() => import('./filter.tsx').then((module) => ({ default: module.FilterBuilder })))

interface ToolbarProps {
  object: ObjectMeta
  view: View
  names: Names
  board?: boolean
}

export function Toolbar({ object, view, names, board }: ToolbarProps) {
  return (
    <div className="toolbar no-print">
      <Finder object={object} view={view} />
      <FilterButton object={object} view={view} names={names} />
      <Mine view={view} />
      {!board && <SortSelect object={object} view={view} />}
      {!board && <Columns object={object} view={view} />}
    </div>
  )
}

function Finder({ object, view }: { object: ObjectMeta; view: View }) {
  const { say, t } = useWords()
  const [typed, setTyped] = useState(view.q ?? '')
  const later = useLater(typed, 250)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a rested text moves the address
  useEffect(() => {
    if (later !== (view.q ?? '')) view.set({ q: later || undefined })
  }, [later])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address moved by itself, e.g. "clear conditions"
  useEffect(() => {
    if ((view.q ?? '') !== later) setTyped(view.q ?? '')
  }, [view.q])
  const label = t('searchIn', { object: say(object.label) })
  return (
    <Input.Search
      className="finder"
      aria-label={label}
      placeholder={label}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => view.set({ q: text || undefined })}
    />
  )
}

function FilterButton({ object, view, names }: { object: ObjectMeta; view: View; names: Names }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const count = conditionsOf(view.filter)?.length ?? (view.filter ? 1 : 0)
  const apply = (filter: Filter | undefined) => {
    view.set({ filter })
    setOpen(false)
  }
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <Suspense fallback={<Loading lines={2} />}>
          <FilterBuilder object={object} filter={view.filter} names={names} onApply={apply} />
        </Suspense>
      }
    >
      <Badge count={count} size="small">
        <Button icon={<FilterOutlined aria-hidden />} aria-expanded={open}>
          {t('filter')}
        </Button>
      </Badge>
    </Popover>
  )
}

/** One click for the commonest condition. */
function Mine({ view }: { view: View }) {
  const { t } = useWords()
  const conditions = conditionsOf(view.filter)
  if (view.filter && (!conditions || groupOf(view.filter) === 'or')) return null
  const isMine = (one: Condition) => one.field === 'ownerId' && one.op === '=' && one.value === '$me'
  const on = conditions?.some(isMine) ?? false
  const toggle = () => {
    const rest = (conditions ?? []).filter((one) => !isMine(one))
    const next = on ? rest : [...rest, { field: 'ownerId', op: '=', value: '$me' } as const]
    view.set({ filter: next.length > 0 ? { and: next } : undefined })
  }
  return (
    <button type="button" className="plain-button" aria-pressed={on} onClick={toggle}>
      <UserOutlined aria-hidden /> {t('mine')}
    </button>
  )
}

/** The same as the headings, for cards and for columns that are not shown. */
function SortSelect({ object, view }: { object: ObjectMeta; view: View }) {
  const { say, t } = useWords()
  const first = sortingOf(view.sort)[0]
  const options = allFields(object)
    .filter(isSortable)
    .flatMap((field) => [
      { value: pathOf(field), label: `${say(field.label)} ↑` },
      { value: `-${pathOf(field)}`, label: `${say(field.label)} ↓` },
    ])
  return (
    <Select
      aria-label={t('sort')}
      className="sort-select"
      placeholder={t('sort')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      value={first ? `${first.down ? '-' : ''}${first.path}` : undefined}
      options={options}
      onChange={(sort?: string) => view.set({ sort })}
    />
  )
}

function Columns({ object, view }: { object: ObjectMeta; view: View }) {
  const { say, t } = useWords()
  const shown = view.columns.map(pathOf)
  const choose = (paths: readonly string[]) => {
    if (paths.length === 0) return
    rememberColumns(object, paths)
    view.set({ cols: paths.join(',') })
  }
  const toggle = (path: string) => choose(shown.includes(path) ? shown.filter((one) => one !== path) : [...shown, path])
  const list = (
    <div className="column-list" role="group" aria-label={t('columnsHint')}>
      {allFields(object).map((field) => (
        <Checkbox key={pathOf(field)} checked={shown.includes(pathOf(field))} onChange={() => toggle(pathOf(field))}>
          {say(field.label)}
        </Checkbox>
      ))}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={list} title={t('columnsHint')}>
      <Button className="only-columns" icon={<SettingOutlined aria-hidden />}>
        {t('columns')}
      </Button>
    </Popover>
  )
}
