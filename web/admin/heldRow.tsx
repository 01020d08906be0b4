/** One line of what a person holds, and who gets it: the default, somebody else, the pool, nobody, or by region. */
import { Select } from 'antd'
import { useState } from 'react'
import type { Label } from '../api/types.ts'
import { Picker } from '../field/picker.tsx'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { peopleWords as w } from '../words/people.ts'
import { declared } from './declared.ts'

export interface HeldSlot {
  readonly object: string
  readonly slot: string
  readonly label: Label
  readonly count: number
  readonly regions: readonly { readonly region: string; readonly count: number }[]
  /** They can wait in a pool. */
  readonly pool: boolean
}

export interface Chosen {
  readonly to: string
  readonly byRegion?: Readonly<Record<string, string>>
}

export const slotKey = ({ object, slot }: HeldSlot): string => `${object}.${slot}`

type Way = 'default' | 'person' | 'region' | 'pool' | 'keep'

interface RowProps {
  readonly held: HeldSlot
  readonly chosen: Chosen | null
  readonly onChoose: (chosen: Chosen | null) => void
}

export function HeldRow({ held, chosen, onChoose }: RowProps) {
  const { say, language } = useWords()
  const [way, setWay] = useState<Way>('default')
  const ways: readonly (readonly [Way, Label, boolean])[] = [
    ['default', w.wayDefault, true],
    ['person', w.wayPerson, true],
    ['region', w.wayRegion, held.regions.length > 1],
    ['pool', w.wayPool, held.pool],
    ['keep', w.wayKeep, true],
  ]
  const choose = (next: Way) => {
    setWay(next)
    onChoose(next === 'pool' || next === 'keep' ? { to: next } : null)
  }
  const name = say(declared.get(held.object)?.label) || held.object
  return (
    <tr>
      <td data-label={say(w.what)}>{name}</td>
      <td data-label={say(w.as)}>{say(held.label)}</td>
      <td data-label={say(w.records)} className="number">
        {formatNumber(held.count, language)}
      </td>
      <td data-label={say(w.goesTo)}>
        <Select
          size="small"
          style={{ minWidth: 140 }}
          aria-label={`${say(w.goesTo)} ${name} ${say(held.label)}`}
          value={way}
          onChange={choose}
          options={ways.filter(([, , there]) => there).map(([value, label]) => ({ value, label: say(label) }))}
        />
        {way === 'person' && (
          <Picker
            id={`${slotKey(held)}-to`}
            label={say(w.toPerson)}
            target="user"
            value={chosen?.to ?? null}
            onChange={(to) => onChoose(to ? { to } : null)}
          />
        )}
        {way === 'region' &&
          held.regions.map(({ region, count }) => (
            <div key={region} className="row">
              <span className="nowrap">
                {region || say(w.noRegion)} ({count})
              </span>
              <Picker
                id={`${slotKey(held)}-${region}`}
                label={region}
                target="user"
                value={chosen?.byRegion?.[region] ?? null}
                onChange={(to) => onChoose(withRegion(chosen, region, to))}
              />
            </div>
          ))}
      </td>
    </tr>
  )
}

/** The rest follows the first person that was named. */
function withRegion(chosen: Chosen | null, region: string, to: string | null): Chosen | null {
  const { [region]: _before, ...rest } = chosen?.byRegion ?? {}
  const byRegion = to ? { ...rest, [region]: to } : rest
  const first = Object.values(byRegion)[0]
  return first ? { to: first, byRegion } : null
}
