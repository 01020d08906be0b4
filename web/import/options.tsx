/** How the rows are taken: as history, over existing records, making what is missing. */
import { Checkbox, Select } from 'antd'
import { useId } from 'react'
import type { ObjectMeta, Role } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { importWords as w } from '../words/import.ts'
import type { Target } from './targets.ts'

export interface Taken {
  readonly history: boolean
  readonly upsertBy: string | null
  readonly createMissing: readonly string[]
}

/** Years of old records are the process owner's and the administrator's to bring in. */
export const mayHistory = (roles: readonly Role[]): boolean => roles.some((role) => role === 'OPS' || role === 'ADM')

export const usualOptions = (object: ObjectMeta): Taken => ({
  history: !object.can.create,
  upsertBy: null,
  createMissing: [],
})

interface OptionsProps {
  readonly object: ObjectMeta
  /** The fields that columns are mapped to. */
  readonly chosen: readonly Target[]
  readonly options: Taken
  readonly onChange: (options: Taken) => void
}

export function Options({ object, chosen, options, onChange }: OptionsProps) {
  const { say } = useWords()
  const { me, objects } = useMeta()
  const id = useId()
  const set = (part: Partial<Taken>) => onChange({ ...options, ...part })
  const linked = [...new Set(chosen.flatMap((target) => target.links ?? []))].filter((name) => objects[name])
  const fixed = !object.can.create
  return (
    <fieldset className="import-options">
      <legend>{say(w.options)}</legend>
      {mayHistory(me.roles) ? (
        <Checkbox
          checked={options.history}
          disabled={fixed}
          onChange={(event) => set({ history: event.target.checked })}
        >
          {say(w.history)} <span className="faint">{say(fixed ? w.historyOnly : w.historyHint)}</span>
        </Checkbox>
      ) : null}
      <div className="row">
        <label htmlFor={`${id}upsert`}>{say(w.upsertBy)}</label>
        <Select
          id={`${id}upsert`}
          style={{ minWidth: 200 }}
          value={options.upsertBy ?? ''}
          onChange={(value) => set({ upsertBy: value || null })}
          options={[
            { value: '', label: say(w.upsertNone) },
            ...chosen.map((target) => ({ value: target.name, label: say(target.label) })),
          ]}
        />
      </div>
      {linked.length > 0 ? (
        <div className="row">
          <label htmlFor={`${id}missing`}>{say(w.createMissing)}</label>
          <Select
            id={`${id}missing`}
            mode="multiple"
            style={{ minWidth: 240 }}
            value={[...options.createMissing]}
            onChange={(createMissing: string[]) => set({ createMissing })}
            options={linked.map((value) => ({ value, label: say(objects[value]?.label) }))}
          />
          <span className="faint">{say(w.createMissingHint)}</span>
        </div>
      ) : null}
    </fieldset>
  )
}
