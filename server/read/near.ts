/** Comments that concern the reader whatever record they are on: their own, and those that mention them. */
import { commonFields } from '../../kernel/common.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Field } from '../../kernel/field.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Condition } from '../store/where.ts'
import type { Reading } from './reading.ts'

export const isComment = ({ name }: Declaration): boolean => name === 'comment'

/** Null where nothing narrows what the scopes give. */
export function onlyNear({ actor }: Reading, declaration: Declaration): Condition | null {
  if (!isComment(declaration) || actor.kind === 'system') return null
  if (actor.id === null) return { any: [] }
  const place = (name: string, field: Field) => ({ name, field, on: declaration })
  return {
    any: [
      { place: place('createdBy', commonFields.createdBy as Field), op: 'eq', value: actor.id },
      { place: place('mentions', declaration.fields.mentions as Field), op: 'hasAny', value: [actor.id] },
    ],
  }
}

export function isNear({ actor }: Reading, declaration: Declaration, record: Loose): boolean {
  if (!isComment(declaration)) return true
  const mentions = (record.mentions ?? []) as readonly string[]
  return actor.id !== null && (record.createdBy === actor.id || mentions.includes(actor.id))
}
