/** A page that broke says so and leaves the rest of the application standing. */
import { useRouter } from '@tanstack/react-router'
import { asProblem } from '../api/client.ts'
import { Go } from '../ui/go.tsx'
import { useWords } from './words.ts'

/** A new version was installed while this page was open: its old chunks are gone, so load the page once more. */
const lostChunk = /dynamically imported module|Importing a module script failed|error loading dynamically/i

export function Broken({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t, say } = useWords()
  const { history } = useRouter()
  const problem = asProblem(error)
  const gone = lostChunk.test(problem.message)
  const again = () => {
    if (gone || !reset) return window.location.assign(history.location.href)
    reset()
  }
  return (
    <div className="quiet-state" role="alert">
      <h2>{t('broke')}</h2>
      <p>{t('brokeHint')}</p>
      <p className="faint">{say(problem.say)}</p>
      <p className="row">
        <button type="button" className="plain-button" onClick={again}>
          {gone ? t('reload') : t('again')}
        </button>
        <Go to="/">{t('toHome')}</Go>
      </p>
    </div>
  )
}
