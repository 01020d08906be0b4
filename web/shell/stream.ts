/** Listens to what changes on the server and makes what the page shows of it old; a burst asks once. */
import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { keys } from '../api/query.ts'
import type { Meta } from '../api/types.ts'

const gatherMs = 700
/** Changes of these change what the software is made of. */
const declaring = new Set(['customField', 'grant', 'company', 'user'])

let live = true
const listeners = new Set<() => void>()

/** Whether the stream is connected; shown once it has been away for a while. */
export const useLive = (): boolean => useSyncExternalStore(listen, () => live)

export function useStream(meta: Meta | undefined): void {
  const client = useQueryClient()
  const company = meta?.company.id
  const person = meta?.me.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person or company needs another stream
  useEffect(() => {
    if (!meta) return
    return follow(client, new Map(Object.values(meta.objects).map((object) => [object.name, object.plural])))
  }, [client, company, person])
}

function follow(client: QueryClient, plurals: ReadonlyMap<string, string>): () => void {
  const source = new EventSource('/api/v1/stream')
  const known = new Set(plurals.values())
  let changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let away: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    const old = new Set([...changed].map((object) => plurals.get(object)))
    const declared = [...changed].some((object) => declaring.has(object))
    changed = new Set()
    timer = undefined
    void client.invalidateQueries({
      predicate: ({ queryKey: [first] }) =>
        first === 'meta' ? declared : first !== 'files' && (old.has(String(first)) || !known.has(String(first))),
    })
  }
  source.addEventListener('changed', (event) => {
    const { object } = JSON.parse((event as MessageEvent<string>).data) as { object: string }
    changed.add(object)
    timer ??= setTimeout(flush, gatherMs)
  })
  source.addEventListener('inbox', () => void client.invalidateQueries({ queryKey: keys.inbox }))
  source.onopen = () => {
    clearTimeout(away)
    if (!live) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'meta' })
    set(true)
  }
  source.onerror = () => {
    clearTimeout(away)
    away = setTimeout(() => set(false), 4000)
  }
  return () => {
    clearTimeout(timer)
    clearTimeout(away)
    source.close()
  }
}

function set(next: boolean): void {
  if (live === next) return
  live = next
  for (const call of listeners) call()
}

function listen(call: () => void): () => void {
  listeners.add(call)
  return () => listeners.delete(call)
}
