/** Time zones of the IANA list, for the kernel's calendar. */
import { DateTime, IANAZone } from 'luxon'
import type { Zone } from '../../kernel/calendar.ts'

const zones = new Map<string, Zone>()

/** The zone of that name, such as 'Asia/Shanghai'; RangeError when the IANA list has none. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  if (!isZoneName(name)) throw new RangeError(`not an IANA time zone: ${JSON.stringify(name)}`)
  const zone: Zone = {
    name,
    toCivil: (instantIso) => toCivil(instantIso, name),
    toInstant: (date, minutes) => toInstant(date, minutes, name),
  }
  zones.set(name, zone)
  return zone
}

/** True for 'Area/Place' and 'UTC'; offsets such as '+08:00', which the runtime also takes, are no IANA names. */
export function isZoneName(name: unknown): name is string {
  if (typeof name !== 'string') return false
  return name === 'UTC' || (/^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(name) && IANAZone.isValidZone(name))
}

function toCivil(instantIso: string, zone: string): { date: string; minutes: number } {
  const local = DateTime.fromISO(instantIso, { zone })
  if (!local.isValid || !/T.*(Z|[+-][0-9]{2}:?[0-9]{2})$/.test(instantIso))
    throw new RangeError(`not an instant: ${JSON.stringify(instantIso)}`)
  const minutes = local.hour * 60 + local.minute + (local.second * 1000 + local.millisecond) / 60_000
  return { date: local.toFormat('yyyy-MM-dd'), minutes }
}

/** Of a wall time that comes twice the first is meant. 1440 minutes are the midnight that ends the day. */
function toInstant(date: string, minutes: number, zone: string): string {
  const ms = Math.round(minutes * 60_000)
  const midnight = DateTime.fromISO(date, { zone: 'UTC' })
  if (!midnight.isValid) throw new RangeError(`not a date: ${JSON.stringify(date)}`)
  const local = midnight.plus({ milliseconds: ms }).setZone(zone, { keepLocalTime: true })
  const [first] = local
    .getPossibleOffsets()
    .map((option) => option.toMillis())
    .sort((a, b) => a - b)
  return new Date(first ?? local.toMillis()).toISOString()
}
