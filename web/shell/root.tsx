/** Who is there? The sign-in page for strangers, the shell with the asked page for everyone else. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { onSignedOut, Problem } from '../api/client.ts'
import { keys } from '../api/query.ts'
import { fetchMeta } from '../api/resource.ts'
import { Failed, Loading } from '../ui/page.tsx'
import { Layout } from './layout.tsx'
import { MetaProvider } from './meta.tsx'
import { Proof } from './proof.tsx'
import { useStream } from './stream.ts'
import { adoptLanguage } from './words.ts'

const SignIn = lazy(() => import('./sign-in.tsx'))
const Gate = lazy(() => import('./gate.tsx'))
const Welcome = lazy(() => import('./welcome.tsx'))

/** What the server wants to see before anything else. */
const wanted: Readonly<Record<string, 'setUp' | 'prove'>> = { FACTOR_SET_UP: 'setUp', FACTOR_NEEDED: 'prove' }

export function Root() {
  const client = useQueryClient()
  const asked = useQuery({
    queryKey: keys.meta,
    queryFn: async () => {
      const meta = await fetchMeta()
      adoptLanguage(meta.me.language)
      return meta
    },
    staleTime: 300_000,
  })
  useEffect(
    () =>
      onSignedOut(() => {
        if (client.getQueryData(keys.meta)) void client.resetQueries({ queryKey: keys.meta })
      }),
    [client],
  )
  const meta = asked.data
  useStream(meta)

  if (location.pathname === '/welcome') {
    return (
      <Suspense fallback={<Loading />}>
        <Welcome onSignedIn={() => location.assign('/')} />
      </Suspense>
    )
  }
  if (asked.error instanceof Problem && asked.error.status === 401) {
    return (
      <Suspense fallback={<Loading />}>
        <SignIn onSignedIn={() => void client.resetQueries()} />
      </Suspense>
    )
  }
  const wants = asked.error instanceof Problem ? wanted[asked.error.code] : undefined
  if (wants) {
    return (
      <Suspense fallback={<Loading />}>
        <Gate wants={wants} onDone={() => void client.resetQueries()} />
      </Suspense>
    )
  }
  if (!meta) {
    return (
      <main className="page">
        {asked.error ? <Failed error={asked.error} again={() => void asked.refetch()} /> : <Loading />}
      </main>
    )
  }
  return (
    <MetaProvider meta={meta}>
      <Layout>
        <Outlet />
      </Layout>
      <Proof companyId={meta.company.id} />
    </MetaProvider>
  )
}
