/** Reads one value of a field from JSON: typed, within its limits, or a refusal that names the field. */
import { isDate } from './calendar.ts'
import type { Field } from './field.ts'
import { Exact, isCurrency, parseAmount } from './money.ts'
import { type Refusal, refuse } from './refusal.ts'
import { normaliseEmail, normalisePhone, textProblem, usccValid } from './text.ts'

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: Refusal }

const good = (value: unknown): Read => ({ ok: true, value })
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isId = (value: unknown): value is string => typeof value === 'string' && uuid.test(value)

/** `name` is the path shown to the caller, `currency` that of the record the value goes into. */
export function readValue(field: Field, raw: unknown, place: { name: string; currency: string }): Read {
  if (raw === null || raw === undefined || raw === '') return good(null)
  return readers[field.kind](field, raw, place)
}

type Place = { name: string; currency: string }
type Reader = (field: Field, raw: unknown, place: Place) => Read

function bad(place: Place, code: string, details: Record<string, unknown> = {}): Read {
  return {
    ok: false,
    refusal: refuse('invalid', code, { field: place.name, details: { name: place.name, ...details } }),
  }
}

const wrong = (place: Place, expected: string): Read => bad(place, 'WRONG_TYPE', { expected })

const readText: Reader = (field, raw, place) => {
  if (typeof raw !== 'string') return wrong(place, 'text')
  if (textProblem(raw)) return bad(place, 'BAD_TEXT')
  const value = raw.trim()
  if ([...value].length > (field.maxLength ?? 200)) return bad(place, 'TOO_LONG', { max: field.maxLength })
  if (value === '') return good(null)
  return field.check ? readChecked(field.check, value, place) : good(value)
}

function readChecked(check: NonNullable<Field['check']>, value: string, place: Place): Read {
  switch (check) {
    case 'email': {
      const email = normaliseEmail(value)
      return email === null ? wrong(place, 'name@example.com') : good(email)
    }
    case 'phone': {
      const phone = normalisePhone(value)
      return phone === null ? wrong(place, '13800138000') : good(phone)
    }
    case 'uscc':
      return usccValid(value.toUpperCase()) ? good(value.toUpperCase()) : bad(place, 'USCC_CHECKSUM')
    case 'currency':
      return isCurrency(value) ? good(value) : wrong(place, 'CNY, USD, …')
    case 'vatRate':
      return /^(0\.(13|09|06|03|01|00)|exempt)$/.test(value) ? good(value) : wrong(place, '0.13, 0.09, 0.06, …')
    case 'timeZone':
      return isZone(value) ? good(value) : wrong(place, 'Asia/Shanghai')
    case 'url':
      return isWebAddress(value) ? good(value) : wrong(place, 'https://example.com')
  }
}

