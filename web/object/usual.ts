/** Links of a new form that begin with the usual record: the default one, or the only one there is. */
import { useQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import { list } from '../api/resource.ts'
import type { Entry, FieldMeta } from '../api/types.ts'
import { isEmpty, pathOf } from '../field/kinds.ts'
import { useMeta } from '../shell/meta.tsx'
import type { Form } from './useForm.ts'

export function useUsual(fields: readonly FieldMeta[], form: Form): void {
  const { objects } = useMeta()
  const asked = fields.flatMap((field) => {
    const target = field.begins === 'usual' ? objects[field.target ?? ''] : undefined
    return target?.can.read ? [{ path: pathOf(field), target }] : []
  })
  const found = useQueries({
    queries: asked.map(({ target }) => ({
      queryKey: [target.plural, 'usual'],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const standing = target.states.filter((state) => !state.ends && !state.locked).map((state) => state.name)
        return list(target.plural, { filter: { field: 'state', op: 'in', value: standing }, limit: 50 }, signal)
      },
      staleTime: 300_000,
    })),
  })
  const usual = found.map((one) => usualOf(one.data?.data ?? [])?.id ?? '').join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form begins again only when a usual record is found
  useEffect(() => {
    usual.split(' ').forEach((id, index) => {
      const path = asked[index]?.path
      if (path && id && isEmpty(form.values[path])) form.begin(path, id)
    })
  }, [usual])
}

const usualOf = (entries: readonly Entry[]): Entry | undefined =>
  entries.find((entry) => entry.isDefault === true) ?? (entries.length === 1 ? entries[0] : undefined)
