/** What travels between the import page and the server. */
import { ask } from '../api/client.ts'
import type { Label, ObjectMeta, StoredFile } from '../api/types.ts'

/** Into what, and from which file. */
export interface Chosen {
  readonly object: ObjectMeta
  readonly file: StoredFile
}

export interface Guess {
  readonly header: string
  readonly field: string | null
  /** From 0 to 1. */
  readonly score: number
}

export interface Preview {
  readonly headers: readonly string[]
  /** The first rows as the file has them. */
  readonly sample: readonly (readonly string[])[]
  readonly mapping: readonly Guess[]
  readonly encoding: string
  readonly delimiter: string
  readonly rows: number
  /** The bytes could be read in another encoding as well. */
  readonly ambiguous: boolean
}

export type DateOrder = 'ymd' | 'mdy' | 'dmy'

export interface ImportBody {
  readonly object: string
  readonly fileId: string
  readonly mapping: {
    readonly columns: Readonly<Record<string, readonly string[]>>
    readonly transforms: Readonly<Record<string, { readonly dates: DateOrder }>>
  }
  readonly options: {
    readonly history: boolean
    readonly dryRun: boolean
    readonly upsertBy: string | null
    /** Objects whose missing records are made when a row names them. */
    readonly createMissing: readonly string[]
    readonly encoding: string | null
    readonly delimiter: string | null
  }
}

export interface RefusedRow {
  readonly row: number
  readonly errors: readonly { readonly message: Label; readonly field: string | null }[]
}

export interface Import {
  readonly id: string
  readonly object: string
  readonly state: string
  readonly total: number | null
  readonly done: number
  readonly created: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  readonly estimateSeconds: number | null
  readonly fileName?: string | null
  readonly createdAt?: string | null
  readonly createdBy?: string | null
  readonly options?: Partial<ImportBody['options']>
  readonly error?: Label | null
  /** The first refused rows with their reasons. */
  readonly problems?: readonly RefusedRow[]
}

export interface Reading {
  readonly object: string
  readonly fileId: string
  readonly encoding: string | null
  readonly delimiter: string | null
}

export const preview = ({ object, fileId, encoding, delimiter }: Reading, signal?: AbortSignal): Promise<Preview> =>
  ask('/imports/preview', { body: { object, fileId, options: { encoding, delimiter } }, signal })

export const start = (body: ImportBody, key: string): Promise<{ data: Import }> => ask('/imports', { body, key })

export const isOver = (state: string): boolean => !['waiting', 'running'].includes(state)
