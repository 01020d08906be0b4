/** The addresses of the application; every page is a chunk of its own. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Loading, Missing } from '../ui/page.tsx'
import { Broken } from './boundary.tsx'
import { Root } from './root.tsx'

const root = createRootRoute({ component: Root, notFoundComponent: Missing, errorComponent: Broken })

const page = (path: string, load: () => Promise<Record<string, unknown>>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as Parameters<typeof lazyRouteComponent>[0]),
  })

const routes = [
  page('/', () => import('../home/home.tsx')),
  page('/river', () => import('../insight/river.tsx')),
  page('/inbox', () => import('../insight/inbox.tsx')),
  page('/account', () => import('../account/account.tsx')),
  page('/import', () => import('../import/import.tsx')),
  page('/admin', () => import('../admin/admin.tsx')),
  page('/admin/$', () => import('../admin/admin.tsx')),
  page('/merge/$plural', () => import('../merge/merge.tsx')),
  page('/$plural', () => import('../object/list.tsx')),
  page('/$plural/board', () => import('../object/board.tsx')),
  page('/$plural/new', () => import('../object/new.tsx')),
  page('/$plural/$id', () => import('../object/record.tsx')),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: false,
  defaultPendingComponent: () => (
    <div className="page">
      <Loading />
    </div>
  ),
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: Missing,
  scrollRestoration: true,
})
