/** What stands on other records and concerns the reader whatever record it is on: their own, and what names them. */
import { aboutRecords } from '../../kernel/about.ts'
import { commonFields } from '../../kernel/common.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Actor } from '../../kernel/permit.ts'
import type { Condition } from '../store/where.ts'
import type { Reading } from './reading.ts'

export const isAbout = ({ name }: Declaration): boolean => aboutRecords.has(name)

/** Null where nothing narrows what the scopes give. */
export function onlyNear({ actor }: Reading, declaration: Declaration): Condition | null {
  if (!isAbout(declaration) || actor.kind === 'system' || oversees(actor, declaration)) return null
  if (actor.id === null) return { any: [] }
  const place = (name: string, field: Field) => ({ name, field, on: declaration })
  const own: Condition = { place: place('createdBy', commonFields.createdBy as Field), op: 'eq', value: actor.id }
  const { mentions, recordId } = declaration.fields
  if (declaration.name === 'share' && recordId) {
    const opened = Object.keys(actor.shared ?? {})
    return {
      any: [
        own,
        { place: place('memberIds', commonFields.memberIds as Field), op: 'hasAny', value: [actor.id] },
        { place: place('recordId', recordId), op: 'in', value: opened },
      ],
    }
  }
  return mentions ? { any: [own, { place: place('mentions', mentions), op: 'hasAny', value: [actor.id] }] } : own
}

export function isNear({ actor }: Reading, declaration: Declaration, record: Loose): boolean {
  if (!isAbout(declaration) || oversees(actor, declaration)) return true
  const named = [...(record.mentions ?? []), ...(declaration.name === 'share' ? record.memberIds : [])] as string[]
  return actor.id !== null && (record.createdBy === actor.id || named.includes(actor.id))
}

/** Who looks after rights sees every share of the company; what is shared stays closed to them. */
const oversees = ({ roles }: Actor, { name }: Declaration): boolean =>
  name === 'share' && roles.some((role) => role === 'ADM' || role === 'OPS')
