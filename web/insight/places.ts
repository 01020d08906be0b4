/** The pages a person may open and the records they may make, as choices of the search box. */
import { adminPages } from '../admin/pages.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { homeWords } from '../words/home.ts'
import { importWords } from '../words/import.ts'
import { insightWords as w } from '../words/insight.ts'

export interface Choice {
  readonly key: string
  readonly group: 'records' | 'pages' | 'actions'
  readonly title: string
  readonly subtitle?: string
  /** What it is, at the right edge. */
  readonly kind: string
  readonly to: string
  readonly object?: string
  readonly state?: string | null
  /** Other words it can be found by. */
  readonly words?: readonly string[]
}

export function usePlaces(): readonly Choice[] {
  const { say } = useWords()
  const meta = useMeta()
  const objects = meta.navigation.flatMap(({ objects: names }) => names.map((name) => meta.objects[name])).filter(Boolean)
  const fixed: readonly [string, { zh: string; en: string }][] = [
    ['/', homeWords.home], ['/river', w.river], ['/inbox', w.inbox], ['/import', importWords.title],
  ]
  const page = (to: string, label: { zh: string; en: string }): Choice => ({
    key: `page-${to.replace(/\W/g, '-')}`,
    group: 'pages',
    title: say(label),
    kind: say(w.pages),
    to,
    words: [label.zh, label.en],
  })
  return [
    ...fixed.map(([to, label]) => page(to, label)),
    ...objects.filter((object) => object?.can.read).map((object) => page(`/${object?.plural}`, object!.label)),
    ...adminPages(meta).map(({ to, label }) => page(to, label)),
    ...objects
      .filter((object) => object?.can.create)
      .map((object): Choice => {
        const { plural, label } = object!
        return {
          key: `new-${plural}`,
          group: 'actions',
          title: say(w.newRecord, { object: say(label) }),
          kind: say(w.actions),
          to: `/${plural}/new`,
          words: [label.zh, label.en, `新建${label.zh}`, `new ${label.en}`],
        }
      }),
  ]
}

/** Without words the first few; else what holds them. */
export function matching(places: readonly Choice[], q: string): readonly Choice[] {
  const wanted = q.toLowerCase()
  if (wanted === '') return places.filter((place) => place.group === 'pages').slice(0, 8)
  return places.filter(({ title, words = [] }) => [title, ...words].some((word) => word.toLowerCase().includes(wanted)))
}
