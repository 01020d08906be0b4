/** What stands in a cell as the value a field takes: exact, or a refusal that says what cannot be told. Pure. */
import type { Field } from '../../../kernel/field.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { zoneOf } from '../../store/zone.ts'
import type { DateOrder } from './mapping.ts'

export type Cell = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: Refusal }

export interface CellPlace {
  readonly name: string
  readonly timeZone: string
  readonly dates?: DateOrder | undefined
}

const good = (value: unknown): Cell => ({ ok: true, value })
const bad = (place: CellPlace, code: string, value: string): Cell => ({
  ok: false,
  refusal: refuse('invalid', code, { field: place.name, details: { name: place.name, value: value.slice(0, 80) } }),
})

/** Links and people are looked up elsewhere; every other kind is read here. An empty cell is null. */
export function readCell(field: Field, raw: string, place: CellPlace): Cell {
  const text = raw.normalize('NFC').trim()
  if (text === '') return good(null)
  switch (field.kind) {
    case 'integer':
    case 'decimal':
      return readNumber(text, place)
    case 'money':
      return readNumber(text, place)
    case 'date':
      return readDay(text, place)
    case 'datetime':
      return readInstant(text, place)
    case 'toggle':
      return readToggle(text, place)
    case 'choice':
      return readOption(field, text, place)
    case 'choices':
      return readOptions(field, text, place)
    case 'text':
      return field.check === 'phone' && /^\d(\.\d+)?E\+?\d+$/i.test(text)
        ? bad(place, 'IMPORT_DIGITS_LOST', text)
        : good(text)
    default:
      return good(text)
  }
}

/** 1,234.56, ￥1,000, (100), 50 %, １２: exact text of the number. What could be two numbers is neither. */
function readNumber(raw: string, place: CellPlace): Cell {
  const text = raw.normalize('NFKC').replace(/[\s ]/g, '')
  if (/^[-+]?\d+(\.\d+)?E[-+]?\d+$/i.test(text)) return bad(place, 'IMPORT_DIGITS_LOST', raw)
  const inBrackets = /^\((.+)\)$/.exec(text)
  const unsigned = (inBrackets?.[1] ?? text).replace(/^[-+]/, '')
  const bare = unsigned.replace(/^(￥|¥|\$|€|£|US\$|RMB|CNY|USD|EUR)|(元|CNY|USD|EUR|%)$/g, '')
  const minus = inBrackets !== null || text.startsWith('-') ? '-' : ''
  const percent = unsigned.endsWith('%')
  const plain = withoutGroups(bare)
  if (plain === null) return bad(place, /^[\d.,]+$/.test(bare) ? 'IMPORT_NUMBER_AMBIGUOUS' : 'IMPORT_NUMBER', raw)
  return good(`${minus}${percent ? hundredth(plain) : plain}`)
}

/** Groups of three before a point are a thousand separator; '1,5' and '1.234,56' leave doubt. */
function withoutGroups(text: string): string | null {
  if (/^\d+(\.\d+)?$/.test(text)) return text
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return text.replaceAll(',', '')
  return /^\d{1,4}(,\d{4})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : null
}

/** Moves the point two places, without arithmetic. */
function hundredth(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.')
  const digits = whole.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`.replace(/\.?0+$/, '').replace(/^0+(?=\d)/, '')
}

const orders: Readonly<Record<DateOrder, readonly [number, number, number]>> = {
  ymd: [0, 1, 2],
  mdy: [2, 0, 1],
  dmy: [2, 1, 0],
}

/** The civil date, or why it cannot be told: two-digit days and months in doubt need the order they were written in. */
function dayOf(text: string, order: DateOrder | undefined): string | 'ambiguous' | null {
  const chinese = /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/.exec(text)
  const parts = chinese ? chinese.slice(1) : /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(text)?.slice(1)
  const joined = /^(\d{4})(\d{2})(\d{2})$/.exec(text)?.slice(1)
  const found = parts ?? joined
  if (!found) return null
  const yearFirst = (found[0] ?? '').length === 4
  if (!yearFirst && !order) return 'ambiguous'
  const [year, month, day] = (yearFirst ? orders.ymd : orders[order as DateOrder]).map((at) => found[at] ?? '')
  if (year?.length !== 4) return 'ambiguous'
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}

function readDay(raw: string, place: CellPlace): Cell {
  const text = raw.normalize('NFKC').replace(/[T ]\d{1,2}:\d{2}.*$/, '')
  const day = dayOf(text, place.dates)
  if (day === null) return bad(place, 'IMPORT_DATE', raw)
  return day === 'ambiguous' ? bad(place, 'IMPORT_DATE_AMBIGUOUS', raw) : good(day)
}

/** A day alone is its first moment in the company's time zone; so is a time without an offset. */
function readInstant(raw: string, place: CellPlace): Cell {
  const text = raw.normalize('NFKC')
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text)) return good(text)
  const [date = '', time = '00:00'] = text.split(/[T ]+/, 2)
  const day = dayOf(date, place.dates)
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(time)
  if (day === 'ambiguous') return bad(place, 'IMPORT_DATE_AMBIGUOUS', raw)
  if (day === null || !clock) return bad(place, 'IMPORT_DATE', raw)
  const minutes = Number(clock[1]) * 60 + Number(clock[2]) + Number(clock[3] ?? 0) / 60
  try {
    return good(zoneOf(place.timeZone).toInstant(day, minutes))
  } catch {
    return bad(place, 'IMPORT_DATE', raw)
  }
}

const yes = new Set(['true', 'yes', 'y', '1', '是', '有', '√', '对'])
const no = new Set(['false', 'no', 'n', '0', '否', '无', '×', '不'])

function readToggle(text: string, place: CellPlace): Cell {
  const word = text.toLowerCase()
  if (yes.has(word)) return good(true)
  return no.has(word) ? good(false) : bad(place, 'UNKNOWN_CHOICE', text)
}

function optionOf(field: Field, text: string): string | null {
  const wanted = text.normalize('NFKC').toLowerCase()
  for (const [key, { zh, en }] of Object.entries(field.options ?? {}))
    if ([key, zh, en].some((word) => word.toLowerCase() === wanted)) return key
  return null
}

function readOption(field: Field, text: string, place: CellPlace): Cell {
  const key = optionOf(field, text)
  return key === null ? bad(place, 'UNKNOWN_CHOICE', text) : good(key)
}

function readOptions(field: Field, text: string, place: CellPlace): Cell {
  const keys: string[] = []
  for (const one of text.split(/[,;，；、|\n]+/).map((word) => word.trim())) {
    if (one === '') continue
    const key = optionOf(field, one)
    if (key === null) return bad(place, 'UNKNOWN_CHOICE', one)
    keys.push(key)
  }
  return good(keys)
}
