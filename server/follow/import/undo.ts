/** Takes back a whole import while nothing was built on it (R6): removes what it made, puts back what it changed. */
import type { Command } from '../../../kernel/command.ts'
import { evolve } from '../../../kernel/diff.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { type Actor, system } from '../../../kernel/permit.ts'
import type { Tx } from '../../store/database.ts'
import { orderedIds } from '../../store/identity.ts'
import { findImport, idsBetween, keepUndo, markedObjects, marksOf, type StoredImport } from '../../store/imports.ts'
import { type ClaimedJob, keepLease } from '../../store/jobs.ts'
import { eventsOf } from '../../store/log.ts'
import { loadRecords } from '../../store/records.ts'
import { builtUpon } from '../../store/undo.ts'
import type { Model, Session, World } from '../../world.ts'
import { runBatch, TakenBack } from '../../write/batch.ts'
import { type Kind, type Work, WorkEnded } from '../jobs.ts'
import { byRecord, differing, keeping, newUndo, taking, type Undo } from './undone.ts'

export const undoKind: Kind = { run: runUndo, failed }

const pageSize = 500
/** A record may go once those that point at it are gone: so many times the rest is looked at again. */
const mostSweeps = 5

async function runUndo(world: World, work: Work): Promise<void> {
  const { tenantId, subjectId: id } = work.job
  const stored = await world.database.inTenant(tenantId, (tx) => findImport(tx, tenantId, id))
  const asked = stored?.undo as Undo | null | undefined
  if (!stored || !asked || !['waiting', 'running'].includes(asked.state)) return
  const course = new Undoing(world, work, { stored, asked, model: await world.models.of(tenantId) })
  await course.run()
}

async function failed(world: World, job: ClaimedJob): Promise<void> {
  await world.database.inTenant(job.tenantId, async (tx) => {
    const stored = await findImport(tx, job.tenantId, job.subjectId)
    const undo = { ...(stored?.undo as Loose), state: 'failed', endedAt: world.clock() }
    await keepUndo(tx, job.tenantId, { id: job.subjectId, undo })
  })
}

interface Target {
  readonly declaration: Declaration
  readonly ids: readonly string[]
}

class Undoing {
  readonly #world: World
  readonly #work: Work
  readonly #stored: StoredImport
  readonly #model: Model
  readonly #session: Session
  #undo: Undo

  constructor(world: World, work: Work, given: { stored: StoredImport; asked: Undo; model: Model }) {
    this.#world = world
    this.#work = work
    this.#stored = given.stored
    this.#model = given.model
    // What was counted before a worker died is counted anew: what is gone by then is not met again.
    const { removed, restored } = given.asked.state === 'running' ? given.asked : newUndo(given.asked)
    this.#undo = { ...newUndo(given.asked), state: 'running', removed, restored }
    const actor: Actor = { ...system, id: given.asked.askedBy, channel: 'import' }
    this.#session = { tenantId: given.model.tenantId, userId: given.asked.askedBy, actor, language: 'zh' }
  }

