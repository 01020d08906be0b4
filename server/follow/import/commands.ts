/** What rows ask for: a new record, a change of one that is there, or nothing because it is so already. */
import type { Command } from '../../../kernel/command.ts'
import { same } from '../../../kernel/diff.ts'
import type { Loose } from '../../../kernel/fact.ts'
import { currencyOf } from '../../../kernel/json.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { readValue } from '../../../kernel/validate.ts'
import { findByCustom, findByTexts } from '../../store/imports.ts'
import { loadRecords } from '../../store/records.ts'
import type { Group } from './groups.ts'
import { finished } from './rows.ts'
import type { Scene } from './scene.ts'

/** One group and what is to be done for it. */
export interface Asked {
  readonly group: Group
  readonly commands: readonly Command[]
  readonly refusals: readonly Refusal[]
  /** The record that says all the group says. */
  readonly same: Loose | null
}

export async function commandsFor(scene: Scene, groups: readonly Group[]): Promise<Asked[]> {
  const existing = await existingBy(scene, groups)
  return groups.map((group) => {
    const { read } = group
    const id = scene.idOfRow(read.row.no)
    const input = finished(scene.plan, read.input)
    const key = keyOf(scene, group)
    const stored = key === '' ? undefined : existing.get(key)
    const nothing = { group, commands: [], refusals: [], same: null }
    if (stored === 'several') {
      const details = { name: scene.options.upsertBy, value: key }
      return { ...nothing, refusals: [refuse('invalid', 'IMPORT_REFERENCE_SEVERAL', { details })] }
    }
    if (!stored) return { ...nothing, commands: turns(scene, { id, input, past: read.past }) }
    const wanted = scene.options.emptyClears ? { ...emptied(read.empty), ...input } : input
    if (isElsewhere(stored, wanted) || isSame(scene, stored, wanted)) return { ...nothing, same: stored }
    return { ...nothing, commands: [command(scene, { id: stored.id, version: stored.version, input: wanted })] }
  })
}

/** Fields whose cells are empty, as values that clear them; lines and parts of addresses are told as a whole. */
function emptied(names: readonly string[]): Loose {
  const out: Record<string, unknown> = {}
  const custom: Record<string, null> = {}
  for (const name of names) {
    if (name.startsWith('custom.')) custom[name.slice('custom.'.length)] = null
    else if (!name.includes('.')) out[name] = null
  }
  return Object.keys(custom).length > 0 ? { ...out, custom } : out
}

/** The source's record was merged into another one here: that one goes its own way. */
const isElsewhere = (stored: Loose, input: Loose): boolean =>
  input.sourceKey !== undefined && stored.sourceKey?.toLowerCase() !== String(input.sourceKey).toLowerCase()

type Made = { readonly id: string; readonly input: Loose; readonly past: Group['read']['past'] }

/** The record as it began, then each turn it took, the last of which leaves it as it is now. */
function turns(scene: Scene, { id, input, past }: Made): Command[] {
  const [first, ...later] = past
  if (!first || later.length === 0) {
    const begun = command(scene, { id, input })
    return [first ? { ...begun, at: first.at } : begun]
  }
  const turned = new Set(past.flatMap((turn) => Object.keys(turn.input)))
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(input).filter(([name]) => turned.has(name) === wanted))
  const begun = command(scene, { id, input: { ...part(false), ...first.input } })
  const changes = later.map((turn, index) => ({
    object: begun.object,
    act: 'change',
    id,
    input: index === later.length - 1 ? { ...turn.input, ...part(true) } : turn.input,
    history: true,
    at: turn.at,
  }))
  return [{ ...begun, at: first.at }, ...changes]
}

function command(scene: Scene, made: { id: string; version?: number; input: Loose }): Command {
  const { history } = scene.options
  const { session, plan } = scene
  const isNew = made.version === undefined
  const marked = isNew && session.actor.kind === 'system' ? { ...made.input, entryMode: 'import' } : made.input
  const at = made.input.createdAt ?? made.input.closedAt
  return {
    object: plan.declaration.name,
    act: isNew ? 'create' : 'change',
    id: made.id,
    input: marked,
    ...(isNew ? {} : { version: made.version as number }),
    ...(history ? { history } : {}),
    ...(history && isNew && typeof at === 'string' ? { at } : {}),
  }
}

