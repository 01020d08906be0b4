/** What the record that stays takes over from the one that goes, and which of the two values a person may choose. */
import type { Loose } from '../../kernel/fact.ts'
import type { Field, Fields } from '../../kernel/field.ts'

export type Mergeable = 'lead' | 'account' | 'contact'
export const mergeables: readonly Mergeable[] = ['lead', 'account', 'contact']

/** Fields a person may choose the value of; the rest follows from rules, or belongs to the record as such. */
export function choosable(fields: Fields): string[] {
  return Object.entries(fields)
    .filter(([name, field]) => !field.computed && !field.fixed && !ruled.has(name))
    .map(([name]) => name)
}

/** A parent chosen from the other side could be the record itself; a primary contact stays one. */
const ruled: ReadonlySet<string> = new Set(['parentId', 'isPrimary', 'location'])

/** Names that a merge is asked to take and that nobody may choose. */
export const strangersIn = (fields: Fields, take: unknown): string[] => {
  if (take === null || take === undefined) return []
  if (!Array.isArray(take)) return ['take']
  const known = new Set(choosable(fields))
  return take.filter((name) => typeof name !== 'string' || !(known.has(name) || name.startsWith('custom.'))).map(String)
}

export interface Sides {
  readonly survivor: Loose
  readonly gone: Loose
  /** Names of fields whose value comes from the one that goes. */
  readonly take: readonly string[]
}

type Ruling = (sides: Sides) => Loose

/** Values to write to the survivor: what it lacks, what the object's rules say, and above all what was chosen. */
export function takenOver(object: Mergeable, fields: Fields, sides: Sides): Loose {
  const { survivor, gone, take } = sides
  const lacking = choosable(fields).filter((name) => isEmpty(survivor[name], fields[name]) && !isEmpty(gone[name]))
  const chosen = choosable(fields).filter((name) => take.includes(name))
  const custom = customOf(sides)
  const memberIds = [...new Set([...(survivor.memberIds as string[]), ...(gone.memberIds as string[])])]
  const written: Record<string, unknown> = {
    ...pick(gone, lacking),
    ...rulings[object](sides),
    ...pick(gone, chosen),
    ...(memberIds.length > survivor.memberIds.length ? { memberIds } : {}),
    ...(custom ? { custom } : {}),
  }
  return Object.fromEntries(Object.entries(written).filter(([name, value]) => differs(survivor[name], value)))
}

/** An answer that says nothing counts as none. */
const isEmpty = (value: unknown, field?: Field): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (field?.default === 'unknown' && value === 'unknown')

const pick = (record: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.map((name) => [name, record[name] ?? null]))

const plain = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, one) => (typeof one === 'bigint' ? one.toString() : one))
export const differs = (a: unknown, b: unknown): boolean => plain(a) !== plain(b)

function customOf({ survivor, gone, take }: Sides): Loose | null {
  const out: Record<string, unknown> = { ...(survivor.custom as Loose) }
  for (const [key, value] of Object.entries((gone.custom ?? {}) as Loose)) {
    if (isEmpty(out[key]) || take.includes(`custom.${key}`)) out[key] = value
  }
  return differs(survivor.custom, out) ? out : null
}

const earliest = (a: unknown, b: unknown): unknown =>
  b !== null && b !== undefined && (a === null || a === undefined || (a as string) > (b as string)) ? b : (a ?? null)
const latest = (a: unknown, b: unknown): unknown =>
  b !== null && b !== undefined && (a === null || a === undefined || (a as string) < (b as string)) ? b : (a ?? null)
const either = (name: string, { survivor, gone }: Sides): boolean => survivor[name] === true || gone[name] === true

const lifecycles = ['prospect', 'churned', 'dormant', 'won_back', 'active']
const risks = ['low', 'mid', 'high', 'blacklist']
const further = (scale: readonly string[], a: string, b: string): string =>
  scale.indexOf(b) > scale.indexOf(a) ? b : a

const rulings: Readonly<Record<Mergeable, Ruling>> = {
  /** LE14: the earliest dates, and the source of the older one. */
  lead(sides) {
    const { survivor, gone } = sides
    const [mine, theirs] = [survivor, gone].map((one) => one.firstCreatedAt ?? one.createdAt)
    return {
      ...(theirs < mine ? { source: gone.source, campaignId: gone.campaignId ?? survivor.campaignId ?? null } : {}),
      firstCreatedAt: earliest(mine, theirs),
      firstResponseAt: earliest(survivor.firstResponseAt, gone.firstResponseAt),
      lastActivityAt: latest(survivor.lastActivityAt, gone.lastActivityAt),
      doNotContact: either('doNotContact', sides),
    }
  },
  /** AC4: the other's invoice title stays as history; a bad risk is not merged away. */
  account(sides) {
    const { survivor, gone } = sides
    const lost = sides.take.includes('invoiceName') ? survivor : gone
    const title = titleOf(lost)
    const past = [...(survivor.pastInvoiceTitles ?? []), ...(gone.pastInvoiceTitles ?? []), ...(title ? [title] : [])]
    return {
      ...(survivor.parentId === gone.id ? { parentId: gone.parentId } : {}),
      ...(past.length > 0 ? { pastInvoiceTitles: past } : {}),
      firstOrderAt: earliest(survivor.firstOrderAt, gone.firstOrderAt),
      lastOrderAt: latest(survivor.lastOrderAt, gone.lastOrderAt),
      lastActivityAt: latest(survivor.lastActivityAt, gone.lastActivityAt),
      lifecycle: further(lifecycles, survivor.lifecycle, gone.lifecycle),
      riskLevel: further(risks, survivor.riskLevel, gone.riskLevel),
      type: survivor.type === 'customer' || gone.type === 'customer' ? 'customer' : survivor.type,
    }
  },
  contact: (sides) => ({ doNotContact: either('doNotContact', sides), isPrimary: either('isPrimary', sides) }),
}

/** An invoice title as it is kept as history. */
function titleOf(record: Loose): Readonly<Record<string, string | null>> | null {
  const names = ['invoiceName', 'invoiceTaxNo', 'invoiceAddress', 'invoicePhone', 'invoiceBank', 'invoiceBankAccount']
  const title = Object.fromEntries(names.map((name) => [name, (record[name] as string | null) ?? null]))
  return Object.values(title).some((value) => value !== null) ? title : null
}
