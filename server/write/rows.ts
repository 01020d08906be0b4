/** Writes what a transaction changed: new records in the order of their links, changed ones, and what stands beside. */
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import type { Tx } from '../store/database.ts'
import { deleteRecords, insertRecords, updateRecords } from '../store/records.ts'
import { forgetCustomValues, writeCustomValues } from '../store/sideline.ts'
import type { Held } from './held.ts'
import { keepFileUses } from './uses.ts'
import type { Unit } from './work.ts'

export async function writeRows(unit: Unit, dirty: readonly Held[]): Promise<void> {
  const { tx, session } = unit
  const { tenantId } = session
  const made = inOrderOfLinks(dirty.filter((one) => one.stored === null && one.current !== null))
  const postponed = await insertRuns(tx, tenantId, unit.all('user') ? groupsByObject(made) : runsByObject(made))
  for (const group of groupsByObject(postponed.map(({ held }) => held))) {
    const { declaration } = group[0] as Held
    const pairs = group.map((one) => ({
      before: postponed.find(({ held }) => held === one)?.inserted as Loose,
      after: one.current as Loose,
    }))
    await updateRecords(tx, { tenantId, declaration }, pairs)
  }
  const byObject = new Map<string, Held[]>()
  for (const one of dirty) {
    const list = byObject.get(one.declaration.name) ?? []
    if (one.stored !== null && list.push(one) === 1) byObject.set(one.declaration.name, list)
  }
  for (const group of byObject.values()) {
    const { declaration } = group[0] as Held
    const changed = group.filter((one) => one.current !== null).sort((a, b) => (a.current?.id < b.current?.id ? -1 : 1))
    const pairs = changed.map((one) => ({ before: one.stored as Loose, after: one.current as Loose }))
    if (!(await updateRecords(tx, { tenantId, declaration }, pairs)))
      throw new Refused([refuse('conflict', 'VERSION_CONFLICT')])
    const gone = group.filter((one) => one.current === null).map((one) => one.stored?.id as string)
    if (gone.length === 0) continue
    await deleteRecords(tx, { tenantId, declaration }, gone)
    await forgetCustomValues(tx, tenantId, { object: declaration.name, ids: gone })
  }
}

/** What stands beside the rows: filterable custom values, and which files a record names. */
export async function writeBeside({ tx, session, model, now }: Unit, dirty: readonly Held[]): Promise<void> {
  const kept = dirty.filter((one): one is Held & { current: Loose } => one.current !== null)
  const withFields = kept.map(({ declaration, stored, current }) => {
    const fields = model.customFields(declaration.name)
    return {
      declaration,
      object: declaration.name,
      record: current,
      before: stored,
      after: current,
      fields,
      custom: fields,
    }
  })
  await writeCustomValues(
    tx,
    session.tenantId,
    withFields.filter(({ fields }) => fields.length > 0),
  )
  await keepFileUses(tx, { tenantId: session.tenantId, now }, withFields)
}

/** Inserts in order. Links that lead to what comes later are left open, and told so that they can be laid then. */
async function insertRuns(tx: Tx, tenantId: string, runs: readonly (readonly Held[])[]) {
  const later = new Set(runs.flat().map((one) => one.current?.id as string))
  const postponed: { held: Held; inserted: Loose }[] = []
  for (const run of runs) {
    const { declaration } = run[0] as Held
    for (const one of run) later.delete(one.current?.id)
    const records = run.map((held) => {
      const open = openLinks(declaration, held.current as Loose, later)
      if (!open) return held.current as Loose
      const inserted = { ...held.current, ...open }
      postponed.push({ held, inserted })
      return inserted
    })
    await insertRecords(tx, { tenantId, declaration }, records)
  }
  return postponed
}

/** What cannot yet be written: links to later records, and parts that hold such links; null where nothing is. */
function openLinks({ fields, parts }: Declaration, record: Loose, later: ReadonlySet<string>): Loose | null {
  const isLink = (name: string) => ['link', 'member', 'department'].includes(fields[name]?.kind ?? '')
  const own = ['ownerId', 'deptId', ...Object.keys(fields).filter(isLink)].filter((name) => later.has(record[name]))
  const rows = Object.entries(parts).filter(([name, part]) => {
    const links = Object.keys(part.fields).filter((key) => part.fields[key]?.kind === 'link')
    return (
      links.length > 0 && (record[name] as readonly Loose[]).some((row) => links.some((key) => later.has(row[key])))
    )
  })
  if (own.length === 0 && rows.length === 0) return null
  return Object.fromEntries([...own.map((name) => [name, null]), ...rows.map(([name]) => [name, []])])
}

/** New records so that each comes after those it links to; links within parts count too. */
function inOrderOfLinks(made: readonly Held[]): Held[] {
  const waiting = new Map(made.map((one) => [one.current?.id as string, one]))
  const out: Held[] = []
  const place = (one: Held) => {
    const id = one.current?.id as string
    if (!waiting.delete(id)) return
    for (const linked of linksOf(one)) {
      const other = waiting.get(linked)
      if (other) place(other)
    }
    out.push(one)
  }
  for (const one of made) place(one)
  return out
}

function linksOf({ declaration, current }: Held): string[] {
  const own = Object.entries(declaration.fields).filter(([, field]) =>
    ['link', 'member', 'department'].includes(field.kind),
  )
  const links = own.map(([name]) => current?.[name] as string | null)
  for (const [name, part] of Object.entries(declaration.parts)) {
    const linked = Object.entries(part.fields)
      .filter(([, field]) => field.kind === 'link')
      .map(([key]) => key)
    for (const row of (current?.[name] ?? []) as readonly Loose[])
      links.push(...linked.map((key) => row[key] as string | null))
  }
  return links.filter((link): link is string => typeof link === 'string')
}

/** Neighbours of one object go into one statement. */
function runsByObject(made: readonly Held[]): Held[][] {
  const runs: Held[][] = []
  for (const one of made) {
    const last = runs.at(-1)
    if (last && last[0]?.declaration === one.declaration) last.push(one)
    else runs.push([one])
  }
  return runs
}

/** All of one object go into one statement. */
function groupsByObject(made: readonly Held[]): Held[][] {
  const groups = new Map<Declaration, Held[]>()
  for (const one of made) {
    const group = groups.get(one.declaration)
    if (group) group.push(one)
    else groups.set(one.declaration, [one])
  }
  return [...groups.values()]
}
