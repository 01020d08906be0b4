/** The head of a page and its designed states: loading, empty, failed, forbidden, missing. */
import { Button } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { asProblem } from '../api/client.ts'
import { useWords } from '../shell/words.ts'
import { Go } from './go.tsx'
import { ProblemNote } from './problem.tsx'

interface PageHeadProps {
  title: ReactNode
  /** Title of the browser's tab, when `title` is no text. */
  name?: string
  aside?: ReactNode
  actions?: ReactNode
}

export function PageHead({ title, name, aside, actions }: PageHeadProps) {
  const tab = name ?? (typeof title === 'string' ? title : '')
  useTabTitle(tab)
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {aside}
      {actions && <div className="actions no-print">{actions}</div>}
    </header>
  )
}

export function useTabTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · OpenLTC` : 'OpenLTC'
  }, [title])
}

export function Loading({ lines = 6 }: { lines?: number }) {
  const { t } = useWords()
  return (
    <div className="bones" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  )
}

export function Empty({ title, children }: { title?: string; children?: ReactNode }) {
  const { t } = useWords()
  return (
    <div className="quiet-state">
      <p>{title ?? t('empty')}</p>
      {children}
    </div>
  )
}

export function Forbidden() {
  const { t } = useWords()
  return (
    <div className="quiet-state" role="alert">
      <h2>{t('forbidden')}</h2>
      <p>{t('forbiddenHint')}</p>
      <Go to="/">{t('toHome')}</Go>
    </div>
  )
}

export function Missing() {
  const { t } = useWords()
  return (
    <div className="quiet-state" role="alert">
      <h2>{t('missing')}</h2>
      <p>{t('missingHint')}</p>
      <Go to="/">{t('toHome')}</Go>
    </div>
  )
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useWords()
  const problem = asProblem(error)
  if (problem.status === 403) return <Forbidden />
  if (problem.status === 404) return <Missing />
  return (
    <div className="stack" style={{ maxWidth: 560, padding: '24px 0' }}>
      <ProblemNote error={error}>
        {again && (
          <p style={{ marginTop: 8 }}>
            <Button size="small" onClick={again}>
              {t('again')}
            </Button>
          </p>
        )}
      </ProblemNote>
    </div>
  )
}

interface Asked<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

/** What was asked, when it is there; else the state it is in. */
export function Shown<T>({
  asked,
  lines,
  children,
}: {
  asked: Asked<T>
  lines?: number
  children: (data: T) => ReactNode
}) {
  if (asked.data !== undefined) return <>{children(asked.data)}</>
  if (asked.error) return <Failed error={asked.error} again={() => void asked.refetch()} />
  return <Loading lines={lines} />
}
