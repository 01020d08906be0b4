/** The files of a pack by heading, and what its cells are read with. Pure. */
import { plainHeader } from './recognise.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import type { Kit, Template } from './template.ts'

/** A file by its name in the template, its columns found by heading. */
export interface PackSheet extends Sheet {
  readonly columns: ReadonlyMap<string, number>
}

/** What all steps of a pack know. */
export interface PackScene {
  readonly template: Template
  readonly sheets: ReadonlyMap<string, PackSheet>
  readonly answers: Readonly<Record<string, string>>
  /** Name in the files → user. */
  readonly people: ReadonlyMap<string, string>
  readonly timeZone: string
  /** Object → key in the source → record. */
  readonly ids: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Normalised names of accounts that are there, and the key of whoever has them. */
  readonly names: ReadonlyMap<string, string | null>
}

export const sheetOf = (sheet: Sheet): PackSheet => {
  const columns = new Map<string, number>()
  sheet.headers.forEach((header, index) => {
    if (!columns.has(plainHeader(header))) columns.set(plainHeader(header), index)
  })
  return { ...sheet, columns }
}

export const textIn = (sheet: PackSheet, row: SheetRow, header: string): string =>
  row.cells[sheet.columns.get(plainHeader(header)) ?? -1] ?? ''

export const keyOf = (template: Template, step: string, id: string): string => `${template.key}:${step}/${id}`

/** Reads rows of one file; `at` moves it from row to row. */
export class RowKit implements Kit {
  readonly #scene: PackScene
  readonly #sheet: PackSheet
  #row: SheetRow = { no: 0, cells: [] }
  readonly #seen = new Map<string, number>()
  repeat = 0

  constructor(scene: PackScene, sheet: PackSheet) {
    this.#scene = scene
    this.#sheet = sheet
  }
  at(row: SheetRow): this {
    this.#row = row
    const text = row.cells.join('\u001f')
    this.repeat = this.#seen.get(text) ?? 0
    this.#seen.set(text, this.repeat + 1)
    return this
  }
  get dates() {
    return this.#scene.template.dates
  }
  get timeZone() {
    return this.#scene.timeZone
  }
  get = (header: string): string => textIn(this.#sheet, this.#row, header)
  keyOf = (step: string, id: string): string => keyOf(this.#scene.template, step, id)
  person = (name: string): string => this.#scene.people.get(name) ?? ''
  answer = (key: string): string => this.#scene.answers[key] ?? ''
  find = ({ file, at, text }: Parameters<Kit['find']>[0], wanted: string): string => {
    const sheet = this.#scene.sheets.get(file)
    const row =
      sheet && text.trim() !== ''
        ? (rowsBy(sheet, at).get(text.trim()) ?? rowsBy(sheet, at).get(text.trim().toLowerCase()))
        : undefined
    return sheet && row ? textIn(sheet, row, wanted).trim() : ''
  }
  isHere = (key: string): boolean => [...this.#scene.ids.values()].some((ids) => ids.has(key.toLowerCase()))
  idOf = (object: string, key: string): string => this.#scene.ids.get(object)?.get(key.toLowerCase()) ?? ''
}

const indexes = new WeakMap<PackSheet, Map<string, Map<string, SheetRow>>>()

/** Rows by what stands under a heading, as written and without regard to case: the first of each. */
function rowsBy(sheet: PackSheet, header: string): Map<string, SheetRow> {
  const known = indexes.get(sheet) ?? new Map<string, Map<string, SheetRow>>()
  indexes.set(sheet, known)
  const found = known.get(header)
  if (found) return found
  const made = new Map<string, SheetRow>()
  for (const row of sheet.rows) {
    const text = textIn(sheet, row, header).trim()
    if (!made.has(text)) made.set(text, row)
    if (!made.has(text.toLowerCase())) made.set(text.toLowerCase(), row)
  }
  known.set(header, made)
  return made
}
