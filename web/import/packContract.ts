/** What travels between the pages of packs and the server. */
import { ask } from '../api/client.ts'
import type { Filter, Label } from '../api/types.ts'

export interface PackFile {
  readonly fileId: string
  readonly name: string
  readonly role: string | null
  readonly rows: number
  readonly title: Label | null
  readonly unused: Label | null
}

export interface Recognition {
  readonly template: string | null
  readonly title: Label | null
  readonly files: readonly PackFile[]
  readonly questions: readonly {
    readonly key: string
    readonly label: Label
    readonly options: readonly { readonly value: string; readonly label: Label }[]
  }[]
  readonly people: readonly {
    readonly name: string
    readonly shownAs: string
    readonly email: string | null
    readonly records: number
    readonly userId: string | null
  }[]
  readonly users: readonly { readonly id: string; readonly name: string }[]
  readonly currency: { readonly file: string; readonly company: string } | null
}

export interface Counted {
  readonly label: Label
  readonly count: number
}

export interface StepReport {
  readonly name: string
  readonly title: Label
  readonly object: string
  readonly importId: string | null
  readonly compared: readonly {
    readonly label: Label
    readonly inFile: string
    readonly here: string
    readonly same: boolean
  }[]
  readonly leftOut: readonly Counted[]
  readonly refused: number
  readonly notes: readonly Counted[]
}

export interface Pack {
  readonly id: string
  readonly title: Label
  readonly state: string
  readonly createdAt: string
  readonly files: readonly PackFile[]
  readonly steps: readonly {
    readonly name: string
    readonly title: Label
    readonly object: string
    readonly importId: string | null
    readonly state: string
    readonly total: number
    readonly done: number
    readonly created: number
    readonly changed: number
    readonly same: number
    readonly refused: number
  }[]
  readonly reconciliation: readonly StepReport[]
  readonly error: Label | null
}

export interface Seen {
  readonly key: string
  readonly tone: 'plain' | 'warn'
  readonly say: Label
  readonly link: Link | null
  readonly rows: readonly {
    readonly label: Label
    readonly count: number
    readonly amount: string | null
    readonly link: Link
  }[]
}
export interface Link {
  readonly object: string
  readonly filter: Filter | null
}

export interface Source {
  readonly key: string
  readonly title: Label
  readonly help: Label
  readonly files: readonly Label[]
}

export const recognise = (fileIds: readonly string[]): Promise<Recognition> =>
  ask<{ data: Recognition }>('/packs/recognise', { body: { fileIds } }).then(({ data }) => data)

export const startPack = (body: object, key: string): Promise<{ data: Pack }> => ask('/packs', { body, key })
