/** One search over records, pages and actions. */
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { adminPages } from '../admin/pages.ts'
import { search } from '../api/resource.ts'
import type { Meta } from '../api/types.ts'
import { useLater } from '../field/later.ts'
import { newAddress, recordAddress, useGo } from '../ui/go.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { StateTag } from '../ui/show.tsx'
import { useMeta } from './meta.tsx'
import { mayAdminister, pagesOf } from './navigation.tsx'
import { en } from './words.en.ts'
import { useWords, type Words } from './words.ts'
import { zh } from './words.zh.ts'

interface Hit {
  readonly group: 'searchRecords' | 'searchPages' | 'searchActions'
  readonly to: string
  readonly label: string
  readonly note?: string
  readonly object?: string
  readonly state?: string | null
}

export default function Search({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const meta = useMeta()
  const go = useGo()
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const q = useLater(typed.trim(), 150)
  const asked = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => search(q, signal),
    enabled: q.length > 0,
    placeholderData: (before) => before,
  })
  useEffect(() => dialog.current?.showModal(), [])

  const hits = useMemo(() => {
    const records = q ? (asked.data?.data ?? []).map((found) => recordHit(found, meta, words)) : []
    return [...records.filter((hit) => hit !== null), ...places(meta, words, typed.trim())]
  }, [q, asked.data, meta, words, typed])

  const open = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    go(hit.to)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(hits[at])
    else return
    event.preventDefault()
  }

  return (
    <dialog
      ref={dialog}
      className="search-dialog"
      aria-label={t('searchOpen')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={keys}
    >
      <input
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={hits.length > 0 ? `${id}${at}` : undefined}
        aria-label={t('searchHint')}
        placeholder={t('searchHint')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
      />
      <ProblemNote error={asked.error} />
      <Hits {...{ id, hits, at }} onOpen={open} onPoint={setAt} />
      {hits.length === 0 && !asked.isFetching && <p className="soft search-none">{t('searchNothing')}</p>}
      <p className="faint search-keys">{t('searchKeys')}</p>
    </dialog>
  )
}

interface HitsProps {
  id: string
  hits: readonly Hit[]
  at: number
  onOpen: (hit: Hit) => void
  onPoint: (index: number) => void
}

function Hits({ id, hits, at, onOpen, onPoint }: HitsProps) {
  const { t } = useWords()
  const meta = useMeta()
  return (
    <ul role="listbox" id={id} aria-label={t('searchOpen')}>
      {hits.map((hit, index) => (
        <li key={`${hit.to}${index}`} role="presentation">
          {hits[index - 1]?.group !== hit.group && <h3>{t(hit.group)}</h3>}
          <button
            type="button"
            role="option"
            id={`${id}${index}`}
            aria-selected={index === at}
            tabIndex={-1}
            onClick={() => onOpen(hit)}
            onPointerMove={() => onPoint(index)}
          >
            <span className="grow ellipsis">{hit.label}</span>
            {hit.note && <span className="faint ellipsis">{hit.note}</span>}
            <StateTag object={meta.objects[hit.object ?? '']} state={hit.state} />
          </button>
        </li>
      ))}
    </ul>
  )
}

type Found = Awaited<ReturnType<typeof search>>['data'][number]

function recordHit(found: Found, meta: Meta, { say }: Words): Hit | null {
  const object = meta.objects[found.object]
  if (!object) return null
  const about = [found.no, found.subtitle].filter((text) => text && text !== found.title)
  const note = [...new Set([say(object.label), ...about])].join(' · ')
  const label = found.title || found.no || found.id
  return {
    group: 'searchRecords',
    to: recordAddress(object.plural, found.id),
    label,
    note,
    object: found.object,
    state: found.state,
  }
}

/** Pages and actions whose name in either language holds what was typed. */
function places(meta: Meta, { say }: Words, typed: string): Hit[] {
  const wanted = typed.toLowerCase()
  const fits = (label: { zh: string; en: string }) =>
    label.zh.toLowerCase().includes(wanted) || label.en.toLowerCase().includes(wanted)
  const fixed = [
    { to: '/', label: { zh: zh.home, en: en.home } },
    { to: '/river', label: { zh: zh.river, en: en.river } },
    { to: '/inbox', label: { zh: zh.inbox, en: en.inbox } },
    ...(mayAdminister(meta) ? [{ to: '/admin', label: { zh: zh.admin, en: en.admin } }, ...adminPages(meta)] : []),
  ]
  const known = [...fixed, ...pagesOf(meta)]
  const pages = known
    .filter((page, index) => known.findIndex((one) => one.to === page.to) === index)
    .filter((page) => fits(page.label))
    .map((page): Hit => ({ group: 'searchPages', to: page.to, label: say(page.label) }))
  const actions = Object.values(meta.objects)
    .filter((object) => object.can.create && object.area !== 'setup')
    .map((object) => ({
      to: newAddress(object.plural),
      label: { zh: `新建${object.label.zh}`, en: `New ${object.label.en}` },
    }))
    .filter((action) => fits(action.label))
    .map((action): Hit => ({ group: 'searchActions', to: action.to, label: say(action.label) }))
  const most = typed ? 6 : 8
  return [...pages.slice(0, most), ...actions.slice(0, typed ? 6 : 4)]
}
