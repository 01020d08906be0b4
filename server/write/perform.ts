/** Decides one command inside an open transaction and lets its event walk along the chain. */
import type { ArrowContext } from '../../kernel/arrow.ts'
import { type Command, type Effect, type Happening, isNotice, isPosting } from '../../kernel/command.ts'
import { decide } from '../../kernel/decide.ts'
import { type Draft, type Drafted, draft, type ResolvedFact, resolveFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { system } from '../../kernel/permit.ts'
import type { Question } from '../../kernel/question.ts'
import { type Refusal, Refused, refuse } from '../../kernel/refusal.ts'
import type { Asking } from '../store/asking.ts'
import { loadFact } from '../store/facts.ts'
import { identityOf } from '../store/identity.ts'
import { departmentOf } from '../store/sideline.ts'
import { readsOf } from '../store/sources.ts'
import { asksForNothing, decisive, nothing, rootOf } from './answers.ts'
import { checkLinks } from './links.ts'
import type { Unit } from './unit.ts'

export interface Cause {
  readonly caseId: string
  readonly object: string
  readonly id: string
  readonly eventId: string
  readonly depth: number
}

export interface Performed {
  readonly record: Loose
  readonly happening: Happening
}

/** How far one command may be carried along the chain before it must be a circle. */
const maxDepth = 30

/** Throws Refused; the caller's transaction rolls back. */
export async function perform(unit: Unit, command: Command, cause?: Cause): Promise<Performed> {
  if (cause && cause.depth > maxDepth) throw new Error(`the chain runs in a circle at ${command.object}.${command.act}`)
  const question = await questionOf(unit, command, cause)
  const drafted = draftOf(unit, question)
  if (!drafted.ok) throw new Refused(await withOwners(unit, drafted.refusals))
  const chain = cause ? undefined : await checkLinks(unit, drafted.draft)
  const asked = chain ? { ...drafted.draft, record: { ...drafted.draft.record, caseId: chain } } : drafted.draft
  const facts = await factsOf(unit, asked.facts, sourcesOf(asked))
  // What was asked may have had to see what waited: then the record was written, and got its number, meanwhile.
  if (question.stored && unit.known(command.object, asked.record.id) !== question.stored)
    return perform(unit, command, cause)
  const decision = decide(asked, facts, unit.world.newId)
  if (!decision.ok) throw new Refused(decision.refusals)
  const { record, happening } = await placeOwner(unit, question, decision)
  unit.put(question.declaration, command.act === 'remove' ? null : record, record.id)
  const eventId = tell(unit, { command, happening, ...(cause ? { cause } : {}) })
  // Old records set nothing off, but what waits for them by name: an open item that is brought forward (R36, R37).
  if (!command.history || happening.type === `${happening.object}.imported`) {
    const next = {
      caseId: record.caseId,
      object: happening.object,
      id: happening.id,
      eventId,
      depth: (cause?.depth ?? 0) + 1,
    }
    await follow(unit, { question, draft: asked, record, happening }, next)
  }
  return { record, happening }
}

/** As it was made beforehand, unless its record has changed since. */
function draftOf(unit: Unit, question: Question): Drafted {
  const known = question.cause ? undefined : unit.drafts.get(question.command)
  return known?.ok && known.draft.question.stored === question.stored ? known : draft(question)
}

/** Says by name who took what was claimed: the rules know only the owner's identifier. */
async function withOwners(unit: Unit, refusals: readonly Refusal[]): Promise<Refusal[]> {
  const people = unit.model.objects.get('user')
  return Promise.all(
    refusals.map(async (one) => {
      if (one.code !== 'POOL_ALREADY_CLAIMED' || !people) return one
      const id = one.details?.ownerId
      const owner = typeof id === 'string' ? await unit.get(people, id, false) : null
      return { ...one, details: { ...one.details, owner: owner?.name ?? '—' } }
    }),
  )
}

export async function questionOf(unit: Unit, command: Command, cause?: Cause): Promise<Question> {
  const { model, session } = unit
  const declaration = model.objects.get(command.object)
  if (!declaration) throw new Refused([refuse('missing', 'NOT_FOUND')])
  const id =
    command.id ?? (command.key ? identityOf(session.tenantId, declaration.name, command.key) : unit.world.newId())
  const actor = cause ? system : session.actor
  const looked = command.act === 'create' && !command.key ? null : await unit.get(declaration, id, true)
  if (!looked && command.key && command.act !== 'create') {
    await perform(
      unit,
      { object: command.object, act: 'create', id, input: command.key },
      cause ?? rootCause(command, id),
    )
  }
  const stored = looked ?? (command.key ? await unit.get(declaration, id, true) : null)
  return {
    declaration,
    customFields: model.customFields(declaration.name),
    settings: model.settings,
    changes: model.changes,
    actor,
    now: unit.now,
    today: unit.today,
    command,
    stored: command.act === 'create' ? null : stored,
    id,
    ...(cause ? { cause } : {}),
  }
}

const rootCause = (command: Command, id: string): Cause => ({
  caseId: id,
  object: command.object,
  id,
  eventId: id,
  depth: 0,
})

export type Sources = Parameters<typeof resolveFact>[1] & { readonly object: string; readonly history?: boolean }
export const sourcesOf = ({ question, record, input }: Draft): Sources => ({
  object: question.declaration.name,
  record,
  input,
  actor: question.actor,
  now: question.now,
  today: question.today,
  history: question.command.history === true,
})

/** Facts by id come from what this transaction holds; all others ask the database after settling. */
async function factsOf(unit: Unit, wanted: Readonly<Record<string, ResolvedFact>>, sources: Sources): Promise<Loose> {
  const out: Record<string, unknown> = {}
  for (const [name, fact] of Object.entries(wanted)) {
    if (fact.kind === 'one') {
      const declaration = unit.model.objects.get(fact.object) as Declaration
      out[name] = fact.id ? await unit.get(declaration, fact.id, fact.lock ?? false) : null
      continue
    }
    out[name] = asksForNothing(fact) ? nothing(fact) : (knownFact(unit, fact) ?? (await askFact(unit, sources, fact)))
  }
  return out
}

function knownFact(unit: Unit, fact: ResolvedFact): unknown {
  const known = unit.answer(fact)
  if (known !== undefined || fact.kind === 'source') return known
  // What is being made is pointed at by nothing but what this transaction holds.
  if (unit.fresh.has(decisive(fact)?.value) && !unit.hasChanged(rootOf(fact))) return nothing(fact)
  return unit.answers.of(fact)
}

async function askFact(unit: Unit, sources: Sources, fact: ResolvedFact): Promise<unknown> {
  const alike = fact.kind === 'source' && fact.object === 'duplicates' ? unit.alike.of(sources.record) : undefined
  const asking = alike ? { ...askingOf(unit, sources), alike } : askingOf(unit, sources)
  // Old records come in by the thousand: what they look like to each other is for the review after the import.
  if (!alike && !sources.history && !unit.all('user')) await unit.settle(readsOf(fact))
  return loadFact(unit.tx, asking, fact)
}

export function askingOf(unit: Unit, sources: Sources): Asking {
  const { settings, objects, changes } = unit.model
  const { timeZone, baseCurrency } = settings
  const secret = unit.world.secrets.person
  const asking = { ...sources, tenantId: unit.session.tenantId, objects, changes, timeZone, baseCurrency, secret }
  return unit.all('user') ? { ...asking, held: (object) => unit.all(object) ?? [] } : asking
}

/** The department follows the owner (chain.md §0.1). */
async function placeOwner(unit: Unit, question: Question, performed: Performed): Promise<Performed> {
  const { record, happening } = performed
  const { stored, actor, command } = question
  const moved = stored ? stored.ownerId !== record.ownerId : record.ownerId !== actor.id
  const given = actor.kind === 'system' && command.input.deptId !== undefined
  if (!moved || given) return performed
  const deptId = record.ownerId ? await departmentOfOwner(unit, record.ownerId) : null
  if (deptId === record.deptId) return performed
  const { deptId: _old, ...changes } = happening.changes
  const told =
    (stored?.deptId ?? null) === deptId ? changes : { ...changes, deptId: [stored?.deptId ?? null, deptId] as const }
  return { record: { ...record, deptId }, happening: { ...happening, changes: told } }
}

async function departmentOfOwner(unit: Unit, userId: string): Promise<string | null> {
  const known = unit.known('user', userId)
  if (known) return known.departmentId as string | null
  const asked = unit.departments.get(userId)
  if (asked !== undefined) return asked
  const found = await departmentOf(unit.tx, { tenantId: unit.session.tenantId, userId })
  unit.departments.set(userId, found)
  return found
}

function tell(unit: Unit, told: { command: Command; happening: Happening; cause?: Cause }): string {
  const { command, happening, cause } = told
  const { actor } = unit.session
  const eventId = unit.world.newId()
  unit.events.push({
    ...happening,
    eventId,
    recordedAt: unit.now,
    at: command.at ?? unit.now,
    actorId: actor.id,
    actorKind: cause ? 'system' : actor.kind,
    actorRole: actor.roles[0] ?? null,
    channel: actor.channel,
    commandId: unit.commandId,
    causeId: cause?.eventId ?? null,
  })
  return eventId
}

interface Step extends Performed {
  readonly question: Question
  readonly draft: Draft
}

async function follow(unit: Unit, step: Step, cause: Cause): Promise<void> {
  const { record, happening, question } = step
  for (const one of unit.model.registry.arrows.get(happening.type) ?? []) {
    if (one.automation && !unit.follows.automations) continue
    const sources: Sources = { ...sourcesOf(step.draft), record, event: happening, history: false }
    const wanted = Object.fromEntries(
      Object.entries(one.needs).map(([name, fact]) => [name, resolveFact(fact, sources)]),
    )
    const facts = await factsOf(unit, wanted, sources)
    const context = {
      record,
      before: question.stored,
      event: happening,
      input: step.draft.input,
      facts,
      actor: question.actor,
      now: unit.now,
      today: unit.today,
      settings: question.settings,
      newId: unit.world.newId,
    } as unknown as ArrowContext<Readonly<Record<string, never>>>
    if (one.when && !one.when(context)) continue
    for (const effect of one.then(context)) await carry(unit, effect, { cause, by: question.actor.id })
  }
}

async function carry(unit: Unit, effect: Effect, from: { cause: Cause; by: string | null }): Promise<void> {
  if (isPosting(effect))
    unit.postings.push({ ...effect, by: from.by, caseId: from.cause.caseId, at: unit.now, today: unit.today })
  else if (isNotice(effect)) {
    if (unit.follows.notices) unit.notices.push({ ...effect, at: unit.now })
  } else await perform(unit, effect, from.cause)
}
