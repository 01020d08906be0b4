/** The second half of a decision: with the facts at hand, may it happen, and what is then true? Pure. */
import type { Happening } from './command.ts'
import { diffFields, diffParts, same } from './diff.ts'
import type { Draft } from './draft.ts'
import type { Loose } from './fact.ts'
import type { Duty, Guard } from './object.ts'
import { type Refusal, refuse } from './refusal.ts'

export type Decision =
  | { readonly ok: true; readonly record: Loose; readonly happening: Happening }
  | { readonly ok: false; readonly refusals: readonly Refusal[] }

// biome-ignore lint/suspicious/noExplicitAny: rules carry their own types; here they are only called
type Any = any

/** `rowId` gives identifiers to new rows of parts. Guards look at what the command brings, before rules write. */
export function decide(draft: Draft, facts: Loose, rowId: () => string): Decision {
  const { question, step } = draft
  const settled = question.command.history || question.command.compensates
  const duties = metDuties(step.notBy ?? [], contextOf(draft, draft.record, facts))
  const strict = question.settings.duties === 'enforce' && question.actor.kind !== 'system' && !settled
  if (strict && duties.length > 0) return { ok: false, refusals: duties.map(dutyRefusal) }
  if (draft.invalid.length > 0) return { ok: false, refusals: withMissing(draft) }
  const brought = derived(draft, withRowIds(draft, draft.record, rowId))
  const failed = failing(question.command.compensates ? [] : (step.guards ?? []), contextOf(draft, brought, facts))
  const written = writeRules(draft, { record: brought, facts }, rowId)
  const missing = settled ? [] : missingFields(draft, written)
  if (missing.length > 0) return { ok: false, refusals: missing }
  const open = settled ? [] : failed.filter((one) => !letPass(one, draft))
  if (open.length > 0) return { ok: false, refusals: open }
  return conclude(draft, { written, facts, failed, duties })
}

export function contextOf(draft: Draft, record: Loose, facts: Loose): Loose {
  const { question, input } = draft
  return {
    record,
    before: question.stored,
    input,
    facts,
    actor: question.actor,
    now: question.now,
    today: question.today,
    settings: question.settings,
    history: question.command.history === true,
  }
}

/** Duties whose other half the same person did (roles.md §4). */
export function metDuties(duties: readonly Duty<Any>[], context: Loose): Duty<Any>[] {
  const actor = context.actor.id as string | null
  return duties.filter((duty) => actor !== null && duty.doneBy(context) === actor)
}

export const dutyRefusal = (duty: Duty<Any>): Refusal =>
  refuse('duty', 'SOD_VIOLATION', { details: { rule: duty.rule, say: duty.say } })

/** Guards that do not hold, as refusals; all of them, so that a person mends everything at once. */
export function failing(guards: readonly Guard<Any>[], context: Loose): Refusal[] {
  return guards
    .filter((guard) => !guard.holds(context))
    .map((guard) =>
      refuse('guard', guard.code, {
        ...(guard.field ? { field: guard.field } : {}),
        ...(guard.status ? { status: guard.status } : {}),
        ...(guard.override ? { override: guard.override } : {}),
        details: guard.details?.(context) ?? {},
      }),
    )
}

function letPass(refusal: Refusal, { question, input }: Draft): boolean {
  const { override } = refusal
  if (!override) return false
  const confirmed = question.command.confirm?.includes(refusal.code) ?? false
  // Whoever imports a file was told in the dry run how many rows are warned of.
  const { kind, channel } = question.actor
  if (override === 'anyone') return confirmed || kind === 'system' || channel === 'import'
  const entitled = question.actor.roles.some((role) => override.includes(role))
  return confirmed && entitled && typeof input.reason === 'string' && input.reason.trim() !== ''
}

/** Lays what the step writes over the record, and what follows from it. */
function writeRules(draft: Draft, { record, facts }: { record: Loose; facts: Loose }, rowId: () => string): Loose {
  const { step } = draft
  if (!step.sets || draft.question.command.compensates) return record
  const written = { ...record, ...defined(step.sets(contextOf(draft, record, facts) as Any)) }
  return derived(draft, withRowIds(draft, written, rowId))
}

function derived({ question }: Draft, record: Loose): Loose {
  const { declaration, settings } = question
  return declaration.derive ? { ...record, ...defined(declaration.derive(record as Any, settings)) } : record
}

const defined = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

function withRowIds(draft: Draft, record: Loose, rowId: () => string): Loose {
  let out = record
  for (const name of Object.keys(draft.question.declaration.parts)) {
    const rows = record[name] as readonly Loose[]
    if (rows.some((row) => !row.id))
      out = { ...out, [name]: rows.map((row) => (row.id ? row : { ...row, id: rowId() })) }
  }
  return out
}

/** Wrong values first, then what is missing; a wrong value is not called missing too. */
function withMissing(draft: Draft): Refusal[] {
  const wrong = new Set(draft.invalid.map((one) => one.field))
  return [...draft.invalid, ...missingFields(draft, draft.record).filter((one) => !wrong.has(one.field))]
}

