/** The generic contract of every object, as functions. */
import { address, ask } from './client.ts'
import type { BulkResult, Entry, Filter, Happened, Meta, Money, Names, One, Page, StoredFile, Values } from './types.ts'

export interface ListAsk {
  readonly filter?: Filter
  readonly sort?: string
  readonly q?: string
  readonly limit?: number
  readonly cursor?: string
  readonly fields?: string
}

export interface Summary {
  readonly data: readonly {
    readonly key: string | null
    readonly count: number
    readonly sum?: Money | string | null
  }[]
  readonly names?: Names
}

export interface Found {
  readonly object: string
  readonly id: string
  readonly no: string | null
  readonly title: string
  readonly subtitle?: string | null
  readonly state?: string | null
}

/** How a command is sent: its body, the version seen, the key of the intent. */
export interface Command {
  readonly body?: Values
  readonly version?: number
  readonly key?: string
}

export const fetchMeta = (): Promise<Meta> => ask<Meta>('/meta')

export const list = (plural: string, query: ListAsk, signal?: AbortSignal): Promise<Page> =>
  ask<Page>(`/${plural}`, { query: { ...query }, signal })

export const count = (plural: string, query: Pick<ListAsk, 'filter' | 'q'>, signal?: AbortSignal) =>
  ask<{ count: number; exact: boolean }>(`/${plural}/count`, { query: { ...query }, signal })

export const summary = (
  plural: string,
  query: { groupBy: string; sum?: string; filter?: Filter; q?: string },
  signal?: AbortSignal,
): Promise<Summary> => ask<Summary>(`/${plural}/summary`, { query: { ...query }, signal })

export const one = (plural: string, id: string, signal?: AbortSignal): Promise<One> =>
  ask<One>(`/${plural}/${id}`, { signal })

export const create = (plural: string, command: Command): Promise<One> =>
  ask<One>(`/${plural}`, { method: 'POST', body: command.body ?? {}, key: command.key })

export const change = (plural: string, id: string, command: Command): Promise<One> =>
  ask<One>(`/${plural}/${id}`, {
    method: 'PATCH',
    body: command.body ?? {},
    version: command.version,
    key: command.key,
  })

export const remove = (plural: string, id: string, command: Command): Promise<unknown> =>
  ask(`/${plural}/${id}`, { method: 'DELETE', version: command.version, key: command.key })

export const act = (plural: string, id: string, ...[transition, command]: readonly [string, Command]): Promise<One> =>
  ask<One>(`/${plural}/${id}/${transition}`, {
    method: 'POST',
    body: command.body ?? {},
    version: command.version,
    key: command.key,
  })

export const bulk = (
  plural: string,
  body: { act: string; items: readonly { id?: string; version?: number; input: Values }[] },
  key: string,
): Promise<{ results: readonly BulkResult[] }> => ask(`/${plural}/bulk`, { method: 'POST', body, key })

export const history = (plural: string, id: string, signal?: AbortSignal) =>
  ask<{ data: readonly Happened[]; names: Names }>(`/${plural}/${id}/history`, { signal })

export const search = (q: string, signal?: AbortSignal) =>
  ask<{ data: readonly Found[] }>('/search', { query: { q }, signal })

export function upload(file: File): Promise<{ data: StoredFile }> {
  const body = new FormData()
  body.append('file', file, file.name)
  return ask('/files', { method: 'POST', body })
}

export const fileMeta = (id: string, signal?: AbortSignal) =>
  ask<{ data: StoredFile }>(`/files/${id}/meta`, { signal }).then((answer) =>
    'data' in answer ? answer.data : (answer as StoredFile),
  )

export const fileAddress = (id: string): string => address(`/files/${id}`)

export interface ExportAsk extends ListAsk {
  readonly format: 'csv' | 'xlsx'
  readonly values?: string
  readonly bom?: string
  readonly part?: string
}

export const exportAddress = (plural: string, query: ExportAsk): string => address(`/${plural}/export`, { ...query })

/** A name for a record out of itself, when the server's list of names does not hold it. */
export const titleOf = (entry: Entry, title: string): string =>
  String((title === 'no' ? entry.no : entry[title]) ?? entry.no ?? '')
