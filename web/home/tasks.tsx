/** What the person planned for today, and what is left from before. */
import { useList } from '../api/query.ts'
import type { Entry, Names } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { Go, listAddress, newAddress, recordAddress } from '../ui/go.tsx'
import { Empty, Shown } from '../ui/page.tsx'
import { Moment } from '../ui/show.tsx'
import { homeWords as w } from '../words/home.ts'

const about = ['accountId', 'leadId', 'opportunityId', 'orderId', 'contractId', 'invoiceId']

export function Tasks() {
  const { say } = useWords()
  const { company, objects } = useMeta()
  const object = objects.activity
  const filter = {
    and: [
      { field: 'ownerId', op: '=' as const, value: '$me' },
      { field: 'state', op: '=' as const, value: 'planned' },
      { field: 'plannedAt', op: '<=' as const, value: endOfDay(company.timeZone) },
    ],
  }
  const asked = useList('activities', { filter, sort: 'plannedAt', limit: 12 })
  return (
    <section className="home-card">
      <h2>
        <Go to={listAddress('activities', filter)}>{say(w.tasksToday)}</Go>
        {object?.can.create ? (
          <Go className="soft" to={newAddress('activities')} aria-label={`+ ${say(object.label)}`}>
            +
          </Go>
        ) : null}
      </h2>
      <Shown asked={asked} lines={4}>
        {({ data, names }) =>
          data.length === 0 ? (
            <Empty title={say(w.noTasks)} />
          ) : (
            <ul className="home-list">
              {data.map((task) => (
                <Task key={task.id} {...{ task, names }} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}

function Task({ task, names }: { task: Entry; names: Names }) {
  const { say } = useWords()
  const { objects } = useMeta()
  const type = objects.activity?.fields.find((field) => field.name === 'type')?.options?.[String(task.type)]
  const linked = about.map((name) => names[String(task[name] ?? '')]?.title).find(Boolean)
  const at = String(task.plannedAt ?? '')
  const late = at !== '' && Date.parse(at) < Date.now()
  return (
    <li>
      <Go to={recordAddress('activities', task.id)}>
        <span className="tag">{say(type)}</span>
        <span className="grow ellipsis">
          {String(task.subject ?? '')}
          {linked ? <span className="faint"> · {linked}</span> : null}
        </span>
        <span className={late ? 'home-late' : 'faint'}>
          {late ? <span className="hidden-word">{say(w.late)} </span> : null}
          <Moment value={at} relative />
        </span>
      </Go>
    </li>
  )
}

/** The last moment of today in the company's zone; to the minute, so that the question stays the same. */
function endOfDay(timeZone: string): string {
  const today = todayIn(timeZone)
  const noon = Date.parse(`${today}T12:00:00Z`)
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(noon)
  const offset = Date.parse(`${shown.replace(' ', 'T')}:00Z`) - noon
  return new Date(Date.parse(`${today}T23:59:00Z`) - offset).toISOString()
}
