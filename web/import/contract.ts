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

export type DateOrder = 'ymd' | 'mdy' | 'dmy' | 'excel' | 'excel1904'

/** How a column is written, as far as its rows tell. */
export interface Looks {
  readonly header: string
  readonly texts: readonly string[]
  readonly filled: number
  readonly dates: DateOrder | 'plain' | 'ask' | null
  readonly decimal: '.' | ',' | 'ask' | null
  readonly emptyWords: readonly string[]
}

export interface Transform {
  readonly text?: string
  readonly split?: { readonly by: string; readonly take: number; readonly rest?: boolean }
  readonly trim?: boolean
  readonly dates?: DateOrder
  readonly decimal?: '.' | ','
  readonly separator?: string
  readonly default?: string
}

export type Values = Readonly<Record<string, string | null>>

export interface Mapping {
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly transforms: Readonly<Record<string, Transform>>
  readonly values: Readonly<Record<string, Values>>
  readonly constants: Readonly<Record<string, string>>
  readonly empty: readonly string[]
}

export interface Options {
  readonly history: boolean
  readonly dryRun: boolean
  readonly upsertBy: string | null
  /** Objects whose missing records are made when a row names them. */
  readonly createMissing: readonly string[]
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly sheet: string | null
  readonly headerRow: number | null
}

export interface Template {
  readonly id: string
  readonly name: string
  readonly object: string
  readonly headers: readonly string[]
  readonly mapping: Partial<Mapping>
  readonly options: Partial<Options>
  readonly createdBy: string | null
}

export interface Preview {
  readonly kind: 'csv' | 'xlsx'
  readonly headers: readonly string[]
  readonly headerRow: number
  /** The first rows as the file has them. */
  readonly sample: readonly (readonly string[])[]
  readonly mapping: readonly Guess[]
  readonly looks: readonly Looks[]
  readonly templates: readonly Template[]
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly sheet: string | null
  readonly sheets: readonly string[]
  readonly rows: number
  /** The file has rows beyond those. */
  readonly more: boolean
  /** The bytes could be read in another encoding as well. */
  readonly ambiguous: boolean
}

export interface ImportBody {
  readonly object: string
  readonly fileId: string
  readonly mapping: Mapping
  readonly options: Options
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
  readonly options?: Partial<Options>
  readonly error?: Label | null
  /** The first refused rows with their reasons. */
  readonly problems?: readonly RefusedRow[]
}

/** How the file is to be read; null leaves it to the server. */
export type Format = Pick<Options, 'encoding' | 'delimiter' | 'sheet' | 'headerRow'>

export const openFormat: Format = { encoding: null, delimiter: null, sheet: null, headerRow: null }

export const preview = (
  { object, fileId, format }: { object: string; fileId: string; format: Format },
  signal?: AbortSignal,
): Promise<Preview> => ask('/imports/preview', { body: { object, fileId, options: format }, signal })

export const start = (body: ImportBody, key: string): Promise<{ data: Import }> => ask('/imports', { body, key })

export const isOver = (state: string): boolean => !['waiting', 'running'].includes(state)

interface Upload {
  readonly id: string
  readonly pieceBytes: number
  readonly pieces: number
  readonly have: readonly number[]
}

const tries = 4

/** Sends a file piece by piece; a piece that did not arrive is sent again. */
export async function uploadInPieces(file: File, onDone: (share: number) => void): Promise<StoredFile> {
  const { data } = await ask<{ data: Upload }>('/imports/files', { body: { name: file.name, size: file.size } })
  for (let seq = 0; seq < data.pieces; seq++) {
    await sendPiece(data, seq, file.slice(seq * data.pieceBytes, (seq + 1) * data.pieceBytes))
    onDone((seq + 1) / data.pieces)
  }
  const finished = await ask<{ data: StoredFile }>(`/imports/files/${data.id}/finish`, { method: 'POST', body: {} })
  return finished.data
}

async function sendPiece({ id }: Upload, seq: number, body: Blob): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await ask(`/imports/files/${id}/pieces/${seq}`, { method: 'PUT', body })
      return
    } catch (error) {
      const { status = 0 } = error as { status?: number }
      if (tried === tries || (status >= 400 && status < 500)) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000 * tried))
    }
  }
}
