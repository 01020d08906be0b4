/** Asks beforehand, in few questions, what the commands of a batch would ask one by one. */
import type { Command } from '../../kernel/command.ts'
import { type Draft, draft, type ResolvedFact } from '../../kernel/draft.ts'
import type { Declaration } from '../../kernel/object.ts'
import { loadFacts } from '../store/manyFacts.ts'
import { asksForNothing, decisive, kindOf, nothing, rootOf } from './answers.ts'
import { foreseePlaces, linkedBy } from './links.ts'
import { askingOf, questionOf, sourcesOf } from './perform.ts'
import type { Unit } from './work.ts'

/** So few commands are asked for one by one as quickly. */
const worthwhile = 3

export async function foresee(unit: Unit, commands: readonly Command[]): Promise<void> {
  if (commands.length < worthwhile) return
  await foreseeRecords(unit, commands)
  const drafts: Draft[] = []
  for (const command of commands) {
    if (command.key || !unit.model.objects.has(command.object)) continue
    const drafted = draft(await questionOf(unit, command))
    unit.drafts.set(command, drafted)
    if (drafted.ok && drafted.draft.invalid.length === 0) drafts.push(drafted.draft)
  }
  await foreseeLinked(unit, drafts)
  await foreseeFacts(unit, drafts)
  if (unit.session.actor.channel !== 'import') return
  const compared = drafts.filter(({ facts }) => Object.values(facts).some(asksForLikeness))
  await unit.alike.foresee(
    unit.tx,
    unit.session.tenantId,
    compared.map(({ record }) => record),
  )
}

const asksForLikeness = ({ kind, object }: ResolvedFact): boolean => kind === 'source' && object === 'duplicates'

async function foreseeRecords(unit: Unit, commands: readonly Command[]): Promise<void> {
  const ids = new Map<string, string[]>()
  for (const { object, id, act } of commands) if (id && act !== 'create') push(ids, object, id)
  for (const [object, wanted] of inOrder(ids)) {
    const declaration = unit.model.objects.get(object)
    if (declaration) await unit.preload(declaration, wanted, true)
  }
}

async function foreseeLinked(unit: Unit, drafts: readonly Draft[]): Promise<void> {
  const ids = new Map<string, string[]>()
  for (const one of drafts) for (const [object, linked] of linkedBy(unit, one)) push(ids, object, ...linked)
  for (const [object, linked] of inOrder(ids)) {
    const unknown = linked.filter((id) => unit.known(object, id) === undefined)
    await foreseePlaces(unit, unit.model.objects.get(object) as Declaration, unknown)
  }
}

interface Kind {
  readonly fact: ResolvedFact
  readonly field: string | null
  readonly draft: Draft
  readonly facts: Map<unknown, ResolvedFact>
}

async function foreseeFacts(unit: Unit, drafts: readonly Draft[]): Promise<void> {
  for (const { question, record } of drafts) if (question.command.act === 'create') unit.fresh.add(record.id)
  const own = new Set(drafts.map(({ question }) => question.declaration.name))
  const ones = new Map<string, string[]>()
  const locked = new Map<string, string[]>()
  const kinds = new Map<string, Kind>()
  for (const one of drafts) {
    for (const fact of Object.values(one.facts)) {
      if (fact.kind === 'one') {
        if (fact.id) push(fact.lock ? locked : ones, fact.object, fact.id)
      } else if (fact.kind !== 'source' && !fact.lock && !asksForNothing(fact)) {
        const at = decisive(fact)
        if (at && unit.fresh.has(at.value) && !own.has(rootOf(fact))) continue
        const key = kindOf(fact, at?.field ?? null)
        const kind = kinds.get(key) ?? { fact, field: at?.field ?? null, draft: one, facts: new Map() }
        kinds.set(key, kind)
        kind.facts.set(at?.value, fact)
      }
    }
  }
  // Locks first and in one order, so that two batches cannot cross.
  for (const [object, ids] of inOrder(locked)) await unit.preload(declared(unit, object), ids, true)
  for (const [object, ids] of inOrder(ones)) await unit.preload(declared(unit, object), ids, false)
  for (const kind of kinds.values()) await foreseeKind(unit, kind)
}

async function foreseeKind(unit: Unit, kind: Kind): Promise<void> {
  const open = [...kind.facts].filter(([, fact]) => !unit.answers.has(fact))
  if (open.length === 0) return
  await unit.settle([rootOf(kind.fact)])
  const asked = open.filter(([value]) => kind.field === null || !unit.fresh.has(value))
  const asking = askingOf(unit, sourcesOf(kind.draft))
  const found = await loadFacts(unit.tx, asking, {
    fact: kind.fact,
    field: kind.field,
    values: asked.map(([value]) => value),
  })
  for (const [value, fact] of open) unit.answers.keep(fact, found.get(value) ?? nothing(fact))
}

function declared(unit: Unit, name: string): Declaration {
  const declaration = unit.model.objects.get(name)
  if (!declaration) throw new Error(`unknown object ${name}`)
  return declaration
}

function push(into: Map<string, string[]>, key: string, ...values: readonly string[]): void {
  const list = into.get(key) ?? []
  if (list.length === 0) into.set(key, list)
  list.push(...values)
}

const inOrder = (map: ReadonlyMap<string, string[]>): [string, string[]][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1))
