/** Named periods as people filter by them: this month, last 30 days; weeks begin on Monday. */
import { addDays, addMonths, addYears, weekday } from '../../kernel/calendar.ts'

/** Days from the first to the last, both included; open where null. */
export interface Days {
  readonly from: string | null
  readonly to: string | null
}

/** Null where no such period exists. Days counted from today leave today out, unless the name ends in 'Incl'. */
export function periodNamed(name: string, today: string): Days | null {
  const counted = /^(last|next)(\d{1,4})days(Incl)?$/.exec(name)
  if (counted) return countedDays({ back: counted[1] === 'last', days: Number(counted[2]), incl: !!counted[3] }, today)
  if (name === 'beforeToday') return { from: null, to: addDays(today, -1) }
  if (name === 'afterToday') return { from: addDays(today, 1), to: null }
  const single = { yesterday: -1, today: 0, tomorrow: 1 }[name]
  if (single !== undefined) return { from: addDays(today, single), to: addDays(today, single) }
  const whole = /^(this|last|next)(Week|Month|Quarter|Year)$/.exec(name)
  if (!whole) return null
  const steps = { this: 0, last: -1, next: 1 }[whole[1] as 'this' | 'last' | 'next']
  const begins = firstDay(whole[2] as Unit, today)
  const from = moved(whole[2] as Unit, begins, steps)
  return { from, to: addDays(moved(whole[2] as Unit, from, 1), -1) }
}

type Unit = 'Week' | 'Month' | 'Quarter' | 'Year'

function countedDays({ back, days, incl }: { back: boolean; days: number; incl: boolean }, today: string): Days | null {
  if (days < 1 || days > 3660) return null
  const near = incl ? 0 : 1
  const far = days - 1 + near
  return back
    ? { from: addDays(today, -far), to: addDays(today, -near) }
    : { from: addDays(today, near), to: addDays(today, far) }
}

function firstDay(unit: Unit, today: string): string {
  if (unit === 'Week') return addDays(today, 1 - weekday(today))
  const month = Number(today.slice(5, 7))
  const first = unit === 'Month' ? month : unit === 'Quarter' ? month - ((month - 1) % 3) : 1
  return `${today.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

function moved(unit: Unit, day: string, steps: number): string {
  if (unit === 'Week') return addDays(day, 7 * steps)
  if (unit === 'Year') return addYears(day, steps)
  return addMonths(day, (unit === 'Quarter' ? 3 : 1) * steps)
}
