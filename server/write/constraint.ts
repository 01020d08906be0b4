/** What the database refuses in the words of the product: which field was not unique, which link led nowhere. */
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { nameOf, uniqueName } from '../store/ddl.ts'
import type { Model } from '../world.ts'

/** The refusal behind a constraint error, or null when the error is something else. */
export function refusalOf(error: unknown, model: Model): Refusal | null {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string }
  // On several nodes the name comes only in the message and with the shard's number.
  const name = (constraint ?? /constraint "([^"]+)"/.exec(message ?? '')?.[1] ?? '').replace(/_\d+$/, '')
  if (code === '23505') {
    const field = uniqueField(model, name)
    return field ? refuse('invalid', 'NOT_UNIQUE', { field, details: { name: field } }) : null
  }
  if (code === '23503') {
    // A delete that others still point to says "still referenced"; a write that points nowhere does not.
    if (/still referenced/.test((error as { detail?: string }).detail ?? ''))
      return refuse('guard', 'IN_USE', { status: 409 })
    const field = linkField(model, name)
    return refuse('invalid', 'LINK_NOT_FOUND', { field, details: { name: field } })
  }
  return null
}

function uniqueField(model: Model, constraint: string): string | null {
  for (const declaration of model.objects.values()) {
    for (const field of ['no', 'sourceKey', ...Object.keys(declaration.fields)]) {
      if (uniqueName(declaration.name, field) === constraint) return field
    }
  }
  return null
}

function linkField(model: Model, constraint: string): string {
  for (const declaration of model.objects.values()) {
    for (const field of ['ownerId', ...Object.keys(declaration.fields)]) {
      if (nameOf(declaration.name, field, 'fk') === constraint) return field
    }
    for (const [part, spec] of Object.entries(declaration.parts)) {
      for (const field of Object.keys(spec.fields)) {
        if (nameOf(declaration.name, part, field, 'fk') === constraint) return `${part}.${field}`
      }
    }
  }
  return 'link'
}