  async run(): Promise<void> {
    const place = { tenantId: this.#model.tenantId, importId: this.#stored.id }
    const marked = await this.#ask((tx) => markedObjects(tx, place))
    const counted = marked.reduce((sum, { n }) => sum + Number(n), 0)
    this.#undo = { ...this.#undo, total: this.#stored.created + counted }
    for (let sweep = 1; ; sweep++) {
      this.#undo = { ...this.#undo, done: this.#undo.removed, reasons: {}, kept: [] }
      const before = this.#undo.removed
      for await (const ids of this.#rows())
        await this.#remove({ declaration: this.#declared(this.#stored.object), ids })
      for (const { object } of marked.filter(({ made }) => made))
        for await (const ids of this.#marked(object, true))
          await this.#remove({ declaration: this.#declared(object), ids })
      const inUse = this.#undo.reasons.IMPORT_UNDO_IN_USE ?? 0
      if (inUse === 0 || this.#undo.removed === before || this.#undo.dryRun || sweep === mostSweeps) break
    }
    for (const { object } of marked.filter(({ made }) => !made))
      for await (const ids of this.#marked(object, false))
        await this.#restore({ declaration: this.#declared(object), ids })
    this.#undo = { ...this.#undo, state: 'done', endedAt: this.#world.clock() }
    await this.#ask((tx) => this.#keep(tx))
  }

  #ask<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#world.database.inTenant(this.#model.tenantId, work)
  }

  #declared(name: string): Declaration {
    const declaration = this.#model.objects.get(name)
    if (!declaration) throw new Error(`unknown object ${name}`)
    return declaration
  }

  /** Records that rows made: their identifiers follow one another. The last ones go first. */
  async *#rows(): AsyncGenerator<string[]> {
    const { createdAt, id, object } = this.#stored
    const idOf = orderedIds(Date.parse(createdAt), `${id} ${object}`)
    const place = { tenantId: this.#model.tenantId, declaration: this.#declared(object) }
    let before = idOf(mostRowNumber)
    for (;;) {
      this.#work.pause()
      const ids = await this.#ask((tx) => idsBetween(tx, place, { from: idOf(0), before, limit: pageSize }))
      if (ids.length === 0) return
      before = ids.at(-1) as string
      yield ids
    }
  }

  async *#marked(object: string, made: boolean): AsyncGenerator<string[]> {
    const place = { tenantId: this.#model.tenantId, importId: this.#stored.id }
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      this.#work.pause()
      const ids = await this.#ask((tx) => marksOf(tx, place, { object, after, made, limit: pageSize }))
      if (ids.length === 0) return
      after = ids.at(-1) as string
      yield ids
    }
  }

  async #remove({ declaration, ids }: Target): Promise<void> {
    const place = { tenantId: this.#model.tenantId, declaration }
    const secret = this.#world.secrets.person
    const { records, events, uses } = await this.#ask(async (tx) => ({
      records: await loadRecords(tx, place, { ids, lock: false }),
      events: byRecord(await eventsOf(tx, { tenantId: place.tenantId, ids, secret }), declaration.name),
      uses: await builtUpon(
        tx,
        { ...place, declarations: this.#model.objects.values(), object: declaration.name },
        ids,
      ),
    }))
    const commands: Command[] = []
    const codes = new Map<Loose, string>()
    for (const record of records) {
      const own = events.get(record.id) ?? []
      // Another record that happens to have been made in the same millisecond is none of ours.
      if (own[0]?.commandId !== this.#stored.id) continue
      const code = own.every((event) => event.commandId === this.#stored.id)
        ? uses.get(record.id)
        : 'IMPORT_UNDO_CHANGED'
      if (code) codes.set(record, code)
      else commands.push(taking(declaration, 'remove', { record, input: {} }))
    }
    await this.#carry(declaration, { commands, records, codes, counts: 'removed' })
  }

  async #restore({ declaration, ids }: Target): Promise<void> {
    const place = { tenantId: this.#model.tenantId, declaration }
    const secret = this.#world.secrets.person
    const { records, events } = await this.#ask(async (tx) => ({
      records: await loadRecords(tx, place, { ids, lock: false }),
      events: byRecord(await eventsOf(tx, { tenantId: place.tenantId, ids, secret }), declaration.name),
    }))
    const commands: Command[] = []
    const codes = new Map<Loose, string>()
    for (const record of records) {
      const own = events.get(record.id) ?? []
      const first = own.findIndex((event) => event.commandId === this.#stored.id)
      const later = own.slice(first)
      if (first < 0) continue
      const before = own
        .slice(0, first)
        .reduce<Loose | null>(
          (was, event) => evolve(declaration, was, { ...event, at: event.recordedAt, by: event.actorId }),
          null,
        )
      const input = before && differing(declaration, before, record)
      if (!input || later.some((event) => event.commandId !== this.#stored.id)) codes.set(record, 'IMPORT_UNDO_CHANGED')
      else if (Object.keys(input).length > 0) commands.push(taking(declaration, 'change', { record, input }))
    }
    await this.#carry(declaration, { commands, records, codes, counts: 'restored' })
  }

  async #carry(declaration: Declaration, given: Carrying): Promise<void> {
    const { commands, records, counts } = given
    const byId = new Map(records.map((record) => [record.id as string, record]))
    const before = this.#undo
    const settle = (codes: ReadonlyMap<Loose, string>, good: number) => {
      this.#undo = keeping(
        { ...before, done: before.done + records.length, [counts]: before[counts] + good },
        declaration,
        codes,
      )
    }
    const { dryRun } = before
    try {
      const done = await runBatch(this.#world, this.#session, {
        commands,
        dryRun,
        commandId: this.#stored.id,
        follows: { notices: false, automations: false },
        along: async (tx, { outcomes }) => {
          const codes = new Map(given.codes)
          outcomes.forEach((outcome, index) => {
            const record = byId.get(commands[index]?.id ?? '')
            if (!outcome.ok && record) codes.set(record, outcome.refusals[0]?.code ?? 'IN_USE')
          })
          settle(codes, outcomes.filter((outcome) => outcome.ok).length)
          return this.#keep(tx)
        },
      })
      if (dryRun) settle(given.codes, done.outcomes.filter((outcome) => outcome.ok).length)
    } catch (error) {
      if (error instanceof TakenBack) throw new WorkEnded('lost')
      throw error
    }
  }

  async #keep(tx: Tx): Promise<boolean> {
    const { job } = this.#work
    if (!(await keepLease(tx, job, 60))) return false
    await keepUndo(tx, job.tenantId, { id: job.subjectId, undo: this.#undo as unknown as Loose })
    return true
  }
}

interface Carrying {
  readonly commands: readonly Command[]
  readonly records: readonly Loose[]
  /** Records that stay, and why. */
  readonly codes: ReadonlyMap<Loose, string>
  readonly counts: 'removed' | 'restored'
}

/** Beyond every number a row of a spreadsheet can have here. */
const mostRowNumber = 0x3fff_ffff
