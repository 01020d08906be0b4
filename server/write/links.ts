/** What a command points at: a person may name only what they may see, wherever the id is written. */
import { aboutRecords } from '../../kernel/about.ts'
import { type Draft, scopesFor } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { within } from '../../kernel/permit.ts'
import type { Question } from '../../kernel/question.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { sendersOf, usesOf } from '../store/files.ts'
import { type PlacedInChain, placements } from '../store/sideline.ts'
import type { Unit } from './unit.ts'

/** Answers the chain that a new record joins by its predecessor. */
export async function checkLinks(unit: Unit, asked: Draft): Promise<string | undefined> {
  const { question, given, record } = asked
  const { declaration, actor } = question
  const wanted = linksGiven(declaration, given, record)
  addArguments(wanted, asked)
  for (const [object, links] of namedBesides(question, given, record)) {
    if (unit.model.objects.has(object)) wanted.set(object, [...(wanted.get(object) ?? []), ...links])
  }
  // A script that holds the whole company in memory brings its evidence along.
  if (actor.kind !== 'system' && !unit.all('user')) await checkFiles(unit, question, { given, record })
  let chain: string | undefined
  for (const [object, links] of wanted) {
    const target = unit.model.objects.get(object) as Declaration
    const ids = [...new Set(links.map((link) => link.id))]
    const found = await placed(unit, target, ids)
    const scopes = scopesFor({ ...question, declaration: target }, 'read')
    for (const link of links) {
      const place = found.get(link.id)
      const visible = place && (actor.kind === 'system' || within(actor, scopes, place))
      if (!visible)
        throw new Refused([refuse('invalid', 'LINK_NOT_FOUND', { field: link.path, details: { name: link.path } })])
      if (question.command.act === 'create' && link.path === chainField(declaration, record)) chain = place.caseId
    }
  }
  return chain
}

/** A person may name a file they sent, or one on a record they may read: knowing an id is no right to its content. */
async function checkFiles(unit: Unit, question: Question, named: Pick<Draft, 'given' | 'record'>): Promise<void> {
  const wanted = filesAdded(question, named)
  if (wanted.size === 0) return
  const { tenantId } = unit.session
  const senders = await sendersOf(unit.tx, tenantId, [...wanted.keys()])
  for (const [id, path] of wanted) {
    const own = senders.get(id) === question.actor.id
    if (own || (senders.has(id) && (await seesUse(unit, question, id)))) continue
    throw new Refused([refuse('invalid', 'LINK_NOT_FOUND', { field: path, details: { name: path } })])
  }
}

async function seesUse(unit: Unit, question: Question, fileId: string): Promise<boolean> {
  for (const use of await usesOf(unit.tx, unit.session.tenantId, fileId)) {
    const declaration = unit.model.objects.get(use.object)
    if (!declaration || aboutRecords.has(declaration.name)) continue
    const place = (await placed(unit, declaration, [use.recordId])).get(use.recordId)
    if (place && within(question.actor, scopesFor({ ...question, declaration }, 'read'), place)) return true
  }
  return false
}

/** Files the command names anew: id → where it stands. */
function filesAdded(
  { declaration, customFields, stored }: Question,
  { given, record }: Pick<Draft, 'given' | 'record'>,
): Map<string, string> {
  const out = new Map<string, string>()
  const add = (path: string, is: unknown, was: unknown) => {
    const known = [was ?? []].flat()
    for (const id of [is ?? []].flat()) if (!known.includes(id)) out.set(id as string, path)
  }
  for (const name of given) {
    if (declaration.fields[name]?.kind === 'files') add(name, record[name], stored?.[name])
    for (const [key, inner] of Object.entries(declaration.parts[name]?.fields ?? {})) {
      if (inner.kind !== 'files') continue
      const all = (rows: unknown) => ((rows ?? []) as readonly Loose[]).flatMap((row) => row[key] ?? [])
      add(`${name}.${key}`, all(record[name]), all(stored?.[name]))
    }
  }
  for (const { key, kind } of given.includes('custom') ? customFields : []) {
    if (kind === 'files') add(`custom.${key}`, record.custom[key], stored?.custom[key])
  }
  return out
}

