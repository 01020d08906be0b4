/** What the server says the software is made of, for this person: loaded once, known to every page. */
import { createContext, type ReactNode, useContext } from 'react'
import type { Meta, ObjectMeta } from '../api/types.ts'

const MetaContext = createContext<Meta | null>(null)

export function MetaProvider({ meta, children }: { meta: Meta; children: ReactNode }) {
  return <MetaContext value={meta}>{children}</MetaContext>
}

export function useMeta(): Meta {
  const meta = useContext(MetaContext)
  if (!meta) throw new Error('This page stands outside the signed-in shell')
  return meta
}

export const useObject = (name: string | undefined): ObjectMeta | undefined => {
  const meta = useMeta()
  return name ? meta.objects[name] : undefined
}

export const useObjectByPlural = (plural: string | undefined): ObjectMeta | undefined => {
  const meta = useMeta()
  return Object.values(meta.objects).find((object) => object.plural === plural)
}
