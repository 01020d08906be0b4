/** The river on the home of those who steer. */
import { periodOf, useRiver } from '../insight/riverData.ts'
import { RiverView } from '../insight/riverView.tsx'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { Go } from '../ui/go.tsx'
import { Shown } from '../ui/page.tsx'
import { homeWords as w } from '../words/home.ts'

export default function HomeRiver() {
  const { say } = useWords()
  const { timeZone } = useMeta().company
  const asked = useRiver(periodOf('last12', todayIn(timeZone)))
  return (
    <section className="home-river">
      <h2>
        <Go to="/river">{say(w.openRiver)}</Go>
      </h2>
      <Shown asked={asked}>{(river) => <RiverView river={river} />}</Shown>
    </section>
  )
}
