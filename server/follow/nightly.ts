/** The batch of every night: at two o'clock where the company is, once, or as soon as a server is there again. */
import { restoreDays } from '../../flow/setup/attachment.ts'
import { addDays, chinaCalendar } from '../../kernel/calendar.ts'
import { type Effect, isNotice } from '../../kernel/command.ts'
import { listTenants } from '../store/companies.ts'
import { sweepFiles } from '../store/files.ts'
import { sweepUploads } from '../store/importUploads.ts'
import { sweepMail } from '../store/mail.ts'
import { claimNight, nightPage, sweepAnswers, yieldNight } from '../store/night.ts'
import { sweepSessions } from '../store/sessions.ts'
import { zoneOf } from '../store/zone.ts'
import type { World } from '../world.ts'
import { carryOut } from '../write/effects.ts'
import { queueNightly } from './duplicates/scan.ts'
import { declared, type NightScene } from './night/scene.ts'
import { type Task, tasks } from './night/tasks.ts'

const lookEveryMs = 60_000
/** Two o'clock, in minutes since midnight. */
const beginsAt = 120
const pageSize = 500
const dayMs = 86_400_000

export interface Nightly {
  /** Lets the page at hand end; the rest of the night is done by whoever looks next. */
  stop(): Promise<void>
}

export function startNightly(world: World): Nightly {
  /** When each company is looked at again: nothing is asked of the database before. */
  const quietUntil = new Map<string, string>()
  let stopping = false
  let running: Promise<void> | null = null
  const look = () => {
    running ??= lookAtAll(world, { quietUntil, stopping: () => stopping })
      .catch((error) => world.log.error('the nightly batch could not look', { error: String(error) }))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  look()
  return {
    async stop() {
      stopping = true
      clearInterval(timer)
      await running
    },
  }
}

interface Looking {
  readonly quietUntil: Map<string, string>
  readonly stopping: () => boolean
}

async function lookAtAll(world: World, { quietUntil, stopping }: Looking): Promise<void> {
  const tenants = await world.database.control(listTenants)
  for (const { id } of tenants) {
    if (stopping()) return
    if ((quietUntil.get(id) ?? '') > world.clock()) continue
    try {
      const next = await beginIfDue(world, id, stopping)
      if (next) quietUntil.set(id, next)
    } catch (error) {
      world.log.error('the nightly batch broke off', { tenantId: id, error: String(error) })
    }
  }
}

/** Runs tonight's batch unless it was run; answers when the next one is due. */
export async function beginIfDue(world: World, tenantId: string, stopping = () => false): Promise<string | null> {
  const { settings } = await world.models.of(tenantId)
  const zone = zoneOf(settings.timeZone)
  const { date, minutes } = zone.toCivil(world.clock())
  if (minutes < beginsAt) return null
  const next = zone.toInstant(addDays(date, 1), beginsAt)
  if (!(await world.database.inTenant(tenantId, (tx) => claimNight(tx, tenantId, date)))) return next
  if (await runNight(world, tenantId, { today: date, stopping })) return next
  await world.database.inTenant(tenantId, (tx) => yieldNight(tx, tenantId, date))
  return null
}

/** Does all of one night; false when it was stopped on the way. What cannot be done holds up nothing else. */
export async function runNight(
  world: World,
  tenantId: string,
  { today, stopping = () => false }: { today: string; stopping?: () => boolean },
): Promise<boolean> {
  const scene = await sceneOf(world, tenantId, today)
  for (const task of tasks) {
    if (stopping()) return false
    const whole = await runTask(scene, task, stopping).catch((error) => {
      world.log.error('a task of the night broke', { tenantId, task: task.of, error: String(error) })
      return true
    })
    if (!whole) return false
  }
  await sweep(scene)
  await queueNightly(world, tenantId)
  world.log.info('the night is done', { tenantId, today })
  return true
}

async function sceneOf(world: World, tenantId: string, today: string): Promise<NightScene> {
  world.models.forget(tenantId)
  const model = await world.models.of(tenantId)
  const zone = zoneOf(model.settings.timeZone)
  const now = world.clock()
  return {
    world,
    tenantId,
    model,
    night: { now, today, time: { calendar: chinaCalendar(), zone } },
    evening: { now, today, settings: model.settings },
    span: {
      today,
      weekAgo: zone.toInstant(addDays(today, -8), 0),
      dayStart: zone.toInstant(today, 0),
      dayEnd: zone.toInstant(addDays(today, 1), 0),
    },
  }
}

/** Page by page, so that neither memory nor a transaction grows with the company. */
async function runTask(scene: NightScene, task: Task, stopping: () => boolean): Promise<boolean> {
  const { world, tenantId, span } = scene
  const declaration = declared(scene, task.object)
  for (let after: string | null = null; ; ) {
    if (stopping()) return false
    const page = { tenantId, declaration, of: task.of, span, after, limit: pageSize }
    const { last, effects } = await world.database.inTenant(tenantId, async (tx) => {
      const records = await nightPage(tx, page)
      const found = records.length > 0 ? await task.effects(scene, tx, records) : []
      return { last: records.length < pageSize ? null : (records.at(-1)?.id as string), effects: found }
    })
    await carry(scene, effects)
    if (last === null) return true
    after = last
  }
}

/** Each command stands alone: one that is refused, or breaks, leaves the others as they are. */
async function carry({ world, tenantId }: NightScene, effects: readonly Effect[]): Promise<void> {
  await carryOut(world, tenantId, effects.filter(isNotice))
  for (const effect of effects) {
    if (isNotice(effect)) continue
    try {
      const { refused } = await carryOut(world, tenantId, [effect])
      for (const one of refused)
        world.log.warn('refused at night', { tenantId, ...named(one.effect), codes: one.codes })
    } catch (error) {
      world.log.error('broke at night', { tenantId, ...named(effect), error: String(error) })
    }
  }
}

const named = (effect: Effect) => ('act' in effect ? { object: effect.object, act: effect.act, id: effect.id } : {})

/** What can no longer be used: sessions, answers to repeated requests, uploads that never ended. */
async function sweep({ world, tenantId, night }: NightScene): Promise<void> {
  const yesterday = new Date(Date.parse(night.now) - dayMs).toISOString()
  const lastWeek = new Date(Date.parse(night.now) - 7 * dayMs).toISOString()
  const quarterAgo = new Date(Date.parse(night.now) - 90 * dayMs).toISOString()
  await world.database.control(async (tx) => {
    await sweepSessions(tx, night.now)
    await sweepMail(tx, quarterAgo)
  })
  const releasedBefore = new Date(Date.parse(night.now) - restoreDays * dayMs).toISOString()
  await world.database.inTenant(tenantId, async (tx) => {
    await sweepAnswers(tx, tenantId, yesterday)
    await sweepFiles(tx, tenantId, { begunBefore: yesterday, releasedBefore })
    await sweepUploads(tx, tenantId, lastWeek)
  })
}
