/** The list of any object: search, filter, sort, columns, bulk actions, export; rows come as they are needed. */
import { AppstoreOutlined, DownloadOutlined, PlusOutlined, TableOutlined } from '@ant-design/icons'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useCount, usePages } from '../api/query.ts'
import type { Entry, Names, ObjectMeta } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { Go, listAddress, newAddress } from '../ui/go.tsx'
import { Empty, Failed, Loading, PageHead } from '../ui/page.tsx'
import { exportWords } from '../words/export.ts'
import { Cards } from './cards.tsx'
import { useNarrow } from './narrow.ts'
import './object.css'
import { OfObject } from './place.tsx'
import { Table } from './table.tsx'
import { Toolbar } from './toolbar.tsx'
import { useView, type View } from './view.ts'

export default function ListPage() {
  return <OfObject>{(object) => <List key={object.name} object={object} />}</OfObject>
}

const ExportDialog = lazy(() => import('./export.tsx').then((module) => ({ default: module.ExportDialog })))
const BulkBar = lazy(() => import('./bulk.tsx').then((module) => ({ default: module.BulkBar })))

const pageSize = 50

function List({ object }: { object: ObjectMeta }) {
  const { say, t } = useWords()
  const view = useView(object)
  const narrow = useNarrow()
  const query = { filter: view.filter, sort: view.sort, q: view.q, limit: pageSize }
  const asked = usePages(object.plural, query)
  const { rows, names } = useMemo(() => gather(asked.data?.pages), [asked.data])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const print = JSON.stringify([view.filter, view.q])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, another choice
  useEffect(() => setChosen(new Set()), [print])

  const shown = { object, view, rows, names, chosen, onChoose: setChosen }
  const paging = {
    more: asked.hasNextPage,
    busy: asked.isFetchingNextPage,
    onMore: () => void asked.fetchNextPage(),
  }
  return (
    <div className="page list-page">
      <ListHead object={object} view={view} mode="table" />
      <Toolbar object={object} view={view} names={names} />
      {chosen.size > 0 && (
        <Suspense fallback={<Loading lines={1} />}>
          <BulkBar
            object={object}
            rows={rows.filter((row) => chosen.has(row.id))}
            onClear={() => setChosen(new Set())}
          />
        </Suspense>
      )}
      {rows.length === 0 && asked.error ? (
        <Failed error={asked.error} again={() => void asked.refetch()} />
      ) : asked.isPending ? (
        <Loading lines={10} />
      ) : rows.length === 0 ? (
        <NoRows object={object} view={view} />
      ) : narrow ? (
        <Cards {...shown} {...paging} />
      ) : (
        <Table {...shown} {...paging} label={t('searchIn', { object: say(object.label) })} />
      )}
    </div>
  )
}

interface ListHeadProps {
  object: ObjectMeta
  view: View
  mode: 'table' | 'board'
}

export function ListHead({ object, view, mode }: ListHeadProps) {
  const { say, t } = useWords()
  const search = window.location.search
  const [exporting, setExporting] = useState(false)
  return (
    <PageHead
      title={say(object.many)}
      aside={<Count object={object} view={view} />}
      actions={
        <>
          {hasBoard(object) && (
            <div className="row tight" role="group">
              <Go
                className="plain-button"
                aria-current={mode === 'table' ? 'page' : undefined}
                to={listAddress(object.plural) + search}
              >
                <TableOutlined aria-hidden /> {t('table')}
              </Go>
              <Go
                className="plain-button"
                aria-current={mode === 'board' ? 'page' : undefined}
                to={listAddress(object.plural, undefined, 'board') + search}
              >
                <AppstoreOutlined aria-hidden /> {t('board')}
              </Go>
            </div>
          )}
          <button type="button" className="plain-button" onClick={() => setExporting(true)}>
            <DownloadOutlined aria-hidden /> {say(exportWords.export)}
          </button>
          {exporting && (
            <Suspense fallback={null}>
              <ExportDialog object={object} view={view} onClose={() => setExporting(false)} />
            </Suspense>
          )}
          {object.can.create && (
            <Go className="main-button" to={newAddress(object.plural)}>
              <PlusOutlined aria-hidden /> {t('createObject', { object: say(object.label) })}
            </Go>
          )}
        </>
      }
    />
  )
}

export const hasBoard = (object: ObjectMeta): boolean =>
  Boolean(object.board) || object.states.filter((state) => !state.ends).length > 1

function Count({ object, view }: { object: ObjectMeta; view: View }) {
  const { t, language } = useWords()
  const asked = useCount(object.plural, { filter: view.filter, q: view.q })
  if (!asked.data) return null
  const n = formatNumber(asked.data.count, language)
  return (
    <span className="soft" aria-live="polite">
      {t(asked.data.exact ? 'records' : 'recordsAtLeast', { n })}
    </span>
  )
}

function NoRows({ object, view }: { object: ObjectMeta; view: View }) {
  const { say, t } = useWords()
  const name = { object: say(object.label) }
  if (view.filter || view.q) {
    return (
      <Empty title={t('emptyFiltered', name)}>
        <button type="button" className="plain-button" onClick={() => view.set({ filter: undefined, q: undefined })}>
          {t('clearFilter')}
        </button>
      </Empty>
    )
  }
  return (
    <Empty title={t('emptyList', name)}>
      {object.can.create && <Go to={newAddress(object.plural)}>{t('createObject', name)}</Go>}
    </Empty>
  )
}

interface PageLike {
  readonly data: readonly Entry[]
  readonly names: Names
}

export function gather(pages: readonly PageLike[] | undefined): { rows: readonly Entry[]; names: Names } {
  const rows = new Map<string, Entry>()
  let names: Names = {}
  for (const page of pages ?? []) {
    for (const row of page.data) rows.set(row.id, row)
    names = { ...names, ...page.names }
  }
  return { rows: [...rows.values()], names }
}
