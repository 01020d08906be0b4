/** A suspected duplicate: both records beside each other, what differs marked, and what spoke for it in points. */
import { MergeCellsOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Entry, Names, ObjectMeta } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { isEmpty, pathOf, titleOf, valueIn } from '../field/kinds.ts'
import { same } from '../object/useForm.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Go, recordAddress, useGo } from '../ui/go.tsx'
import { Shown } from '../ui/page.tsx'
import { Moment, StateTag } from '../ui/show.tsx'
import { mergeWords as w } from '../words/merge.ts'
import { type Evidence, mergeAddress, type Side, useSides } from './data.ts'
import { EvidenceList } from './evidence.tsx'
import './merge.css'

export function PairPanel({ id }: { id: string }) {
  const asked = useSides(id)
  return (
    <section className="pair-panel">
      <Shown asked={asked} lines={6}>
        {({ data, sides, names }) => <Pair pair={data} sides={sides} names={names} />}
      </Shown>
    </section>
  )
}

function Pair({ pair, sides, names }: { pair: Entry; sides: readonly Side[]; names: Names }) {
  const { say } = useWords()
  const go = useGo()
  const { objects } = useMeta()
  const object = objects[String(pair.object)]
  const [left, right] = sides
  if (!object || !left || !right) return null
  const both = left.data && right.data
  return (
    <>
      <div className="row">
        <h2>{say(w.compared)}</h2>
        {both && pair.state === 'open' && object.can.merge && (
          <Button
            type="primary"
            icon={<MergeCellsOutlined aria-hidden />}
            onClick={() => go(mergeAddress(object.plural, String(left.data?.id), String(right.data?.id)))}
          >
            {say(w.mergeRecords)}
          </Button>
        )}
      </div>
      <table className="pair-table">
        <thead>
          <tr>
            <th scope="col">{say(w.field)}</th>
            {sides.map((side, index) => (
              <th key={side.data?.id ?? index} scope="col">
                <Head object={object} side={side} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{both && <Rows object={object} sides={[left.data, right.data] as Entry[]} names={names} />}</tbody>
      </table>
      <div>
        <h2>
          {say(w.evidence)} · {say(w.total, { n: String(pair.points ?? 0) })}
        </h2>
        <EvidenceList object={object} evidence={(pair.evidence ?? []) as readonly Evidence[]} />
      </div>
    </>
  )
}

function Head({ object, side }: { object: ObjectMeta; side: Side }) {
  const { say } = useWords()
  if (!side.data)
    return (
      <span className="soft">
        {say(w.hidden)}
        <br />
        {say(w.heldBy, { owner: side.ownerName ?? '—', dept: side.deptName ?? '—' })} <Moment value={side.createdAt} />
      </span>
    )
  return (
    <>
      <Go to={recordAddress(object.plural, side.data.id)}>{titleOf(object, side.data)}</Go>{' '}
      <StateTag object={object} state={side.data.state} />
      <div className="faint">
        {side.ownerName ?? '—'} · <Moment value={side.createdAt} />
      </div>
    </>
  )
}

function Rows({ object, sides, names }: { object: ObjectMeta; sides: readonly Entry[]; names: Names }) {
  const { say } = useWords()
  const [left, right] = sides as [Entry, Entry]
  const fields = object.fields.filter(
    (field) =>
      (!field.computed || field.name === object.title) &&
      field.kind !== 'data' &&
      !(isEmpty(valueIn(left, field)) && isEmpty(valueIn(right, field))),
  )
  return fields.map((field) => {
    const differs = !same(valueIn(left, field) ?? null, valueIn(right, field) ?? null)
    return (
      <tr key={pathOf(field)} className={differs ? 'differs' : undefined}>
        <th scope="row">{say(field.label)}</th>
        {[left, right].map((entry) => (
          <td key={entry.id}>
            <Cell field={field} value={valueIn(entry, field)} names={names} />
          </td>
        ))}
      </tr>
    )
  })
}
