/** All records of a small object: administration lists are read whole, page by page. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import type { Entry, Filter, Names, Page } from '../api/types.ts'

export interface All {
  readonly data: readonly Entry[]
  readonly names: Names
}

/** `include` names parts that are to come along: a list leaves them out unless asked. */
export interface AllAsk {
  readonly filter?: Filter
  readonly sort?: string
  readonly include?: string
}

const pageSize = 200
/** Where a company has more, the generic list with its search is the better place. */
const most = 4000

export function useAll(plural: string | undefined, query: AllAsk = {}, enabled = true) {
  return useQuery({
    queryKey: [plural ?? '', 'all', query],
    queryFn: ({ signal }) => all(plural ?? '', query, signal),
    enabled: enabled && plural !== undefined,
  })
}

async function all(plural: string, query: AllAsk, signal: AbortSignal): Promise<All> {
  const data: Entry[] = []
  let names: Names = {}
  let cursor: string | undefined
  do {
    const page: Page = await ask<Page>(`/${plural}`, { query: { ...query, limit: pageSize, cursor }, signal })
    data.push(...page.data)
    names = { ...names, ...page.names }
    cursor = page.next ?? undefined
  } while (cursor && data.length < most)
  return { data, names }
}
