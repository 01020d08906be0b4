/** Proposes the tables of the declared objects: columns, keys, indexes, walls. A person reads it before it lands. */
import { aboutRecords } from '../../kernel/about.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import { columnOf, commonColumns, fieldColumns, sqlType, tableOf } from './columns.ts'

/** SQL for all objects, tables first, then what refers across them. */
export function proposeTables(declarations: readonly Declaration[]): string {
  const tables = declarations.flatMap((declaration) => [objectTable(declaration), ...partTables(declaration)])
  const keys = declarations.flatMap((declaration) => foreignKeys(declaration))
  return [...tables, ...keys, ''].join('\n\n')
}

/** Names stay within 50 characters, so that PostgreSQL and Citus never cut them. */
export function nameOf(...words: readonly string[]): string {
  const name = words.map(columnOf).join('_')
  return name.length <= 50 ? name : `${name.slice(0, 40)}_${checksum(name)}`
}

function checksum(text: string): string {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_147_483_647
  return sum.toString(36)
}

function objectTable(declaration: Declaration): string {
  const { name } = declaration
  const columns = [
    ...commonColumns.map(([column, type]) => `  "${columnOf(column)}" ${type}`),
    ...fieldColumns(declaration.fields).map(({ column, type }) => `  "${column}" ${type}`),
  ]
  const table = tableOf(name)
  return [
    `create table ${table} (\n  tenant_id uuid not null,\n  id uuid not null,`,
    `${columns.join(',\n')},\n  primary key (tenant_id, id)\n);`,
    ...indexes(declaration),
    `select app.tenant_table('${table}');`,
  ].join('\n')
}

function indexes(declaration: Declaration): string[] {
  const { name } = declaration
  const table = tableOf(name)
  const plain = (...columns: string[]) =>
    `create index ${nameOf(name, ...columns, 'idx')} on ${table} (tenant_id, ${quoted(columns)}, id);`
  const out = [plain('ownerId'), plain('deptId'), plain('state', 'createdAt'), plain('createdAt'), plain('caseId')]
  out.push(`create index ${nameOf(name, 'grams', 'gin')} on ${table} using gin (grams);`)
  out.push(`create index ${nameOf(name, 'memberIds', 'gin')} on ${table} using gin (member_ids);`)
  const ofSource = `(tenant_id, lower(source_key)) where source_key is not null`
  out.push(`create unique index ${uniqueName(name, 'sourceKey')} on ${table} ${ofSource};`)
  if (declaration.numbered) out.push(`create unique index ${uniqueName(name, 'no')} on ${table} (tenant_id, no);`)
  if (aboutRecords.has(name)) out.push(plain('object', 'recordId'))
  for (const [field, spec] of Object.entries(declaration.fields)) {
    if (spec.unique) out.push(uniqueIndex(declaration, field, spec))
    if (spec.kind === 'link') out.push(plain(field))
    else if (spec.listed && ['money', 'date', 'datetime'].includes(spec.kind)) out.push(plain(field))
  }
  return out
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${columnOf(name)}"`).join(', ')

export const uniqueName = (object: string, field: string): string => nameOf(object, field, 'key')

/** Text is unique without regard to case; empty values never collide. */
function uniqueIndex(declaration: Declaration, field: string, spec: Field): string {
  const within = Array.isArray(spec.unique) ? spec.unique : []
  const expression = (name: string, kind: string | undefined) =>
    kind === 'text' ? `lower("${columnOf(name)}")` : `"${columnOf(name)}"`
  const columns = [...within.map((name) => expression(name, undefined)), expression(field, spec.kind)]
  const where = `where "${columnOf(field)}" is not null`
  const index = uniqueName(declaration.name, field)
  return `create unique index ${index} on ${tableOf(declaration.name)} (tenant_id, ${columns.join(', ')}) ${where};`
}

function partTables(declaration: Declaration): string[] {
  return Object.entries(declaration.parts).map(([part, spec]) => {
    const table = tableOf(`${declaration.name}.${part}`)
    const columns = fieldColumns(spec.fields).map(({ column, type }) => `  "${column}" ${type}`)
    return [
      `create table ${table} (\n  tenant_id uuid not null,\n  id uuid not null,\n  parent_id uuid not null,`,
      '  position integer not null,',
      `${columns.join(',\n')},`,
      '  primary key (tenant_id, id),',
      `  foreign key (tenant_id, parent_id) references ${tableOf(declaration.name)} (tenant_id, id)\n);`,
      `create index ${nameOf(declaration.name, part, 'parent', 'idx')} on ${table} (tenant_id, parent_id, position);`,
      ...Object.entries(spec.fields)
        .filter(([, field]) => field.kind === 'link')
        .map(
          ([name]) =>
            `create index ${nameOf(declaration.name, part, name, 'idx')} on ${table} (tenant_id, "${columnOf(name)}");`,
        ),
      `select app.tenant_table('${table}');`,
    ].join('\n')
  })
}

/** Every link is checked with its tenant, since foreign keys look past row security. */
function foreignKeys(declaration: Declaration): string[] {
  const { name } = declaration
  const own = Object.entries(declaration.fields).map(([field, spec]) => ({
    table: tableOf(name),
    words: [name, field],
    field,
    spec,
  }))
  const parts = Object.entries(declaration.parts).flatMap(([part, spec]) =>
    Object.entries(spec.fields).map(([field, one]) => ({
      table: tableOf(`${name}.${part}`),
      words: [name, part, field],
      field,
      spec: one,
    })),
  )
  const people: Field = { kind: 'member', label: { zh: '', en: '' } }
  const owner = { table: tableOf(name), words: [name, 'ownerId'], field: 'ownerId', spec: people }
  return [owner, ...own, ...parts].flatMap(({ table, words, field, spec }) => {
    const target = targetOf(spec)
    if (!target) return []
    return [
      [
        `alter table ${table} add constraint ${nameOf(...words, 'fk')}`,
        `  foreign key (tenant_id, "${columnOf(field)}") references ${tableOf(target)} (tenant_id, id);`,
      ].join('\n'),
    ]
  })
}

function targetOf(field: Field): string | null {
  if (field.kind === 'link') return field.target ?? null
  if (field.kind === 'member') return 'user'
  return field.kind === 'department' ? 'department' : null
}

/** What the database must have for these declarations: 'table.column' → type, to find drift. */
export function expectedColumns(declarations: readonly Declaration[]): Map<string, string> {
  const out = new Map<string, string>()
  const bare = (table: string) => table.replace('app.', '').replaceAll('"', '')
  for (const declaration of declarations) {
    for (const [column, type] of commonColumns)
      out.set(`${bare(tableOf(declaration.name))}.${columnOf(column)}`, type.split(' ')[0] as string)
    for (const [name, field] of Object.entries(declaration.fields))
      out.set(`${bare(tableOf(declaration.name))}.${columnOf(name)}`, sqlType(field))
    for (const [part, spec] of Object.entries(declaration.parts)) {
      for (const [name, field] of Object.entries(spec.fields)) {
        out.set(`${bare(tableOf(`${declaration.name}.${part}`))}.${columnOf(name)}`, sqlType(field))
      }
    }
  }
  return out
}
