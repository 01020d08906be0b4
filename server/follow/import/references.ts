/** Finds the records that cells name: by number, title, unique code or e-mail, once per text and import. */
import type { Declaration } from '../../../kernel/object.ts'
import { findByTexts } from '../../store/imports.ts'
import type { Model, World } from '../../world.ts'
import type { Reference } from './rows.ts'

export type Found = { readonly id: string } | 'none' | 'several'

export interface References {
  /** Looks up all that is not known yet, in one question per object. */
  prefetch(wanted: readonly Reference[]): Promise<void>
  of(reference: Reference): Found
  /** A record made meanwhile, by the texts it is known by. */
  learn(object: string, text: string, id: string): void
}

const keyOf = (text: string): string => text.trim().toLowerCase()
/** Beyond so many, the oldest are worth less than the memory they take. */
const mostKnown = 200_000

/** The texts a record is known by. */
export function namingFields(declaration: Declaration): string[] {
  const unique = Object.entries(declaration.fields).filter(
    ([, field]) => field.kind === 'text' && field.unique === true,
  )
  const title = declaration.title === 'no' ? [] : [declaration.title]
  return [...new Set([...title, ...(declaration.numbered ? ['no'] : []), 'sourceKey', ...unique.map(([name]) => name)])]
}

export function openReferences(world: World, model: Model): References {
  const known = new Map<string, Found>()
  const keys = ({ object, text }: { object: string; text: string }) => `${object}\u001f${keyOf(text)}`
  return {
    async prefetch(wanted) {
      if (known.size > mostKnown) known.clear()
      const byObject = new Map<string, Set<string>>()
      for (const one of wanted) {
        if (known.has(keys(one))) continue
        byObject.set(one.object, (byObject.get(one.object) ?? new Set()).add(one.text.trim()))
      }
      for (const [object, texts] of byObject) {
        const declaration = model.objects.get(object)
        if (!declaration) continue
        const asked = { fields: namingFields(declaration), texts: [...texts] }
        const found = await world.database.inTenant(model.tenantId, (tx) =>
          findByTexts(tx, { tenantId: model.tenantId, declaration }, asked),
        )
        for (const text of texts) known.set(keys({ object, text }), 'none')
        for (const { id, key } of found) {
          const before = known.get(keys({ object, text: key }))
          const same = typeof before === 'object' && before.id === id
          known.set(keys({ object, text: key }), before === 'none' || same ? { id } : 'several')
        }
      }
    },
    of: (reference) => known.get(keys(reference)) ?? 'none',
    learn: (object, text, id) => void known.set(keys({ object, text }), { id }),
  }
}
