/** Finds the value a path names: own and common fields, custom ones, and those one link away; nothing else exists. */
import { commonFields, fieldOf } from '../../kernel/common.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import type { CustomField, Declaration } from '../../kernel/object.ts'
import type { Place } from '../store/where.ts'
import { badFilter, type Reading, short } from './reading.ts'
import { isVisible, mayRead, personalReach, reachOf } from './scope.ts'

/** The place, or null where nothing of that name is there for this reader. */
export function findPlace(reading: Reading, declaration: Declaration, path: string): Place | null {
  const [head = '', tail, ...more] = path.split('.')
  if (more.length > 0) return null
  if (tail === undefined) return ownPlace(reading, declaration, head)
  if (head === 'custom') return customPlace(reading, declaration, tail)
  const link = ownPlace(reading, declaration, head)
  const target = link ? targetOf(reading, link.field) : null
  if (!target) return null
  const place = ownPlace(reading, target, tail)
  return place ? { ...place, via: { link: head, reach: reachOf(reading, target) } } : null
}

export function placeOf(reading: Reading, declaration: Declaration, path: unknown): Place {
  const place = typeof path === 'string' && path.length <= 120 ? findPlace(reading, declaration, path) : null
  if (!place) throw badFilter(`field ${short(path)}`)
  return place
}

function ownPlace(reading: Reading, declaration: Declaration, name: string): Place | null {
  const field = (Object.hasOwn(identifiers, name) ? identifiers[name] : undefined) ?? fieldOf(declaration.fields, name)
  return field && isVisible(reading, field) ? { name, field, on: declaration } : null
}

/** Identifiers that are no links: of the record itself, and of its chain. */
const identifiers: Fields = {
  id: { kind: 'link', label: say('标识', 'Identifier') },
  caseId: { ...(commonFields.caseId as Field), kind: 'link' },
}

function customPlace(reading: Reading, declaration: Declaration, key: string): Place | null {
  const field = reading.model.customFields(declaration.name).find((one) => one.key === key)
  if (!field || !isVisible(reading, field)) return null
  return { name: key, field, on: declaration, custom: { filterable: field.filterable } }
}

/** The object a field's identifiers belong to, as far as the reader may read it. */
export function targetOf(reading: Reading, field: Field): Declaration | null {
  const target = reading.model.objects.get(targetName(field) ?? '')
  return target && mayRead(reading, target) ? target : null
}

export function targetName(field: Field): string | null {
  if (field.kind === 'link') return field.target ?? null
  if (field.kind === 'member' || field.kind === 'members') return 'user'
  return field.kind === 'department' ? 'department' : null
}

/** Ordering or grouping by a masked value would tell it; whoever sees all of them in plain may. */
export const tellsMasked = (reading: Reading, place: Place): boolean =>
  place.field.mask !== undefined && personalReach(reading, place.on) !== null

export interface Named {
  readonly name: string
  readonly field: Field
}

/** All fields of the object that the reader sees, common ones last. */
export function visibleFields(reading: Reading, declaration: Declaration): Named[] {
  return Object.entries({ ...declaration.fields, ...commonFields })
    .filter(([, field]) => isVisible(reading, field))
    .map(([name, field]) => ({ name, field }))
}

export const visibleCustom = (reading: Reading, declaration: Declaration): CustomField[] =>
  reading.model.customFields(declaration.name).filter((field) => isVisible(reading, field))
