/** Acts of many people at many moments in few transactions: written as if it had been lived, by the same rules. */
import { randomUUID } from 'node:crypto'
import { addDays } from '../../kernel/calendar.ts'
import type { Command } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { Refused } from '../../kernel/refusal.ts'
import type { Tx } from '../store/database.ts'
import { allRecords } from '../store/whole.ts'
import { zoneOf } from '../store/zone.ts'
import type { Session, World } from '../world.ts'
import { systemSession } from './effects.ts'
import { HeldRecords } from './held.ts'
import { perform } from './perform.ts'
import { openUnit, type Unit } from './unit.ts'

/** A command without the version: the script always knows the present one. */
export type Act = Pick<Command, 'object' | 'act' | 'confirm' | 'reason'> & {
  readonly id?: string | undefined
  readonly input?: Loose
}

/** The command was refused before anything of it was written: the slice may go on without it. */
export class RefusedAct extends Error {}

export interface Stage {
  /** Performs the command as that person at that moment; throws RefusedAct where the rules do not allow it. */
  act(session: Session, act: Act, at: string): Promise<Loose>
  /** What the last act made, itself or by what followed from it. */
  made(): readonly { readonly object: string; readonly id: string }[]
  find(object: string, id: string): Promise<Loose>
  all(object: string): Iterable<Loose>
  /** The transaction of the slice, for what no command makes. */
  readonly tx: Tx
}

export interface Script {
  /** One transaction; slices follow one another in time, and so does the log. */
  slice<T>(at: string, play: (stage: Stage) => Promise<T>): Promise<T>
}

/** Only for a company in which nobody else writes meanwhile: what was read once is taken to be still so. */
export async function openScript(world: World, tenantId: string): Promise<Script> {
  const held = await everythingOf(world, tenantId)
  let clock = { now: '', ids: 0 }
  const newId = () => {
    const id = randomUUID()
    // As if made at that moment, so that the order of identifiers is the order of making.
    const ms = Date.parse(clock.now).toString(16).padStart(12, '0')
    const count = (clock.ids++ & 0xfff).toString(16).padStart(3, '0')
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${count}-${id.slice(19)}`
  }
  const told: World = { ...world, clock: () => clock.now, newId }
  return {
    async slice(at, play) {
      const model = await world.models.of(tenantId)
      const zone = zoneOf(model.settings.timeZone)
      let day = { today: '', ends: '' }
      const turnOf = (session: Session, now: string) => {
        if (now >= day.ends) {
          const { date } = zone.toCivil(now)
          day = { today: date, ends: zone.toInstant(addDays(date, 1), 0) }
        }
        return { session, now, today: day.today }
      }
      clock = { now: at, ids: 0 }
      return world.database.inTenant(tenantId, async (tx) => {
        const unit = openUnit({ ...turnOf(systemSession(tenantId), at), world: told, model, tx, alone: held })
        const done = await play(
          stageOf(unit, async (session, now) => {
            if (now < clock.now) throw new Error(`the story runs backwards: ${now} after ${clock.now}`)
            if (now !== clock.now) clock = { now, ids: 0 }
            await unit.turn(turnOf(session, now))
          }),
        )
        await unit.finish()
        return done
      })
    },
  }
}

/** All records of the company, so that nothing need be asked again. */
async function everythingOf(world: World, tenantId: string): Promise<HeldRecords> {
  const held = new HeldRecords()
  await world.database.inTenant(tenantId, async (tx) => {
    for (const declaration of world.registry.objects.values()) {
      for (const record of await allRecords(tx, { tenantId, declaration }))
        held.read(record.id, { declaration, stored: record, current: record, locked: true })
    }
  })
  return held
}

function stageOf(unit: Unit, turn: (session: Session, at: string) => Promise<void>): Stage {
  let mark = 0
  const find = async (object: string, id: string) => {
    const declaration = unit.model.objects.get(object)
    const record = declaration && (await unit.get(declaration, id, true))
    if (!record) throw new Error(`no ${object} ${id}`)
    return record
  }
  return {
    tx: unit.tx,
    find,
    all: (object) => unit.all(object) ?? [],
    async act(session, { object, act, id, input = {}, confirm, reason }, at) {
      await turn(session, at)
      mark = unit.events.length
      const version = id && act !== 'create' ? (await find(object, id)).version : undefined
      const command = { object, act, input, ...(id ? { id } : {}), ...(version ? { version } : {}) }
      try {
        const { record } = await perform(unit, {
          ...command,
          ...(confirm ? { confirm } : {}),
          ...(reason ? { reason } : {}),
        })
        return await find(object, record.id)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const who = session.actor.roles.join('+') || session.actor.kind
        const why = JSON.stringify(error.refusals, (_key, value) => (typeof value === 'bigint' ? `${value}` : value))
        const words = `${object}.${act} by ${who} at ${at} was refused: ${why}`
        // What followed from an accepted command cannot be taken back alone.
        if (unit.events.length > mark) throw new Error(words, { cause: error })
        throw new RefusedAct(words, { cause: error })
      }
    },
    made: () => unit.events.slice(mark).filter((one) => one.from === null),
  }
}
