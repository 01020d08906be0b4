/** What stands in a cell as the value a field takes: exact, or a refusal that says what cannot be told. Pure. */
import type { Field } from '../../../kernel/field.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { zoneOf } from '../../store/zone.ts'
import { dayIn, momentIn } from './dates.ts'
import { type DateOrder, several } from './transforms.ts'

export type Cell = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: Refusal }

export interface CellPlace {
  readonly name: string
  readonly timeZone: string
  readonly dates?: DateOrder | undefined
  readonly decimal?: '.' | ',' | undefined
  readonly separator?: string | undefined
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
  // What a formula came to when it failed is no value of anything.
  if (/^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/.test(text)) return bad(place, 'IMPORT_FORMULA_ERROR', text)
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
      return hasLostDigits(field, text) ? bad(place, 'IMPORT_DIGITS_LOST', text) : good(text)
    default:
      return good(text)
  }
}

/** 1.38E+10 is what a spreadsheet shows of a number too long for its column: the digits are gone. */
function hasLostDigits(field: Field, text: string): boolean {
  return field.check === 'phone' ? /^\d(\.\d+)?E\+?\d+$/i.test(text) : /^\d\.\d+E\+\d{1,3}$/i.test(text)
}

const signs = /^(￥|¥|\$|€|£|US\$|HK\$|RMB|CNY|USD|EUR|HKD)|(元|CNY|USD|EUR|HKD|RMB|€|%)$/g
/** How far each shifts the point. */
const scales: Readonly<Record<string, number>> = { k: 3, m: 6, b: 9, 万: 4, 亿: 8 }

/** 1,234.56, ￥1,000, (100), 50 %, １２, $342.09K: exact text of the number. What could be two numbers is neither. */
function readNumber(raw: string, place: CellPlace): Cell {
  const text = raw.normalize('NFKC').replace(/[\s\u00a0]/g, '')
  if (/^[-+]?\d+(\.\d+)?E[-+]?\d+$/i.test(text)) return bad(place, 'IMPORT_DIGITS_LOST', raw)
  const inBrackets = /^\((.+)\)$/.exec(text)
  const unsigned = (inBrackets?.[1] ?? text).replace(/^[-+]/, '')
  const percent = unsigned.endsWith('%')
  const bare = unsigned.replace(signs, '').replace(/^[-+](?=\d)/, '')
  const isMinus = inBrackets !== null || /^-|^[^\d]*[￥¥$€£]-/.test(text)
  const scale = percent ? -2 : (scales[bare.at(-1)?.toLowerCase() ?? ''] ?? 0)
  const digits = scale > 0 ? bare.slice(0, -1) : bare
  const plain = withoutGroups(digits, place.decimal)
  if (plain === null) return bad(place, /^[\d.,']+$/.test(digits) ? 'IMPORT_NUMBER_AMBIGUOUS' : 'IMPORT_NUMBER', raw)
  return good(`${isMinus ? '-' : ''}${scale === 0 ? plain : shifted(plain, scale)}`)
}

/** Groups of three before a point are a thousand separator; '1,5' and '1.234,56' leave doubt, until a person says. */
function withoutGroups(text: string, decimal: '.' | ',' | undefined): string | null {
  if (decimal === ',') {
    const plain = /^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+(,\d+)?$/.test(text)
    return plain ? text.replaceAll('.', '').replace(',', '.') : null
  }
  if (/^\d+(\.\d+)?$|^\.\d+$/.test(text)) return text.replace(/^\./, '0.')
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return text.replaceAll(',', '')
  return /^\d{1,4}(,\d{4})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : null
}

/** Moves the point, without arithmetic. */
function shifted(text: string, places: number): string {
  const [whole = '0', fraction = ''] = text.split('.')
  const digits = places < 0 ? whole.padStart(1 - places, '0') + fraction : whole + fraction.padEnd(places, '0')
  const at = places < 0 ? digits.length - fraction.length + places : whole.length + places
  const moved = `${digits.slice(0, at)}.${digits.slice(at)}`
  return moved
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/^0+(?=\d)/, '')
}

function readDay(raw: string, place: CellPlace): Cell {
  const day = dayIn(raw, place.dates)
  return day.ok ? good(day.value) : bad(place, day.code, raw)
}

/** A day alone is its first moment in the company's time zone; so is a time without an offset. */
function readInstant(raw: string, place: CellPlace): Cell {
  const moment = momentIn(raw, place.dates)
  if (!moment.ok) return bad(place, moment.code, raw)
  const { instant, day, minutes } = moment.value
  if (instant !== null) return good(instant)
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
  for (const one of several(text, place.separator)) {
    const key = optionOf(field, one)
    if (key === null) return bad(place, 'UNKNOWN_CHOICE', one)
    keys.push(key)
  }
  return good(keys)
}
