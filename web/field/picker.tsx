/** Finds records by typing: links, people and departments; several kinds of one select. */
import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { useList, useOne } from '../api/query.ts'
import type { Entry, Filter, Names, ObjectMeta } from '../api/types.ts'
import { useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { titleOf } from './kinds.ts'
import { useLater } from './later.ts'

export interface PickerProps {
  id: string
  target: string
  value: string | null
  onChange: (id: string | null) => void
  names?: Names
  /** Narrows what is offered: contacts of the account that is chosen already. */
  narrow?: Filter
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  label?: string
  /** More options on top, like "me". */
  extra?: readonly { value: string; label: string }[]
}

export function Picker(props: PickerProps) {
  const { options, search, loading, hint } = useOptions(props, props.value ? [props.value] : [])
  return (
    <Select<string>
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      showSearch={{ filterOption: false, onSearch: search }}
      allowClear
      style={{ width: '100%' }}
      status={props.invalid ? 'error' : undefined}
      disabled={props.disabled}
      value={props.value ?? undefined}
      placeholder={hint}
      loading={loading}
      options={options}
      notFoundContent={<NothingFound loading={loading} />}
      onChange={(value?: string) => props.onChange(value ?? null)}
    />
  )
}

type SeveralProps = Omit<PickerProps, 'value' | 'onChange'> & {
  value: readonly string[]
  onChange: (ids: readonly string[]) => void
}

export function SeveralPicker(props: SeveralProps) {
  const { options, search, loading, hint } = useOptions(props, props.value)
  return (
    <Select<string[]>
      id={props.id}
      mode="multiple"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      showSearch={{ filterOption: false, onSearch: search }}
      allowClear
      style={{ width: '100%', minWidth: 160 }}
      status={props.invalid ? 'error' : undefined}
      disabled={props.disabled}
      value={[...props.value]}
      placeholder={hint}
      loading={loading}
      options={options}
      notFoundContent={<NothingFound loading={loading} />}
      onChange={(value: string[]) => props.onChange(value)}
    />
  )
}

interface OptionsAsk {
  target: string
  names?: Names
  narrow?: Filter
  extra?: readonly { value: string; label: string }[]
}

function useOptions({ target, names, narrow, extra }: OptionsAsk, chosen: readonly string[]) {
  const { t, say } = useWords()
  const object = useObject(target)
  const [typed, setTyped] = useState('')
  const q = useLater(typed, 200)
  const plural = object?.plural ?? ''
  const asked = useList(plural, { q: q || undefined, filter: narrow, limit: 20 }, Boolean(object))
  const unknown = chosen.find((id) => !names?.[id] && !asked.data?.data.some((one) => one.id === id) && !isExtra(id))
  const single = useOne(plural, object && unknown ? unknown : undefined)

  const options = useMemo(() => {
    const found = (asked.data?.data ?? []).map((entry) => ({ value: entry.id, label: optionLabel(object, entry) }))
    const present = new Set(found.map((option) => option.value))
    const missing = chosen
      .filter((id) => !present.has(id) && !isExtra(id))
      .map((id) => ({ value: id, label: known(id, { names, object, entry: single.data?.data }) }))
    return [...(extra ?? []), ...missing, ...found]
  }, [asked.data, single.data, chosen, names, object, extra])

  const person = target === 'user'
  const hint = person ? t('pickPerson') : t('pickRecord', { object: object ? say(object.label) : '' })
  return { options, search: setTyped, loading: asked.isFetching, hint }
}

interface Known {
  readonly names?: Names
  readonly object?: ObjectMeta
  readonly entry?: Entry
}

const isExtra = (id: string): boolean => id.startsWith('$')

function optionLabel(object: ObjectMeta | undefined, entry: Entry): string {
  if (!object) return entry.id
  const title = titleOf(object, entry)
  return entry.no && entry.no !== title ? `${title} · ${entry.no}` : title
}

function known(id: string, { names, object, entry }: Known): string {
  const name = names?.[id]
  if (name) return name.title || name.no || id
  if (entry?.id === id) return optionLabel(object, entry)
  return id.slice(0, 8)
}

function NothingFound({ loading }: { loading: boolean }) {
  const { t } = useWords()
  return <span className="faint">{loading ? t('loading') : t('nothingFound')}</span>
}
