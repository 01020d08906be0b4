/** Tells many tales at once in the order of time: each acts, says when it goes on, and waits for its turn. */
import { addDays } from '../../kernel/calendar.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Session } from '../world.ts'
import { systemSession } from '../write/effects.ts'
import { RefusedAct, type Script, type Stage } from '../write/script.ts'
import type { Seat } from './catalogue.ts'
import { dateOf, daysLater, hoursLater, plusMinutes } from './hours.ts'
import type { Chance } from './random.ts'
import type { Words } from './words.ts'

/** Yields the moment at which it goes on. */
export type Tale<Told = void> = AsyncGenerator<string, Told, void>

export interface More {
  readonly id?: string
  readonly input?: Loose
  readonly confirm?: readonly string[]
  readonly reason?: string
}

/** Evidence that people attach; one file of each kind serves all. */
export type Paper = 'acceptance' | 'contract' | 'signed' | 'delivery' | 'inspection' | 'consent'

/** What of the company the tales must name. */
export interface Ground {
  readonly tenantId: string
  readonly sessions: ReadonlyMap<Seat, Session>
  readonly products: ReadonlyMap<string, string>
  readonly terms: readonly string[]
  readonly gates: ReadonlyMap<string, Loose>
  readonly warehouseId: string
  readonly entityId: string
  readonly papers: Readonly<Record<Paper, string>>
  /** Department name → id. */
  readonly departments: Readonly<Record<string, string>>
}

export class Teller {
  now: string
  /** Acts that the rules did not allow; the tale ended there. */
  readonly refused: string[] = []
  /** Months whose books are closed. */
  readonly closed = new Set<string>()
  readonly #queue: { at: string; order: number; tale: Tale }[] = []
  readonly #follows = new Map<string, (id: string) => Tale | null>()
  #order = 0
  #stage: Stage | null = null
  #serial = 0
  #turns = 0

  constructor(
    readonly ground: Ground,
    readonly luck: { readonly chance: Chance; readonly words: Words },
    readonly span: { readonly from: string; readonly until: string },
  ) {
    this.now = span.from
  }

  get chance(): Chance {
    return this.luck.chance
  }
  get today(): string {
    return dateOf(this.now)
  }
  /** A date so many days from today. */
  date(days: number): string {
    return addDays(this.today, days)
  }
  /** Moments to wait for. */
  days(from: number, to = from): string {
    return daysLater(this.now, this.chance.int(from, to), this.chance)
  }
  hours(from: number, to = from): string {
    return hoursLater(this.now, from + this.chance.next() * (to - from), this.chance)
  }
  /** A number nobody else gets, for references. */
  serial(): string {
    return String(++this.#serial).padStart(4, '0')
  }

  /** Counts on from nought. */
  turn(): number {
    return this.#turns++
  }

  tell(tale: Tale, at: string): void {
    const one = { at, order: this.#order++, tale }
    const queue = this.#queue
    let low = 0
    let high = queue.length
    // Kept from late to early, so that the next one is the last.
    while (low < high) {
      const middle = (low + high) >> 1
      const other = queue[middle] as typeof one
      if (other.at > at || (other.at === at && other.order > one.order)) low = middle + 1
      else high = middle
    }
    queue.splice(low, 0, one)
  }

  /** Whatever makes a record of this object, its tale begins at once, where it has one. */
  whenMade(object: string, tale: (id: string) => Tale | null): void {
    this.#follows.set(object, tale)
  }

  async act(seat: Seat | 'system', what: `${string}.${string}`, more: More = {}): Promise<Loose> {
    const [object, act] = what.split('.') as [string, string]
    const session = seat === 'system' ? systemSession(this.ground.tenantId) : this.ground.sessions.get(seat)
    if (!session || !this.#stage) throw new Error(`nobody sits at ${seat}`)
    const record = await this.#stage.act(session, { object, act, ...more }, this.now)
    for (const made of this.#stage.made()) {
      const tale = this.#follows.get(made.object)
      const begun = tale?.(made.id)
      if (begun) this.tell(begun, this.now)
    }
    this.now = plusMinutes(this.now, 0.5 + this.chance.next() * 1.5)
    return record
  }
  /** What the last act made of this object, itself or by what followed from it. */
  async made(object: string): Promise<Loose> {
    const id = this.#stage?.made().findLast((one) => one.object === object)?.id
    if (!id) throw new Error(`the last act made no ${object}`)
    return this.find(object, id)
  }
  find(object: string, id: string): Promise<Loose> {
    if (!this.#stage) throw new Error('nothing is being told')
    return this.#stage.find(object, id)
  }

  /** Plays month by month until now. */
  async play(script: Script): Promise<void> {
    for (let next = this.#queue.at(-1); next && next.at < this.span.until; next = this.#queue.at(-1)) {
      const end = [plusMinutes(next.at, 28 * 1440), this.span.until].sort()[0] as string
      const at = next.at > this.now ? next.at : this.now
      await script.slice(at, (stage) => this.#month(stage, end))
    }
  }

  async #month(stage: Stage, end: string): Promise<void> {
    this.#stage = stage
    for (let next = this.#queue.at(-1); next && next.at < end; next = this.#queue.at(-1)) {
      this.#queue.pop()
      if (next.at > this.now) this.now = next.at
      if (this.now >= this.span.until) break
      const goesOn = await this.#step(next.tale)
      if (goesOn) this.tell(next.tale, goesOn)
    }
    this.#stage = null
  }

  async #step(tale: Tale): Promise<string | null> {
    try {
      const { value, done } = await tale.next()
      return done ? null : (value as string)
    } catch (error) {
      if (!(error instanceof RefusedAct)) throw error
      this.refused.push(error.message)
      return null
    }
  }
}
