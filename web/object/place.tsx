/** Finds the object an address speaks of, or says that there is none or that it may not be seen. */
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ObjectMeta } from '../api/types.ts'
import { useObjectByPlural } from '../shell/meta.tsx'
import { Forbidden, Missing } from '../ui/page.tsx'

export function OfObject({ children }: { children: (object: ObjectMeta) => ReactNode }) {
  const { plural } = useParams({ strict: false }) as { plural?: string }
  const object = useObjectByPlural(plural)
  if (!object) return <Missing />
  if (!object.can.read) return <Forbidden />
  return <>{children(object)}</>
}

export const useRecordId = (): string => (useParams({ strict: false }) as { id?: string }).id ?? ''
