/** Wrong declarations must not compile: each expectation below fails the type check when the language lets it pass. */
import { count, self } from '../../kernel/fact.ts'
import { money, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'

const base = {
  label: say('样', 'Sample'),
  plural: 'samples',
  area: 'sell',
  title: 'name',
  fields: { name: text({ label: say('名', 'Name'), required: true }), amount: money({ label: say('额', 'Amount') }) },
  states: { open: { label: say('开', 'Open') }, won: { label: say('赢', 'Won'), ends: 'well' } },
  starts: 'open',
} as const

const facts = { quotes: count('quote', { opportunityId: self('id') }) }
const everybody = { REP: 'self' } as const
const permits = { read: everybody, create: everybody, change: everybody }
const win = { label: say('赢单', 'Win'), from: ['open'], to: 'won', emits: 'won' } as const

object('sample', { ...base, facts, transitions: { win }, permits: { ...permits, win: everybody } })

// @ts-expect-error a transition without a permit
object('sample', { ...base, transitions: { win }, permits })

// @ts-expect-error a permit without a transition
object('sample', { ...base, transitions: { win }, permits: { ...permits, win: everybody, lose: everybody } })

// @ts-expect-error a misspelt state
object('sample', { ...base, transitions: { win: { ...win, to: 'wno' } }, permits: { ...permits, win: everybody } })

// @ts-expect-error a misspelt title field
object('sample', { ...base, title: 'nmae', transitions: { win }, permits: { ...permits, win: everybody } })

object('sample', {
  ...base,
  // @ts-expect-error a misspelt field to ask for
  transitions: { win: { ...win, asks: ['amuont'] } },
  permits: { ...permits, win: everybody },
})

object('sample', {
  ...base,
  facts,
  // @ts-expect-error a fact that was not declared
  transitions: { win: { ...win, needs: ['qoutes'] } },
  permits: { ...permits, win: everybody },
})

object('sample', {
  ...base,
  facts,
  transitions: {
    win: {
      ...win,
      needs: ['quotes'],
      guards: [
        { code: 'NO_QUOTE', holds: (context) => context.facts.quotes > 0 },
        // @ts-expect-error a misspelt fact in a guard
        { code: 'NO_QUOTE', holds: (context) => context.facts.qoutes > 0 },
        // @ts-expect-error a misspelt field in a guard
        { code: 'NO_NAME', holds: (context) => context.record.nmae !== null },
        // @ts-expect-error a comparison with a state that does not exist
        { code: 'NOT_OPEN', holds: (context) => context.record.state === 'oepn' },
      ],
    },
  },
  permits: { ...permits, win: everybody },
})
