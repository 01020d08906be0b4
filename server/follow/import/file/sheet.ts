/** The rows of one sheet as texts that say exactly what its cells hold. Pure but for the file it reads. */
import { longestCell, type TableRow } from './csv.ts'
import { type Format, plainText, readXml, type SharedTexts, type Workbook } from './workbook.ts'
import { attributeOf, type XmlReader } from './xml.ts'
import { tooHeavy, type Zip } from './zip.ts'

const lastRow = 1_048_576
const lastColumn = 16_384

interface Cell {
  column: number
  kind: string
  style: number
}

/** Hands over each row that holds something; stops when `take` answers false. */
export async function readSheet(
  zip: Zip,
  from: { readonly workbook: Workbook; readonly path: string; readonly shared: SharedTexts },
  take: (row: TableRow) => void,
): Promise<void> {
  await readXml(zip, from.path, sheetReader(from, take))
}

export function sheetReader(
  { workbook, shared }: { readonly workbook: Workbook; readonly shared: SharedTexts },
  take: (row: TableRow) => void,
): XmlReader {
  let no = 0
  let cells: string[] = []
  const cell: Cell = { column: -1, kind: '', style: 0 }
  let text = ''
  let taking = false
  let aloud = false
  let tooLong = false
  return {
    open(name, attributes) {
      if (name === 'c') {
        cell.column = columnOf(attributeOf(attributes, 'r')) ?? cell.column + 1
        if (cell.column >= lastColumn) throw tooHeavy()
        cell.kind = attributeOf(attributes, 't') ?? 'n'
        cell.style = Number(attributeOf(attributes, 's') ?? 0)
        text = ''
      } else if (name === 'v') taking = true
      else if (name === 't') taking = !aloud
      else if (name === 'rPh') aloud = true
      else if (name === 'row') {
        no = Number(attributeOf(attributes, 'r') ?? no + 1)
        if (!(no >= 1 && no <= lastRow)) throw tooHeavy()
        cells = []
        cell.column = -1
        tooLong = false
      }
    },
    text(piece) {
      if (!taking) return
      if (text.length <= longestCell) text += piece
      else tooLong = true
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'rPh') aloud = false
      else if (name === 'c') {
        if (text === '') return
        const value = cellText(cell, text, { workbook, shared })
        while (cells.length < cell.column) cells.push('')
        cells[cell.column] = value
      } else if (name === 'row' && cells.some((one) => one.trim() !== ''))
        take({ no, cells, problem: tooLong ? 'CSV_LONG' : null })
    },
  }
}

/** 'AB12' is column 27; the row's own number says which row it is. */
function columnOf(reference: string | null): number | null {
  if (reference === null) return null
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + (code - 64)
    if (column > lastColumn) throw tooHeavy()
  }
  return column === 0 ? null : column - 1
}

function cellText(
  { kind, style }: Cell,
  text: string,
  { workbook, shared }: { workbook: Workbook; shared: SharedTexts },
) {
  switch (kind) {
    case 's':
      return shared.at(Number(text))
    case 'b':
      return text === '1' || text === 'true' ? 'TRUE' : 'FALSE'
    case 'n':
      return numberText(text, workbook.formats[style] ?? 'plain', workbook.from1904)
    case 'd':
      return text.replace(/T00:00:00(\.0+)?Z?$/, '')
    default:
      return plainText(text)
  }
}

/** A number as it was meant: all digits, its leading zeros, its day. */
export function numberText(raw: string, format: Format, from1904: boolean): string {
  const text = raw.trim()
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(E[-+]?\d+)?$/i.test(text)) return text
  if (format === 'date' || format === 'time' || format === 'elapsed')
    return momentText(Number(text), format, from1904) ?? exactText(text)
  const exact = exactText(text)
  if (format === 'plain' || !/^\d+$/.test(exact)) return exact
  return exact.padStart(Number(format.slice('pad:'.length)), '0')
}

/**
 * Whole numbers stand as they are written. Others were kept in binary, so 0.1 is written 0.10000000000000001: the
 * shortest text of the same number is the one that was typed. Beyond 15 digits nobody knows: the exponent stays.
 */
function exactText(text: string): string {
  if (/^-?\d+$/.test(text)) return text
  const value = Number(text)
  if (Math.abs(value) >= 1e15) return text
  const short = String(value)
  if (!/e/i.test(short)) return short
  const [mantissa = '', exponent = '0'] = short.split(/e/i)
  const digits = mantissa.replace(/^-/, '').replace('.', '')
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`
}

const dayMs = 86_400_000
const two = (value: number): string => String(value).padStart(2, '0')

/** Day 60 of the system from 1900 is a 29 February that never was: it comes out as that, and no field takes it. */
export function momentText(serial: number, format: 'date' | 'time' | 'elapsed', from1904: boolean): string | null {
  if (!(serial >= 0 && serial < 2_958_466)) return null
  const ms = Math.round(serial * dayMs)
  const seconds = Math.round(ms / 1000)
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  if (format === 'elapsed')
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const days = Math.floor(seconds / 86_400)
  if (format === 'time' && days === 0) return clock
  const day = dayText(days, from1904)
  return seconds % 86_400 === 0 ? day : `${day} ${clock}`
}

export function dayText(days: number, from1904: boolean): string {
  if (!from1904 && days === 60) return '1900-02-29'
  if (!from1904 && days === 0) return '1900-01-00'
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  return new Date(epoch + days * dayMs).toISOString().slice(0, 10)
}
