/** When an activity counts, and what must hold for one that is done (chain.md §5). */
import { addDays } from '../../../kernel/calendar.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Guard } from '../../../kernel/object.ts'
import { fields, type Place, subjects } from './fields.ts'

const longestBackdateDays = 7
const farthestCheckInM = 500
const dayMs = 86_400_000
const earthRadiusM = 6_371_000
const reaching = ['call', 'visit', 'meeting', 'email', 'wechat', 'demo']

export type Values = { readonly [K in keyof typeof fields]: unknown }

/** Done, with the customer, with something to tell, and they answered (chain.md §5). */
export function isValid(record: Values): boolean {
  if (!reaching.includes(record.type as string) || record.outcome === null || record.outcome === 'no_answer')
    return false
  const told = [...((record.content as string | null) ?? '').trim()].length >= 10
  return told || (record.type === 'call' && seconds(record) >= 30)
}

/** Somebody of the other side was reached. */
export function isConnected(record: Values): boolean {
  if (!reaching.includes(record.type as string) || record.outcome === null || record.outcome === 'no_answer')
    return false
  return record.outcome !== 'done' || ['visit', 'meeting', 'demo'].includes(record.type as string)
}

function seconds({ startAt, endAt, durationMin }: Values): number {
  if (typeof durationMin === 'number') return durationMin * 60
  return typeof startAt === 'string' && typeof endAt === 'string' ? (Date.parse(endAt) - Date.parse(startAt)) / 1000 : 0
}

/**
 * The civil day of a past moment, told from today and the time gone by: right for activities within a working day of
 * twelve hours, which is all that counting attempts on different days needs.
 */
const dayOf = (startAt: string, { now, today }: { now: string; today: string }): string =>
  addDays(today, -Math.max(0, Math.round((Date.parse(now) - Date.parse(startAt)) / dayMs)))

/** What becomes known when an activity is done, or its content is mended afterwards. */
export function outcomeOf(record: Values, clock: { now: string; today: string }) {
  const startAt = (record.startAt as string | null) ?? clock.now
  const minutes =
    typeof record.endAt === 'string' ? Math.round((Date.parse(record.endAt) - Date.parse(startAt)) / 60_000) : null
  return {
    startAt,
    durationMin: (record.durationMin as number | null) ?? (minutes !== null && minutes >= 0 ? minutes : null),
    valid: isValid({ ...record, startAt }),
    connected: isConnected(record),
    attempt: reaching.includes(record.type as string),
    doneOn: dayOf(startAt, clock),
  }
}

/** Metres between two points on the globe (haversine). */
export function metresBetween(a: Pick<Place, 'lat' | 'lng'>, b: Pick<Place, 'lat' | 'lng'>): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const h =
    Math.sin(rad(b.lat - a.lat) / 2) ** 2 +
    Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lng - a.lng) / 2) ** 2
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)))
}

export interface Checked {
  readonly record: Values & { readonly ownerId: string | null }
  readonly before: (Values & { readonly ownerId: string | null }) | null
  readonly facts: { readonly account: Loose | null }
  readonly actor: { readonly id: string | null; readonly kind: string; readonly roles: readonly string[] }
  readonly now: string
  readonly settings: { readonly mode: string }
}

export const related: Guard<Checked> = {
  code: 'ACTIVITY_RELATED_REQUIRED',
  field: 'leadId',
  holds: ({ record }) => {
    const n = subjects.filter((name) => record[name] !== null).length
    return n >= 1 && n <= 5
  },
}

const manages = (roles: readonly string[]): boolean => roles.includes('SM')

export const onDone: readonly Guard<Checked>[] = [
  {
    code: 'ACTIVITY_OUTCOME_REQUIRED',
    field: 'outcome',
    onInput: true,
    holds: ({ record }) => record.outcome !== null || ['task', 'note'].includes(record.type as string),
  },
  {
    code: 'ACTIVITY_IN_FUTURE',
    field: 'startAt',
    onInput: true,
    holds: ({ record, now }) => record.startAt === null || (record.startAt as string) <= now,
  },
  {
    code: 'ACTIVITY_BACKDATE',
    field: 'startAt',
    onInput: true,
    holds: ({ record, now, actor }) =>
      record.startAt === null ||
      actor.kind === 'system' ||
      manages(actor.roles) ||
      Date.parse(now) - Date.parse(record.startAt as string) <= longestBackdateDays * dayMs,
    details: () => ({ days: longestBackdateDays }),
  },
  {
    code: 'CHECKIN_TOO_FAR',
    field: 'location',
    onInput: true,
    override: ['SM'],
    holds: (context) => checkInDistance(context) <= farthestCheckInM,
    details: (context) => ({ metres: Math.round(checkInDistance(context)), limit: farthestCheckInM }),
  },
]

/** Zero where check-ins are not enforced: outside strict mode, for what is no visit, or without coordinates. */
function checkInDistance({ record, facts, settings }: Checked): number {
  const target = (facts.account?.location as Place | null | undefined) ?? null
  const here = record.location as Place | null
  if (settings.mode !== 'strict' || record.type !== 'visit' || target === null || here === null) return 0
  return metresBetween(here, target)
}

export const ownerOrManager: Guard<Checked> = {
  code: 'ACTIVITY_NOT_YOURS',
  holds: ({ before, actor }) => actor.kind === 'system' || before?.ownerId === actor.id || manages(actor.roles),
}

export function isPlan(record: { readonly outcome: unknown; readonly type: unknown }): boolean {
  return record.outcome === null && record.type !== 'note'
}

/** What an activity is called that was given no subject: how its content begins, else its type. */
export function firstWords(record: Pick<Values, 'content' | 'type'>): string {
  const content = ((record.content as string | null) ?? '').trim().split('\n')[0] ?? ''
  return [...content].slice(0, 40).join('') || (fields.type.options?.[record.type as string]?.zh ?? '')
}

/** Those who hold the records it is about may read it. */
export function holdersOf(records: readonly (Loose | null)[]): string[] {
  return records.flatMap((record) => (typeof record?.ownerId === 'string' ? [record.ownerId] : []))
}