/** A name of the IANA list; offsets such as '+08:00', which the runtime also takes, are none. */
function isZone(value: string): boolean {
  if (value !== 'UTC' && !/^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(value)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** 'example.com/path' or with http(s) before it; nothing that a browser would run. */
const isWebAddress = (value: string): boolean =>
  /^(https?:\/\/)?[\p{L}\p{N}][\p{L}\p{N}.-]*(:\d+)?([/?#]\S*)?$/iu.test(value)

function outside(field: Field, value: string, place: Place): Read | null {
  const tooLow = field.min !== undefined && new Exact(value).lt(field.min)
  const tooHigh = field.max !== undefined && new Exact(value).gt(field.max)
  return tooLow || tooHigh ? bad(place, 'OUT_OF_RANGE', { min: field.min ?? '−∞', max: field.max ?? '∞' }) : null
}

const readInteger: Reader = (field, raw, place) => {
  const value = typeof raw === 'string' && /^-?\d{1,15}$/.test(raw) ? Number(raw) : raw
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrong(place, '123')
  if (Math.abs(value) > 2_147_483_647) return bad(place, 'OUT_OF_RANGE', { min: -2_147_483_648, max: 2_147_483_647 })
  return outside(field, String(value), place) ?? good(value)
}

const readDecimal: Reader = (field, raw, place) => {
  const typed = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw
  if (typeof typed !== 'string' || !/^-?\d{1,14}(\.\d+)?$/.test(typed)) return wrong(place, '12.5')
  const value = new Exact(typed)
  if (value.decimalPlaces() > (field.scale ?? 4)) return wrong(place, `≤ ${field.scale ?? 4} decimals`)
  return outside(field, value.toFixed(), place) ?? good(value.toFixed())
}

const readMoney: Reader = (field, raw, place) => {
  if (typeof raw === 'bigint') return good(raw)
  const given =
    typeof raw === 'object' && raw !== null && 'amount' in raw ? (raw as Record<string, unknown>) : { amount: raw }
  const amount = typeof given.amount === 'number' ? String(given.amount) : given.amount
  if (typeof amount !== 'string') return wrong(place, '{"amount":"100.50","currency":"CNY"}')
  if (given.currency !== undefined && given.currency !== place.currency) {
    return bad(place, 'CURRENCY_MISMATCH', { currency: place.currency })
  }
  const parsed = parseAmount(amount, place.currency)
  if (!parsed.ok) return wrong(place, `100.50 ${place.currency}`)
  const low = field.min !== undefined && parsed.minor < BigInt(field.min)
  return low ? bad(place, 'OUT_OF_RANGE', { min: field.min, max: '∞' }) : good(parsed.minor)
}

const readDate: Reader = (_field, raw, place) =>
  typeof raw === 'string' && isDate(raw) && raw >= '1900-01-01' && raw <= '2999-12-31'
    ? good(raw)
    : wrong(place, '2026-01-31')

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
const readDatetime: Reader = (_field, raw, place) => {
  if (typeof raw !== 'string' || !instant.test(raw) || !isDate(raw.slice(0, 10)))
    return wrong(place, '2026-01-31T09:00:00+08:00')
  const at = new Date(raw)
  const inRange = raw >= '1900' && raw < '3000' && !Number.isNaN(at.getTime())
  return inRange ? good(at.toISOString()) : wrong(place, '2026-01-31T09:00:00+08:00')
}

const readChoice: Reader = (field, raw, place) => {
  if (typeof raw !== 'string') return wrong(place, 'text')
  return Object.hasOwn(field.options ?? {}, raw) ? good(raw) : bad(place, 'UNKNOWN_CHOICE', { value: raw.slice(0, 80) })
}

const readId: Reader = (_field, raw, place) => (isId(raw) ? good(raw) : bad(place, 'LINK_NOT_FOUND'))

const listOf =
  (item: Reader): Reader =>
  (field, raw, place) => {
    if (!Array.isArray(raw) || raw.length > 500) return wrong(place, '[…]')
    const values: unknown[] = []
    for (const one of raw) {
      const read = item(field, one, place)
      if (!read.ok) return read
      if (!values.includes(read.value)) values.push(read.value)
    }
    return good(values)
  }

const addressKeys = ['country', 'province', 'city', 'district', 'detail']
const readAddress: Reader = (_field, raw, place) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return wrong(place, '{province, city, district, detail}')
  const out: Record<string, string> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (!addressKeys.includes(key)) return bad(place, 'UNKNOWN_FIELD', { name: `${place.name}.${key.slice(0, 80)}` })
    const read = readText({ kind: 'text', label: { zh: '', en: '' }, maxLength: 200 }, value ?? '', place)
    if (!read.ok) return read
    if (read.value !== null) out[key] = read.value as string
  }
  return good(Object.keys(out).length > 0 ? out : null)
}

/** Structured data is bounded in depth and size, and holds only text the database can keep. */
const readData: Reader = (_field, raw, place) => {
  const size = JSON.stringify(raw, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)).length
  return size > 100_000
    ? bad(place, 'TOO_LONG', { max: 100_000 })
    : deepProblem(raw, 0)
      ? bad(place, 'BAD_TEXT')
      : good(raw)
}

function deepProblem(value: unknown, depth: number): boolean {
  if (depth > 20) return true
  if (typeof value === 'string') return textProblem(value) !== null
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => textProblem(key) !== null || deepProblem(inner, depth + 1))
}

const readers: Readonly<Record<Field['kind'], Reader>> = {
  text: readText,
  longText: readText,
  integer: readInteger,
  decimal: readDecimal,
  money: readMoney,
  date: readDate,
  datetime: readDatetime,
  choice: readChoice,
  choices: listOf(readChoice),
  link: readId,
  member: readId,
  members: listOf(readId),
  department: readId,
  toggle: (_field, raw, place) => (typeof raw === 'boolean' ? good(raw) : wrong(place, 'true, false')),
  files: listOf(readId),
  address: readAddress,
  data: readData,
}
