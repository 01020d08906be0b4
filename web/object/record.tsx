/** The page of one record: what it is, where it stands, what can be done now, and all that happened to it. */
import { useRouterState } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useOne } from '../api/query.ts'
import type { ObjectMeta, One } from '../api/types.ts'
import { titleOf } from '../field/kinds.ts'
import { useMeta, useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go, listAddress, useSearchChange } from '../ui/go.tsx'
import { Loading, PageHead, Shown } from '../ui/page.tsx'
import { Person, StateTag } from '../ui/show.tsx'
import { peopleWords as w } from '../words/people.ts'
import { Actions } from './actions.tsx'
import { Checklist } from './checklist.tsx'
import { Details } from './details.tsx'
import { Edit } from './edit.tsx'
import { Files } from './files.tsx'
import './object.css'
import { Parts } from './parts.tsx'
import { StatePath } from './path.tsx'
import { OfObject, useRecordId } from './place.tsx'
import { Related, relationsOf } from './related.tsx'
import { Shares } from './share.tsx'
import { Timeline } from './timeline.tsx'

const PairPanel = lazy(() => import('../merge/pair.tsx').then((module) => ({ default: module.PairPanel })))
const RulePanel = lazy(() => import('../merge/trial.tsx').then((module) => ({ default: module.RulePanel })))
const Thread = lazy(() => import('../insight/thread.tsx').then((module) => ({ default: module.Thread })))

export default function RecordPage() {
  const id = useRecordId()
  return <OfObject>{(object) => <Record key={id} object={object} id={id} />}</OfObject>
}

function Record({ object, id }: { object: ObjectMeta; id: string }) {
  const asked = useOne(object.plural, id)
  return (
    <div className="page record-page">
      <Shown asked={asked} lines={12}>
        {(one) => <Found object={object} one={one} />}
      </Shown>
    </div>
  )
}

function Found({ object, one }: { object: ObjectMeta; one: One }) {
  const { say, t } = useWords()
  const [editing, setEditing] = useState(false)
  const { data, names } = one
  const title = titleOf(object, data)
  const owner = names[String(data.ownerId)]?.title
  return (
    <>
      <nav className="crumb no-print" aria-label={say(object.label)}>
        <Go to={listAddress(object.plural)}>{say(object.label)}</Go>
        {data.no && data.no !== title && <span className="faint number"> / {data.no}</span>}
      </nav>
      <PageHead
        title={title || data.no || say(object.label)}
        name={title}
        aside={
          <>
            {object.states.length > 1 && <StateTag object={object} state={data.state} />}
            {data.isTest === true && <span className="tag warn">{t('testRecord')}</span>}
            {owner && (
              <span className="soft" title={t('owner')}>
                <Person name={owner} />
              </span>
            )}
          </>
        }
        actions={
          <>
            {object.name === 'quote' && <QuotePdf id={data.id} />}
            <Actions object={object} one={one} onEdit={() => setEditing(true)} />
          </>
        }
      />
      <Shares object={object} one={one} title={title || String(data.no ?? '')} />
      <StatePath object={object} entry={data} />
      <Checklist object={object} one={one} />
      <Suspense fallback={<Loading lines={2} />}>
        <Thread plural={object.plural} id={data.id} />
      </Suspense>
      <Suspense fallback={<Loading lines={4} />}>
        {object.name === 'duplicatePair' && <PairPanel id={data.id} />}
        {object.name === 'matchRule' && <RulePanel rule={data} />}
      </Suspense>
      <RecordTabs object={object} one={one} />
      {editing && <Edit object={object} one={one} onClose={() => setEditing(false)} />}
    </>
  )
}

/** The quote as the customer gets it, in the language the page is read in. */
function QuotePdf({ id }: { id: string }) {
  const { language } = useWords()
  return (
    <a className="paper-link" href={`/api/v1/quotes/${id}/pdf?language=${language}`} download>
      PDF
    </a>
  )
}

function RecordTabs({ object, one }: { object: ObjectMeta; one: One }) {
  const { t, say } = useWords()
  const change = useSearchChange()
  const relations = relationsOf(useMeta(), object)
  const tab = useRouterState({ select: (state) => (state.location.search as { tab?: string }).tab })
  const items = [
    { key: 'details', label: t('details'), children: <Details object={object} one={one} /> },
    ...(object.parts.length > 0
      ? [{ key: 'lines', label: t('lines'), children: <Parts object={object} one={one} /> }]
      : []),
    ...(relations.length > 0
      ? [
          {
            key: 'related',
            label: t('related'),
            children: <Related relations={relations} object={object} entry={one.data} />,
          },
        ]
      : []),
    ...(useObject('attachment')?.can.read && object.name !== 'attachment'
      ? [{ key: 'files', label: say(w.files), children: <Files object={object} one={one} /> }]
      : []),
    { key: 'timeline', label: t('timeline'), children: <Timeline object={object} entry={one.data} /> },
  ]
  return (
    <Tabs
      activeKey={items.some((item) => item.key === tab) ? tab : 'details'}
      items={items}
      destroyOnHidden
      onChange={(key) => change({ tab: key === 'details' ? undefined : key })}
    />
  )
}
