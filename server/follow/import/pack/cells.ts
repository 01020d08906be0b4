/** The words a source's declaration is written with: each reads one cell of a record from a row of a file. Pure. */
import { Exact } from '../../../../kernel/money.ts'
import { normaliseEmail, normalisePhone } from '../../../../kernel/text.ts'
import { zoneOf } from '../../../store/zone.ts'
import type { Cell, Kit } from './template.ts'
import { clockIn, plainNumber } from './tidy.ts'

const made = (headers: readonly string[], read: Cell['read']): Cell => ({ headers, read })
const first = (kit: Kit, headers: readonly string[]): string => {
  for (const header of headers) {
    const text = kit.get(header).trim()
    if (text !== '') return text
  }
  return ''
}

/** The text as it stands, under the first of these headings that is filled. */
export const text = (...headers: string[]): Cell => made(headers, (kit) => first(kit, headers))

/** The same for every record. */
export const fixed = (value: string): Cell => made([], () => value)

/** '{First Name} {Last Name}' */
export const words = (pattern: string): Cell => {
  const headers = [...pattern.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '')
  const filled = (kit: Kit) => pattern.replace(/\{([^}]+)\}/g, (_hole, header: string) => kit.get(header).trim())
  return made(headers, (kit) => filled(kit).replace(/\s+/g, ' ').trim())
}

/** What is too long for the field is cut; where it matters, a note says how often. */
export const cut = (cell: Cell, most: number): Cell =>
  made(cell.headers, (kit) => [...cell.read(kit)].slice(0, most).join(''))

/** '$1,234.50', '$342.09K', '9,326.84' as plain numbers; anything else stays and is refused by name. */
export const amount = (...headers: string[]): Cell =>
  made(headers, (kit) => {
    const given = first(kit, headers)
    const plain = plainNumber(given)
    return plain === null || plain === '' ? given : new Exact(plain).toDecimalPlaces(2).toFixed()
  })

/** As it is kept, so that it is the same when it comes again: without zeros at its end. */
export const number = (...headers: string[]): Cell =>
  made(headers, (kit) => {
    const plain = plainNumber(first(kit, headers))
    return plain ? new Exact(plain).toFixed() : (plain ?? first(kit, headers))
  })

/** 75 → 0.75 */
export const share = (...headers: string[]): Cell =>
  made(headers, (kit) => {
    const plain = plainNumber(first(kit, headers).replace(/%$/, ''))
    return plain === null || plain === '' ? first(kit, headers) : new Exact(plain).div(100).toFixed()
  })

export const day = (...headers: string[]): Cell =>
  made(headers, (kit) => clockIn(first(kit, headers), kit.dates)?.day ?? first(kit, headers))

/** A time without an offset is the company's. */
export const moment = (...headers: string[]): Cell =>
  made(headers, (kit) => {
    const given = first(kit, headers)
    const clock = clockIn(given, kit.dates)
    if (clock === null) return given
    return clock.instant ?? zoneOf(kit.timeZone).toInstant(clock.day, clock.minutes)
  })

/** A choice of the source as a choice here; what is not listed becomes `other`. */
export function pick(header: string | readonly string[], choices: Readonly<Record<string, string>>, other = ''): Cell {
  const headers = [header].flat() as string[]
  const known = new Map(Object.entries(choices).map(([from, to]) => [from.toLowerCase(), to]))
  return made(headers, (kit) => {
    const given = first(kit, headers)
    return given === '' ? '' : (known.get(given.toLowerCase()) ?? other)
  })
}

/** Of several ids the first. */
const firstId = (text: string): string => (text.split(';')[0] ?? '').trim()

/** A telephone number as it is dialled from abroad; empty where it cannot be told, and then kept as written. */
export const phone = (country: '1' | '86', ...headers: string[]): Cell =>
  made(headers, (kit) => phoneIn(first(kit, headers), country) ?? '')

function phoneIn(raw: string, country: '1' | '86'): string | null {
  if (country === '86' || raw.startsWith('+')) return normalisePhone(raw)
  const digits = raw.replace(/[\s().\-/]/g, '').replace(/^1(?=\d{10}$)/, '')
  return /^[2-9]\d{9}$/.test(digits) ? normalisePhone(digits, '1') : null
}

export const email = (...headers: string[]): Cell => made(headers, (kit) => normaliseEmail(first(kit, headers)) ?? '')

