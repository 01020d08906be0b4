/** One box for everything: records by any word, pages and actions; opened by Ctrl or ⌘ K. */
import { SearchOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { search } from '../api/resource.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { useGo } from '../ui/go.tsx'
import { StateTag } from '../ui/show.tsx'
import { insightWords as w } from '../words/insight.ts'
import { type Choice, matching, usePlaces } from './places.ts'
import './search.css'

export function Search({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      style={{ top: 72 }}
      destroyOnHidden
      styles={{ body: { padding: 0 }, container: { padding: 0 } }}
      aria-label={useWords().say(w.search)}
    >
      <Palette onClose={onClose} />
    </Modal>
  )
}

function Palette({ onClose }: { onClose: () => void }) {
  const { say } = useWords()
  const go = useGo()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { choices, busy } = useChoices(typed)
  const active = choices[Math.min(at, choices.length - 1)]

  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })

  const open = (choice: Choice | undefined) => {
    if (!choice) return
    onClose()
    go(choice.to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((before) => (Math.min(before, choices.length - 1) + step + choices.length) % Math.max(1, choices.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      open(active)
    }
  }
  return (
    <div className="search" onKeyDown={onKeyDown}>
      <div className="search-box">
        <SearchOutlined aria-hidden="true" />
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? `${id}-${active.key}` : undefined}
          aria-label={say(w.search)}
          placeholder={say(w.searchHint)}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
        />
      </div>
      <div className="search-list" role="listbox" id={`${id}-list`} aria-label={say(w.search)} ref={list}>
        {choices.map((choice, index) => (
          <Option
            key={choice.key}
            {...{ choice, id: `${id}-${choice.key}`, chosen: choice === active }}
            head={choice.group === choices[index - 1]?.group ? null : choice.group}
            onOpen={() => open(choice)}
            onHover={() => setAt(index)}
          />
        ))}
        {choices.length === 0 ? (
          <p className="search-none">{busy ? say(w.searching) : say(w.nothingFound, { q: typed })}</p>
        ) : null}
      </div>
      <p className="search-keys faint" aria-live="polite">
        {typed ? `${say(w.results, { n: choices.length })} · ` : ''}
        {say(w.keys)}
      </p>
    </div>
  )
}

interface OptionProps {
  readonly choice: Choice
  readonly id: string
  readonly chosen: boolean
  readonly head: 'records' | 'pages' | 'actions' | null
  readonly onOpen: () => void
  readonly onHover: () => void
}

function Option({ choice, id, chosen, head, onOpen, onHover }: OptionProps) {
  const { say } = useWords()
  const object = useMeta().objects[choice.object ?? '']
  return (
    <>
      {head ? (
        <p className="search-head" role="presentation">
          {say(w[head])}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box above */}
      <div id={id} role="option" aria-selected={chosen} tabIndex={-1} onClick={onOpen} onMouseMove={onHover}>
        <span className="search-title ellipsis">
          {choice.title}
          {choice.subtitle ? <span className="faint"> {choice.subtitle}</span> : null}
        </span>
        {choice.state ? <StateTag object={object} state={choice.state} /> : null}
        <span className="faint nowrap">{choice.kind}</span>
      </div>
    </>
  )
}

function useChoices(typed: string): { choices: readonly Choice[]; busy: boolean } {
  const { say } = useWords()
  const { objects } = useMeta()
  const places = usePlaces()
  const q = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => search(q, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const records = (q === '' ? [] : (found.data?.data ?? [])).flatMap((record): Choice[] => {
    const object = objects[record.object]
    if (!object) return []
    return [
      {
        key: `${record.object}-${record.id}`,
        group: 'records',
        title: record.title,
        subtitle: [record.no, record.subtitle].filter((part) => part && part !== record.title).join(' · '),
        kind: say(object.label),
        to: `/${object.plural}/${record.id}`,
        object: record.object,
        state: record.state ?? null,
      },
    ]
  })
  return { choices: [...records, ...matching(places, q)], busy: found.isFetching }
}
