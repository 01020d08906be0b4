/** Each company's model: the declarations with its own fields, settings and rights, kept until something changes. */
import type { Loose } from '../../kernel/fact.ts'
import type { Field, FieldKind } from '../../kernel/field.ts'
import type { CustomField, Declaration } from '../../kernel/object.ts'
import type { GrantChanges } from '../../kernel/permit.ts'
import type { Registry } from '../../kernel/registry.ts'
import type { Scope } from '../../kernel/role.ts'
import type { Settings } from '../../kernel/settings.ts'
import type { Model, Models } from '../world.ts'
import { rowToRecord } from './columns.ts'
import type { Database, Tx } from './database.ts'
import { withParts } from './records.ts'

/** Objects whose records shape the model itself. */
export const modelObjects: ReadonlySet<string> = new Set(['company', 'customField', 'grant'])

export interface ModelSource {
  readonly database: Database
  readonly registry: Registry
  readonly settingsIn: (company: Loose) => Settings
}

/** Cached per company; a model older than `freshMs` is read again, so that no server lags behind for long. */
export function openModels(source: ModelSource, freshMs = 5_000, clock: () => number = Date.now): Models {
  const cache = new Map<string, { at: number; model: Promise<Model> }>()
  return {
    of(tenantId) {
      const known = cache.get(tenantId)
      if (known && clock() - known.at < freshMs) return known.model
      const model = source.database.inTenant(tenantId, (tx) => readModel(tx, tenantId, source))
      cache.set(tenantId, { at: clock(), model })
      model.catch(() => cache.delete(tenantId))
      return model
    },
    forget: (tenantId) => void cache.delete(tenantId),
  }
}

async function readModel(tx: Tx, tenantId: string, { registry, settingsIn }: ModelSource): Promise<Model> {
  const [company] = await read(tx, { tenantId, declaration: declared(registry, 'company') })
  const fields = await read(tx, { tenantId, declaration: declared(registry, 'customField') })
  const grants = await read(tx, { tenantId, declaration: declared(registry, 'grant') })
  const custom = new Map<string, CustomField[]>()
  for (const row of fields.filter((field) => field.state === 'active')) {
    custom.set(row.object, [...(custom.get(row.object) ?? []), customFieldOf(row)])
  }
  return {
    tenantId,
    companyName: company?.name ?? '',
    registry,
    objects: registry.objects,
    byPlural: registry.byPlural,
    settings: settingsIn(company ?? {}),
    changes: changesOf(grants),
    customFields: (object) => custom.get(object) ?? [],
  }
}

function declared(registry: Registry, name: string): Declaration {
  const declaration = registry.objects.get(name)
  if (!declaration) throw new Error(`the model needs the object ${name}`)
  return declaration
}

async function read(tx: Tx, place: { tenantId: string; declaration: Declaration }): Promise<Loose[]> {
  const order = Object.hasOwn(place.declaration.fields, 'seq') ? 'seq, id' : 'id'
  const rows = await tx.prepared<Loose>(
    `select * from app."${tableName(place.declaration)}" where tenant_id = $1 order by ${order}`,
    [place.tenantId],
  )
  return withParts(
    tx,
    place,
    rows.map((row) => rowToRecord(place.declaration, row)),
  )
}

const tableName = ({ name }: Declaration): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const kinds: Readonly<Record<string, FieldKind>> = { number: 'decimal', switch: 'toggle', attachment: 'files' }

/** A stored definition as the field every door understands. */
export function customFieldOf(row: Loose): CustomField {
  const kind = kinds[row.kind] ?? (row.kind as FieldKind)
  const options = (row.options as readonly Loose[]).filter((one) => !one.disabled)
  const field: Field = {
    kind,
    label: { zh: row.labelZh, en: row.labelEn },
    ...(row.helpZh ? { help: { zh: row.helpZh, en: row.helpEn ?? row.helpZh } } : {}),
    ...(row.required ? { required: true } : {}),
    ...(row.showInList ? { listed: true } : {}),
    ...(row.section ? { section: row.section } : {}),
    ...(kind === 'choice'
      ? { options: Object.fromEntries(options.map((one) => [one.key, { zh: one.zh, en: one.en }])) }
      : {}),
    ...(kind === 'link' ? { target: row.target } : {}),
    ...(kind === 'decimal' ? { scale: row.scale ?? 6 } : {}),
    ...(kind === 'text' ? { maxLength: 500 } : {}),
  }
  return { ...field, key: row.key, filterable: row.filterable === true }
}

function changesOf(grants: readonly Loose[]): GrantChanges {
  const out: Record<string, Record<string, Record<string, Scope | null>>> = {}
  for (const { object, action, role, scope } of grants) {
    const actions = out[object] ?? {}
    const roles = actions[action] ?? {}
    out[object] = { ...actions, [action]: { ...roles, [role]: scope === 'none' ? null : scope } }
  }
  return out
}
