/** The frame of every page: navigation on the left, the header above, the page in the middle. */
import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { PlainHttp } from './plainHttp.tsx'
import { useWords } from './words.ts'

export function Layout({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const drawer = useRef<HTMLDialogElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })

  useEffect(() => {
    if (open) drawer.current?.showModal()
    else drawer.current?.close()
  }, [open])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the drawer
  useEffect(() => setOpen(false), [path])

  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <aside className="side no-print">
        <Navigation />
      </aside>
      <dialog ref={drawer} className="drawer" aria-label={t('navigation')} onClose={() => setOpen(false)}>
        {open && (
          <>
            <button type="button" className="plain-button drawer-close" onClick={() => setOpen(false)}>
              {t('close')}
            </button>
            <Navigation />
          </>
        )}
      </dialog>
      <div className="body">
        <Header onOpenNavigation={() => setOpen(true)} />
        <PlainHttp />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
