/** What pages ask the server for, cached and shared; the stream and every command say what became old. */
import { QueryClient, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Problem } from './client.ts'
import * as resource from './resource.ts'
import type { Filter, Page } from './types.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.open,
    },
  },
})

/** Keys start with the plural, so that one word makes everything of an object old. */
export const keys = {
  meta: ['meta'] as const,
  inbox: ['inbox'] as const,
  one: (plural: string, id: string) => [plural, 'one', id] as const,
  history: (plural: string, id: string) => [plural, 'history', id] as const,
  list: (plural: string, query: object) => [plural, 'list', query] as const,
  count: (plural: string, query: object) => [plural, 'count', query] as const,
  summary: (plural: string, query: object) => [plural, 'summary', query] as const,
}

export interface ListQuery {
  readonly filter?: Filter
  readonly sort?: string
  readonly q?: string
  readonly limit?: number
}

export function useOne(plural: string, id: string | undefined) {
  return useQuery({
    queryKey: keys.one(plural, id ?? ''),
    queryFn: ({ signal }) => resource.one(plural, id ?? '', signal),
    enabled: Boolean(id),
  })
}

export function useList(plural: string, query: ListQuery, enabled = true) {
  return useQuery({
    queryKey: keys.list(plural, query),
    queryFn: ({ signal }) => resource.list(plural, query, signal),
    enabled,
  })
}

export function usePages(plural: string, query: ListQuery, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...keys.list(plural, query), 'pages'],
    queryFn: ({ pageParam, signal }) => resource.list(plural, { ...query, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.next ?? undefined,
    placeholderData: (before) => before,
    enabled,
  })
}

export function useCount(plural: string, query: Pick<ListQuery, 'filter' | 'q'>, enabled = true) {
  return useQuery({
    queryKey: keys.count(plural, query),
    queryFn: ({ signal }) => resource.count(plural, query, signal),
    enabled,
  })
}

export function useSummary(
  plural: string,
  query: { groupBy: string; sum?: string; filter?: Filter; q?: string },
  enabled = true,
) {
  return useQuery({
    queryKey: keys.summary(plural, query),
    queryFn: ({ signal }) => resource.summary(plural, query, signal),
    enabled,
  })
}

export function useHistory(plural: string, id: string) {
  return useQuery({
    queryKey: keys.history(plural, id),
    queryFn: ({ signal }) => resource.history(plural, id, signal),
  })
}

/** After a command: the chain may have moved other objects as well, so everything that is shown asks again. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient()
  return () =>
    client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'meta' && query.queryKey[0] !== 'session' })
}
