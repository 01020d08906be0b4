/** The administration: an overview in groups, and the page the address names. */
import { useRouterState } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go } from '../ui/go.tsx'
import { Empty, Loading, Missing, PageHead } from '../ui/page.tsx'
import { adminWords as w } from '../words/admin.ts'
import { adminGroups, adminPages } from './pages.ts'
import '../object/form.css'
import './admin.css'

const pages: Readonly<Record<string, ComponentType>> = {
  people: lazy(() => import('./people.tsx')),
  departments: lazy(() => import('./departments.tsx')),
  permissions: lazy(() => import('./permissions.tsx')),
  'signing-in': lazy(() => import('./signIn.tsx')),
  mail: lazy(() => import('./mail.tsx')),
  handover: lazy(() => import('./handover.tsx')),
  keys: lazy(() => import('./keys.tsx')),
  pipelines: lazy(() => import('./pipelines.tsx')),
  fields: lazy(() => import('./fields.tsx')),
  company: lazy(() => import('./company.tsx')),
  leaving: lazy(() => import('./leaving.tsx')),
  demo: lazy(() => import('./demo.tsx')),
  rekeyed: lazy(() => import('./rekeyed.tsx')),
  audit: lazy(() => import('./audit.tsx')),
}

export default function Admin() {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const key = path.split('/')[2] ?? ''
  if (key === '') return <Overview />
  const Page = pages[key]
  if (!Page) return <Missing />
  return (
    <div className="page admin">
      <Suspense fallback={<Loading />}>
        <Page />
      </Suspense>
    </div>
  )
}

function Overview() {
  const { say } = useWords()
  const known = adminPages(useMeta())
  return (
    <div className="page admin">
      <PageHead title={say(w.title)} />
      {known.length === 0 ? <Empty title={say(w.noRight)} /> : null}
      {adminGroups.map((group) => {
        const members = known.filter((page) => page.group === group)
        if (members.length === 0) return null
        return (
          <section key={group} className="admin-group" aria-labelledby={`admin-${group}`}>
            <h2 id={`admin-${group}`}>{say(w[group])}</h2>
            <ul className="admin-tiles">
              {members.map((page) => (
                <li key={page.key}>
                  <Go to={page.to}>
                    <b>{say(page.label)}</b>
                    <span className="soft">{say(page.hint)}</span>
                  </Go>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
