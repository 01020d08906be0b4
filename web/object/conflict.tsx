/** Two people changed the same record: both versions side by side, and a choice for each field. */
import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { one } from '../api/resource.ts'
import type { Entry, FieldMeta, Names, ObjectMeta, One, Values } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { fieldByPath } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { Loading } from '../ui/page.tsx'
import { same, valuesOf } from './useForm.ts'

export interface ConflictState {
  readonly mine: Values | null
  readonly theirs: One | null
  readonly base: Entry
  /** Answers true, since it shows the refusal in its own way. */
  readonly open: (mine: Values) => boolean
  readonly close: () => void
}

export function useConflict(object: ObjectMeta, base: Entry): ConflictState {
  const [mine, setMine] = useState<Values | null>(null)
  const [theirs, setTheirs] = useState<One | null>(null)
  return {
    mine,
    theirs,
    base,
    open: (changed) => {
      setMine(changed)
      void one(object.plural, base.id).then(setTheirs)
      return true
    },
    close: () => {
      setMine(null)
      setTheirs(null)
    },
  }
}

interface ConflictProps {
  object: ObjectMeta
  conflict: ConflictState
  names: Names
  /** Sends what was kept of mine on top of the present version. */
  onChoose: (changed: Values, version: number) => void
}

export function Conflict({ object, conflict, names, onChoose }: ConflictProps) {
  const { t } = useWords()
  const [theirsKept, setTheirsKept] = useState<ReadonlySet<string>>(new Set())
  const { mine, theirs } = conflict
  if (!mine) return null
  const present = theirs ? valuesOf(object, theirs.data) : {}
  const before = valuesOf(object, conflict.base)
  const paths = Object.keys(mine)
  const clashing = theirs ? paths.filter((path) => !same(present[path], before[path])) : []
  const save = () => {
    if (!theirs) return
    const kept = paths.filter((path) => !theirsKept.has(path))
    conflict.close()
    onChoose(Object.fromEntries(kept.map((path) => [path, mine[path]])), theirs.data.version)
  }
  const choose = (path: string, keep: 'mine' | 'theirs') => {
    const next = new Set(theirsKept)
    if (keep === 'theirs') next.add(path)
    else next.delete(path)
    setTheirsKept(next)
  }
  return (
    <Modal
      open
      width={720}
      title={t('conflict')}
      onCancel={conflict.close}
      footer={
        <>
          <Button onClick={conflict.close}>{t('back')}</Button>
          <Button type="primary" disabled={!theirs} onClick={save}>
            {t('saveAgain')}
          </Button>
        </>
      }
    >
      {!theirs ? (
        <Loading lines={3} />
      ) : (
        <div className="stack">
          <p>{clashing.length > 0 ? t('conflictHint') : t('conflictSame')}</p>
          {clashing.map((path) => (
            <Clash
              key={path}
              {...{ object, path }}
              mine={mine[path]}
              theirs={present[path]}
              names={{ ...names, ...theirs.names }}
              keep={theirsKept.has(path) ? 'theirs' : 'mine'}
              onKeep={(keep) => choose(path, keep)}
            />
          ))}
        </div>
      )}
    </Modal>
  )
}

interface ClashProps {
  object: ObjectMeta
  path: string
  mine: unknown
  theirs: unknown
  names: Names
  keep: 'mine' | 'theirs'
  onKeep: (keep: 'mine' | 'theirs') => void
}

function Clash({ object, path, mine, theirs, names, keep, onKeep }: ClashProps) {
  const { say, t } = useWords()
  const part = object.parts.find((one) => one.name === path)
  const field = fieldByPath(object, path)
  const label = say((part ?? field)?.label) || path
  return (
    <fieldset className="clash">
      <legend>{label}</legend>
      <Radio.Group value={keep} onChange={(event) => onKeep(event.target.value)} aria-label={label}>
        <Radio value="mine">
          <span className="faint">{t('conflictMine')}</span> <Side {...{ field, value: mine, names }} />
        </Radio>
        <Radio value="theirs">
          <span className="faint">{t('conflictTheirs')}</span> <Side {...{ field, value: theirs, names }} />
        </Radio>
      </Radio.Group>
    </fieldset>
  )
}

function Side({ field, value, names }: { field: FieldMeta | undefined; value: unknown; names: Names }) {
  const { t } = useWords()
  if (field) return <Cell field={field} value={value} names={names} whole />
  return <span>{t('records', { n: Array.isArray(value) ? value.length : 0 })}</span>
}
