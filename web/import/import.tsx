/** Import: past imports, one of them in detail, or the steps of a new one; the address says which. */
import { useRouterState } from '@tanstack/react-router'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go } from '../ui/go.tsx'
import { Empty, PageHead } from '../ui/page.tsx'
import { importWords as w } from '../words/import.ts'
import { packWords } from '../words/packs.ts'
import { One } from './one.tsx'
import { mayHistory } from './options.tsx'
import { PackOne } from './packOne.tsx'
import { PackPast } from './packPast.tsx'
import { PackStart } from './packStart.tsx'
import { Past } from './past.tsx'
import { Steps } from './steps.tsx'
import './import.css'

export default function ImportPage() {
  const { say } = useWords()
  const { objects } = useMeta()
  const search = useRouterState({ select: (state) => state.location.search as Record<string, unknown> })
  const open = typeof search.id === 'string' ? search.id : null
  const fresh = search.new !== undefined
  const pack = search.pack === undefined ? null : String(search.pack)
  const { roles } = useMeta().me
  const mayMove = mayHistory(roles)
  const choices = Object.values(objects).filter(
    (object) => (object.can.create || mayHistory(roles)) && object.name !== 'comment' && object.name !== 'company',
  )
  return (
    <div className="page import">
      {open || fresh || pack ? (
        <nav aria-label={say(w.past)}>
          <Go to="/import" className="soft">
            ‹ {say(w.past)}
          </Go>
        </nav>
      ) : null}
      <PageHead
        title={say(pack ? packWords.title : fresh ? w.newImport : w.title)}
        actions={
          !fresh && !pack && choices.length > 0 ? (
            <>
              {mayMove ? (
                <Go className="import-new quiet" to="/import?pack=new">
                  {say(packWords.move)}
                </Go>
              ) : null}
              <Go className="import-new" to="/import?new=1">
                {say(w.newImport)}
              </Go>
            </>
          ) : null
        }
      />
      {open ? <One id={open} /> : null}
      {!open && fresh ? (
        <Steps choices={choices} given={typeof search.object === 'string' ? search.object : null} />
      ) : null}
      {pack === 'new' ? <PackStart /> : pack ? <PackOne id={pack} /> : null}
      {!open && !fresh && !pack && mayMove ? <PackPast /> : null}
      {!open && !fresh && !pack ? choices.length === 0 ? <Empty title={say(w.noRight)} /> : <Past /> : null}
    </div>
  )
}