function missingFields(draft: Draft, record: Loose): Refusal[] {
  const { declaration, stored } = draft.question
  const out: Refusal[] = []
  for (const [name, field] of Object.entries(declaration.fields)) {
    const empty = record[name] === null || record[name] === undefined
    // A field that became required later, or that a history import left open, is asked for when it is touched.
    const wasEmpty = stored !== null && (stored[name] ?? null) === null && !draft.given.includes(name)
    if (field.required && empty && !wasEmpty) {
      out.push(
        refuse('invalid', 'REQUIRED', { field: name, details: { label: field.label.zh, labelEn: field.label.en } }),
      )
    }
  }
  for (const custom of draft.question.customFields) {
    const empty = (record.custom?.[custom.key] ?? null) === null
    if (
      custom.required &&
      empty &&
      draft.question.actor.kind !== 'system' &&
      (!stored || draft.given.includes('custom'))
    ) {
      const { zh, en } = custom.label
      out.push(refuse('invalid', 'REQUIRED', { field: `custom.${custom.key}`, details: { label: zh, labelEn: en } }))
    }
  }
  return out
}

interface Found {
  readonly written: Loose
  readonly facts: Loose
  readonly failed: readonly Refusal[]
  readonly duties: readonly Duty<Any>[]
}

function conclude(draft: Draft, found: Found): Decision {
  const { question, transition, step } = draft
  const { declaration, stored, command, actor, now } = question
  const state = nextState(draft, found)
  const gaps = command.history ? gapsOf(draft, found) : []
  const record: Loose = {
    ...found.written,
    ...inheritance(draft, found.written),
    importedGap: [...new Set([...found.written.importedGap, ...gaps])],
    state,
    version: (stored?.version ?? 0) + 1,
    updatedAt: now,
    updatedBy: actor.id,
  }
  const emitted =
    transition?.emits ?? (command.act === 'create' ? (declaration.create?.emits ?? 'created') : pastOf(command.act))
  const passed = new Set([...found.failed.map((refusal) => refusal.code), ...found.duties.map((duty) => duty.rule)])
  const happening: Happening = {
    object: declaration.name,
    id: record.id,
    type: `${declaration.name}.${isPast(command) ? 'imported' : emitted}`,
    act: command.act,
    from: stored?.state ?? null,
    to: state,
    version: record.version,
    changes: diffFields(declaration, stored, record),
    parts: diffParts(declaration, stored, record),
    input: step.input ? plainInput(draft) : {},
    reason: typeof draft.input.reason === 'string' ? draft.input.reason : null,
    passed: command.history ? [] : [...passed],
    caseId: record.caseId,
    related: relatedOf(draft, record),
  }
  return { ok: true, record, happening }
}

/** What a history import left open: rules that did not hold and fields left empty; mere warnings are none (R35). */
function gapsOf(draft: Draft, found: Found): string[] {
  const rules = found.failed.filter((refusal) => refusal.override !== 'anyone').map((refusal) => refusal.code)
  return [...rules, ...missingFields(draft, found.written).map((one) => `REQUIRED:${one.field}`)]
}

/** What comes in as it once happened: a record's beginning, and later turns that say when they were (R36). */
const isPast = ({ history, act, at }: Draft['question']['command']): boolean =>
  history === true && (act === 'create' || (act === 'change' && at !== undefined))

const pastOf = (act: string): string => (act === 'remove' ? 'removed' : act === 'repoint' ? 'repointed' : 'changed')

function plainInput(draft: Draft): Loose {
  const { reason: _reason, ...rest } = draft.input
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, typeof value === 'bigint' ? value.toString() : value]),
  )
}

function nextState(draft: Draft, found: Found): string {
  const { question, transition } = draft
  const { declaration, stored, command } = question
  if (
    (command.history || command.compensates) &&
    typeof found.written.state === 'string' &&
    Object.hasOwn(declaration.states, found.written.state)
  ) {
    return found.written.state
  }
  const context = contextOf(draft, found.written, found.facts)
  if (command.act === 'create')
    return typeof declaration.starts === 'string' ? declaration.starts : declaration.starts(context as Any)
  if (!transition) return stored?.state ?? ''
  if (transition.chooses) return transition.chooses(context as Any)
  return typeof transition.to === 'string' ? transition.to : (stored?.state ?? '')
}

/** What came from the predecessor, and which of it a person typed over: the counter of double entry. */
function inheritance(draft: Draft, record: Loose): Loose {
  const { question, given } = draft
  const { stored, actor } = question
  if (!stored)
    return { inheritedFields: actor.kind === 'system' && record.derivedFrom ? inheritedNames(draft, record) : [] }
  if (actor.kind === 'system') return {}
  const typedOver = given.filter((name) => record.inheritedFields.includes(name) && !same(stored[name], record[name]))
  return typedOver.length > 0 ? { rekeyedFields: [...new Set([...record.rekeyedFields, ...typedOver])] } : {}
}

/** Everything a person could have typed and the predecessor brought instead, by the command or by the rules. */
function inheritedNames({ question }: Draft, record: Loose): string[] {
  const { fields, parts } = question.declaration
  const brought = (value: unknown, normal: unknown) =>
    (value ?? null) !== null && !same(value, normal ?? null) && !(Array.isArray(value) && value.length === 0)
  const own = Object.entries(fields).filter(([name, field]) => !field.computed && brought(record[name], field.default))
  const rows = Object.entries(parts).filter(([name, part]) => !part.computed && brought(record[name], null))
  return [...own, ...rows].map(([name]) => name)
}

/** The records an event is about besides its own: every link of the record (OCEL 2.0). */
function relatedOf(draft: Draft, record: Loose): Happening['related'] {
  const { declaration } = draft.question
  const out: { object: string; id: string; as: string }[] = []
  for (const [name, field] of Object.entries(declaration.fields)) {
    if (field.kind === 'link' && field.target && typeof record[name] === 'string') {
      out.push({ object: field.target, id: record[name], as: name })
    }
  }
  return out
}
