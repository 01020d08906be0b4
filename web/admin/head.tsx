/** The head of an administration page: the way back, what the page is for, and its actions. */
import type { ReactNode } from 'react'
import type { Label } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { Go } from '../ui/go.tsx'
import { PageHead } from '../ui/page.tsx'
import { adminWords as w } from '../words/admin.ts'

export function AdminHead({ title, hint, actions }: { title: Label; hint: Label; actions?: ReactNode }) {
  const { say } = useWords()
  return (
    <>
      <nav aria-label={say(w.title)}>
        <Go to="/admin" className="soft">
          ‹ {say(w.title)}
        </Go>
      </nav>
      <PageHead title={say(title)} actions={actions} />
      <p className="soft admin-hint">{say(hint)}</p>
    </>
  )
}