/** The text by which a group's record is looked for; empty where it names none. */
export function keyOf({ options, plan, model }: Pick<Scene, 'options' | 'plan' | 'model'>, { read }: Group): string {
  const { upsertBy } = options
  if (upsertBy === null) return ''
  const [first, second] = upsertBy.split('.')
  const raw = first === 'custom' ? read.input.custom?.[second ?? ''] : read.input[upsertBy]
  const text = String(raw ?? '').trim()
  const field = plan.declaration.fields[upsertBy]
  if (!field?.check || text === '') return text.toLowerCase()
  const value = readValue(field, text, { name: upsertBy, currency: model.settings.baseCurrency })
  return value.ok && typeof value.value === 'string' ? value.value.toLowerCase() : text.toLowerCase()
}

async function existingBy(scene: Scene, groups: readonly Group[]): Promise<Map<string, Loose | 'several'>> {
  const { upsertBy } = scene.options
  const out = new Map<string, Loose | 'several'>()
  if (upsertBy === null) return out
  const { tenantId } = scene.session
  const at = { tenantId, declaration: scene.plan.declaration }
  const texts = [...new Set(groups.flatMap((group) => [keyOf(scene, group), textOf(scene, group)]))].filter(Boolean)
  await scene.world.database.inTenant(tenantId, async (tx) => {
    const [, custom] = upsertBy.split('custom.')
    const found =
      custom === undefined
        ? await findByTexts(tx, at, { fields: [upsertBy], texts })
        : await findByCustom(tx, at, { key: custom, texts })
    const records = await loadRecords(tx, at, { ids: found.map((one) => one.id), lock: false })
    const byId = new Map(records.map((record) => [record.id as string, record]))
    for (const { id, key } of found) {
      const known = out.get(key)
      out.set(key, known && known !== 'several' && known.id !== id ? 'several' : (byId.get(id) as Loose))
    }
  })
  return out
}

/** As it is written: numbers and keys of other systems may be kept so. */
function textOf({ options }: Scene, { read }: Group): string {
  const [first, second] = (options.upsertBy ?? '').split('.')
  const raw = first === 'custom' ? read.input.custom?.[second ?? ''] : read.input[options.upsertBy ?? '']
  return String(raw ?? '').trim()
}

/** Whether the row says nothing new of the record. */
function isSame({ plan, model }: Scene, stored: Loose, input: Loose): boolean {
  const { declaration } = plan
  const currency = currencyOf({ ...stored, ...input }, model.settings.baseCurrency)
  return Object.entries(input).every(([name, value]) => {
    if (name === 'custom') return Object.entries(value as Loose).every(([key, one]) => same(stored.custom[key], one))
    const part = declaration.parts[name]
    if (part) return sameRows(declaration, { name, rows: value as Loose[], stored: stored[name] }, currency)
    const field = declaration.fields[name]
    const read = field ? readValue(field, value, { name, currency }) : { ok: true as const, value }
    return read.ok && same(stored[name], read.value)
  })
}

function sameRows(
  declaration: Declaration,
  { name, rows, stored }: { name: string; rows: readonly Loose[]; stored: readonly Loose[] },
  currency: string,
): boolean {
  if (rows.length !== stored.length) return false
  return rows.every((row, index) =>
    Object.entries(row).every(([key, value]) => {
      const field = declaration.parts[name]?.fields[key]
      const read = field && readValue(field, value, { name: key, currency })
      return read?.ok === true && same(stored[index]?.[key], read.value)
    }),
  )
}

/** The record that each group made or changed; null where there is none. */
export async function recordsOfGroups(scene: Scene, groups: readonly Group[]): Promise<(string | null)[]> {
  const existing = await existingBy(scene, groups)
  return groups.map((group) => {
    const key = keyOf(scene, group)
    const found = key === '' ? undefined : existing.get(key)
    if (found === undefined) return scene.idOfRow(group.read.row.no)
    return found === 'several' ? null : found.id
  })
}
