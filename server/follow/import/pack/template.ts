/** How one source is declared: its files, which become which records in which order, and how cells are read. */
import type { Label } from '../../../../kernel/label.ts'
import type { DateOrder } from '../transforms.ts'

/** What a cell is read from: one row of a file, the answers of whoever imports, and what was brought in before. */
export interface Kit {
  /** The text under a heading; empty where there is none. */
  get(header: string): string
  /** The key under which a record of another file was kept. */
  keyOf(file: string, id: string): string
  /** The user a name stands for. */
  person(name: string): string
  answer(key: string): string
  /** The id of a record brought in before, for links that are kept as text. */
  idOf(object: string, key: string): string
  /** Whether an account, a contact, a deal or an order of this key was brought in before. */
  isHere(key: string): boolean
  /** What another file says, in the row where a heading has this text. */
  find(place: { readonly file: string; readonly at: string; readonly text: string }, wanted: string): string
  /** How many rows with the same content stood before this one: tells apart rows without an id. */
  readonly repeat: number
  readonly dates: DateOrder
  readonly timeZone: string
}

export interface Cell {
  readonly headers: readonly string[]
  read(kit: Kit): string
  /** Its texts are people, who are asked for once. */
  readonly person?: boolean
}

export interface FileSpec {
  readonly title: Label
  /** Headings that tell this file from every other. */
  readonly has: readonly string[]
  /** Files with the same headings are told apart by what their name contains. */
  readonly named?: string
  /** Known, and without a place here: why. */
  readonly unused?: Label
}

/** Rows of another file that belong to a record. */
export interface LinesSpec {
  readonly file: string
  readonly part: string
  /** Headings under which a line may name its document; the first one that is there is taken. */
  readonly document?: readonly string[]
  /** Without such a heading: lines stand in blocks whose amounts add up to the document's total. */
  readonly bySums?: { readonly order: string; readonly amount: string; readonly total: string }
  /** Or each line stands for the line of another file with the same number. */
  readonly likeLinesOf?: { readonly step: string; readonly number: string; readonly document: string }
  readonly fields: Readonly<Record<string, Cell>>
  /** What a line is worth in the file, to be compared. */
  readonly worth: string
}

/** How a record's lines are made to add up to what its document says. */
export interface TotalSpec {
  readonly column: string
  /** The lines, or what a record without lines gets as its one line. */
  readonly part: string
  readonly by: 'headerDiscount' | 'lines'
  /** Absent where a line needs a product: then the header alone says the total. */
  readonly alone?: Readonly<Record<string, string>>
}

/** Earlier turns of a record, kept in a file of their own. */
export interface PastSpec {
  readonly file: string
  readonly document: string
  readonly at: Cell
  readonly fields: Readonly<Record<string, Cell>>
}

export interface NoteSpec {
  readonly label: Label
  /** Counted where it holds. */
  readonly when: (kit: Kit) => boolean
}

export interface StepSpec {
  /** Its name; the keys of its records begin with it, and other steps refer to it. */
  readonly name: string
  readonly object: string
  readonly file: string
  readonly title: Label
  /** The id in the source; a row without one is left out. */
  readonly key: Cell
  readonly fields: Readonly<Record<string, Cell>>
  readonly customFields?: readonly Readonly<Record<string, unknown>>[]
  readonly leaveOut?: { readonly label: Label; readonly when: (kit: Kit) => boolean }
  readonly lines?: LinesSpec
  readonly total?: TotalSpec
  readonly past?: PastSpec
  /** Set where the name is already taken by another record. */
  readonly shared?: { readonly name: string; readonly field: string }
  readonly createMissing?: readonly string[]
  /** Amounts that must come out the same: heading of the file → field of the record. */
  readonly sums?: readonly { readonly column: string; readonly field: string }[]
  readonly notes?: readonly NoteSpec[]
  /** Several rows stand for one record: only the first of a key counts. */
  readonly distinct?: boolean
  /** Adds to records of an earlier step, so it is not counted again. */
  readonly again?: boolean
  /** The step whose records it is about. */
  readonly of?: string
}

export interface Question {
  readonly key: string
  readonly label: Label
  readonly options: readonly { readonly value: string; readonly label: Label }[]
  /** Files without which it is not asked. */
  readonly file: string
}

export interface Stage {
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly probability: string
  readonly category: 'pipeline' | 'best_case' | 'commit'
}

export interface Template {
  readonly key: string
  readonly title: Label
  /** Where the files come from. */
  readonly help: Label
  readonly dates: DateOrder
  /** The currency its amounts are in, where they say nothing else. */
  readonly currency?: string
  readonly files: Readonly<Record<string, FileSpec>>
  readonly steps: readonly StepSpec[]
  readonly questions?: readonly Question[]
  /** The stages of its deals, kept as a pipeline of their own. */
  readonly pipeline?: { readonly name: Label; readonly stages: readonly Stage[] }
  /** A file that tells the people's e-mail addresses. */
  readonly people?: { readonly file: string; readonly name: Cell; readonly email: Cell; readonly id: Cell }
}
