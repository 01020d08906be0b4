/** All records of a small object: administration lists are read whole, page by page. */
import { useQuery } from '@tanstack/react-query'
import { list } from '../api/resource.ts'
import type { Entry, Filter, Names } from '../api/types.ts'

export interface All {
  readonly data: readonly Entry[]
  readonly names: Names
}

const pageSize = 200
/** Where a company has more, the generic list with its search is the better place. */
const most = 4000

export function useAll(plural: string | undefined, query: { filter?: Filter; sort?: string } = {}, enabled = true) {
  return useQuery({
    queryKey: [plural ?? '', 'all', query],
    queryFn: ({ signal }) => all(plural ?? '', query, signal),
    enabled: enabled && plural !== undefined,
  })
}

async function all(plural: string, query: { filter?: Filter; sort?: string }, signal: AbortSignal): Promise<All> {
  const data: Entry[] = []
  let names: Names = {}
  let cursor: string | undefined
  do {
    const page = await list(plural, { ...query, limit: pageSize, ...(cursor ? { cursor } : {}) }, signal)
    data.push(...page.data)
    names = { ...names, ...page.names }
    cursor = page.next ?? undefined
  } while (cursor && data.length < most)
  return { data, names }
}