/** Where linked records stand: those this transaction holds are known, also when they are not yet written. */
async function placed(unit: Unit, target: Declaration, ids: readonly string[]): Promise<Map<string, PlacedInChain>> {
  const held = new Map(ids.map((id) => [id, unit.known(target.name, id)]))
  await foreseePlaces(
    unit,
    target,
    ids.filter((id) => held.get(id) === undefined),
  )
  const found = new Map<string, PlacedInChain>()
  for (const [id, record] of held) {
    const place = record
      ? ({ poolId: null, ...record } as unknown as PlacedInChain)
      : record === undefined && unit.places.get(placeKey(target, id))
    if (place) found.set(id, place)
  }
  return found
}

const placeKey = ({ name }: Declaration, id: string): string => `${name}:${id}`

/** Asks where records stand, once for all that will be linked to. */
export async function foreseePlaces(unit: Unit, target: Declaration, ids: readonly string[]): Promise<void> {
  const open = [...new Set(ids)].filter((id) => !unit.places.has(placeKey(target, id)))
  if (open.length === 0) return
  const pooled = Object.hasOwn(target.fields, 'poolId')
  const found = await placements(unit.tx, unit.session.tenantId, { object: target.name, ids: open, pooled })
  for (const id of open) unit.places.set(placeKey(target, id), found.get(id) ?? null)
}

/** Object → ids that a command points at. */
export function linkedBy(unit: Unit, { question, given, record }: Draft): Map<string, readonly string[]> {
  const out = new Map<string, readonly string[]>()
  const add = (object: string, links: readonly { id: string }[]) =>
    out.set(object, [...(out.get(object) ?? []), ...links.map((link) => link.id)])
  for (const [object, links] of linksGiven(question.declaration, given, record)) add(object, links)
  for (const [object, links] of namedBesides(question, given, record))
    if (unit.model.objects.has(object)) add(object, links)
  return out
}

/** The own link that leads to the predecessor, nearest first. */
const chainField = (declaration: Declaration, record: Loose): string | undefined =>
  declaration.thread?.after?.find((name) => typeof record[name] === 'string')

function linksGiven(
  declaration: Declaration,
  given: readonly string[],
  record: Loose,
): Map<string, { id: string; path: string }[]> {
  const out = new Map<string, { id: string; path: string }[]>()
  const add = (target: string | undefined, id: unknown, path: string) => {
    if (target && typeof id === 'string') out.set(target, [...(out.get(target) ?? []), { id, path }])
  }
  for (const name of given) {
    const field = declaration.fields[name]
    if (field?.kind === 'link') add(field.target, record[name], name)
    const part = declaration.parts[name]
    for (const [key, inner] of Object.entries(part?.fields ?? {})) {
      if (inner.kind !== 'link') continue
      ;(record[name] as readonly Loose[]).forEach((row, index) => {
        add(inner.target, row[key], `${name}[${index}].${key}`)
      })
    }
  }
  return out
}

/** Arguments of the step that name a record: the one to merge into, the account to convert to. */
function addArguments(wanted: Map<string, { id: string; path: string }[]>, { step, input }: Draft): void {
  for (const [name, field] of Object.entries(step.input ?? {})) {
    const id = input[name]
    if (field.kind !== 'link' || !field.target || typeof id !== 'string') continue
    wanted.set(field.target, [...(wanted.get(field.target) ?? []), { id, path: name }])
  }
}

/** Ids that no foreign key checks, as far as the command adds them: lists of people, and the company's own fields. */
function namedBesides({ declaration, customFields, stored }: Question, given: readonly string[], record: Loose) {
  const out = new Map<string, { id: string; path: string }[]>()
  const add = (target: string, path: string, values: { is: unknown; was: unknown }) => {
    const known = [values.was ?? []].flat()
    const added = [values.is ?? []].flat().filter((id) => !known.includes(id))
    out.set(target, [...(out.get(target) ?? []), ...added.map((id) => ({ id: id as string, path }))])
  }
  for (const name of given) {
    if (name === 'memberIds' || declaration.fields[name]?.kind === 'members')
      add('user', name, { is: record[name], was: stored?.[name] })
  }
  for (const { key, kind, target } of given.includes('custom') ? customFields : []) {
    const points =
      kind === 'link' ? target : { member: 'user', members: 'user', department: 'department' }[kind as string]
    if (points) add(points, `custom.${key}`, { is: record.custom[key], was: stored?.custom[key] })
  }
  return out
}
