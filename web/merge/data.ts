/** What merging and suspected duplicates ask of the server. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client.ts'
import type { Entry, Label, Names } from '../api/types.ts'

export interface Preview {
  readonly survivor: Entry
  readonly gone: Entry
  readonly choosable: readonly string[]
  readonly filled: readonly string[]
  readonly relations: readonly { readonly object: string; readonly label: Label; readonly count: number }[]
  readonly names: Names
}

export interface Evidence {
  readonly fields: string
  readonly compare: string
  readonly likeness: number | null
  readonly points: number
}

export interface Side {
  readonly visible: boolean
  readonly ownerName: string | null
  readonly deptName: string | null
  readonly createdAt: string
  readonly data: Entry | null
}

export interface Trial {
  readonly records: number
  readonly compared: number
  readonly suspect: number
  readonly sure: number
  readonly samples: readonly {
    readonly points: number
    readonly verdict: string
    readonly evidence: readonly Evidence[]
    readonly sides: readonly { readonly id: string; readonly no: string | null; readonly title: string }[]
  }[]
}

export interface Scan {
  readonly id: string
  readonly object: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly phase: 'keys' | 'pairs'
  readonly total: number
  readonly done: number
  readonly compared: string
  readonly found: number
  readonly createdAt: string
}

export const mergeAddress = (plural: string, one: string, other?: string): string =>
  `/merge/${plural}?one=${one}${other ? `&other=${other}` : ''}`

export function usePreview(plural: string, sides: { survivor: string; gone: string }) {
  const { survivor, gone } = sides
  return useQuery({
    queryKey: [plural, 'mergePreview', survivor, gone],
    queryFn: ({ signal }) => ask<Preview>(`/${plural}/${gone}/mergePreview`, { query: { into: survivor }, signal }),
  })
}

export function useSides(id: string) {
  return useQuery({
    queryKey: ['duplicatePairs', 'sides', id],
    queryFn: ({ signal }) =>
      ask<{ data: Entry; sides: readonly Side[]; names: Names }>(`/duplicatePairs/${id}/sides`, { signal }),
  })
}

const again = 1500
const isOver = (scan: Scan | undefined): boolean => !scan || !['waiting', 'running'].includes(scan.state)

/** The last scan of an object, asked again while it runs. */
export function useLastScan(object: string) {
  return useQuery({
    queryKey: ['duplicates', 'scans', object],
    queryFn: ({ signal }) =>
      ask<{ data: readonly Scan[] }>('/duplicates/scans', { signal }).then(
        ({ data }) => data.find((scan) => scan.object === object) ?? null,
      ),
    refetchInterval: ({ state }) => (isOver(state.data ?? undefined) ? false : again),
  })
}