/** Telephone numbers and addresses that cannot be what they say, as they stand. */
export const asWritten = (country: '1' | '86', phones: readonly string[], emails: readonly string[]): Cell =>
  made([...phones, ...emails], (kit) => {
    const odd = (header: string, read: (text: string) => string | null) => {
      const given = kit.get(header).trim()
      return given !== '' && read(given) === null ? [`${header}: ${given}`] : []
    }
    return [
      ...phones.flatMap((header) => odd(header, (given) => phoneIn(given, country))),
      ...emails.flatMap((header) => odd(header, normaliseEmail)),
    ].join('; ')
  })

/** A record of another step, by its id in the source. */
export const ref = (step: string, ...headers: string[]): Cell =>
  made(headers, (kit) => {
    const id = firstId(first(kit, headers))
    return id === '' ? '' : kit.keyOf(step, id)
  })

export const person = (...headers: string[]): Cell => ({
  ...made(headers, (kit) => {
    const name = first(kit, headers)
    return name === '' ? '' : kit.person(name)
  }),
  person: true,
})

/** The first cell that says something. */
export const either = (...cells: Cell[]): Cell =>
  made(
    cells.flatMap((cell) => cell.headers),
    (kit) => cells.map((cell) => cell.read(kit)).find((one) => one !== '') ?? '',
  )

/** A close before its record began is the beginning. */
export const closing = (closed: Cell, begun: Cell): Cell =>
  made([...closed.headers, ...begun.headers], (kit) => {
    const [end, start] = [closed.read(kit), begun.read(kit)]
    return end !== '' && start !== '' && end < start ? start : end
  })

/** Says something only where the condition holds. */
export const where = (holds: (kit: Kit) => boolean, cell: Cell): Cell => ({
  ...cell,
  read: (kit) => (holds(kit) ? cell.read(kit) : ''),
})

/** What was answered; or what the answer stands for. */
export const answer = (key: string, choices: Readonly<Record<string, Cell>> = {}): Cell =>
  made(
    Object.values(choices).flatMap((cell) => cell.headers),
    (kit) => {
      const said = kit.answer(key)
      return Object.keys(choices).length === 0 ? said : (choices[said]?.read(kit) ?? '')
    },
  )

/** An amount over a quantity, as exact as a price can be. */
export const perUnit = (total: string, qty: string): Cell =>
  made([total, qty], (kit) => {
    const [sum, count] = [plainNumber(kit.get(total)), plainNumber(kit.get(qty))]
    if (!sum || !count || Number(count) === 0) return sum ?? kit.get(total)
    return new Exact(sum).div(count).toDecimalPlaces(6).toFixed()
  })

interface Join {
  /** The other file, and its heading where this row's text is looked for. */
  readonly file: string
  readonly at: string
}

/** The record of a step that the other file's row names. */
export const joined = (step: string, { file, at }: Join, [own, wanted]: readonly [string, string]): Cell =>
  made([own], (kit) => {
    const id = kit.find({ file, at, text: kit.get(own) }, wanted)
    return id === '' ? '' : kit.keyOf(step, id)
  })

/** A record of another step, where its file has it or it is here already. */
export const refIfThere = (step: string, { file, at }: Join, own: string): Cell =>
  made([own], (kit) => {
    const id = firstId(kit.get(own))
    if (id === '') return ''
    const key = kit.keyOf(step, id)
    return kit.find({ file, at, text: id }, at) === '' && !kit.isHere(key) ? '' : key
  })

/** A record that is called by its name: the other file's row of that very name, else whatever is called so here. */
export const called = (step: string, { file, at }: Join, [own, wanted]: readonly [string, string]): Cell =>
  made([own], (kit) => {
    const name = kit.get(own).trim()
    const id = kit.find({ file, at, text: name }, wanted)
    return id === '' ? name : kit.keyOf(step, id)
  })

/** The id of a record of another step, for links that are kept as text. */
export const recordOf = (object: string, step: string, ...headers: string[]): Cell =>
  made(headers, (kit) => {
    const id = headers.length === 0 ? '1' : first(kit, headers)
    return id === '' ? '' : kit.idOf(object, kit.keyOf(step, id))
  })

/** Identifies a row that has no id: by all that it says, and by how many such rows came before. */
export const content = (...headers: string[]): Cell =>
  made(headers, (kit) => `${headers.map((header) => kit.get(header).trim()).join('|')}#${kit.repeat}`)
