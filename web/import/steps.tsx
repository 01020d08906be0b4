/** The steps of a new import: file, columns, dry run, start. */
import { Steps as Trail } from 'antd'
import { useState } from 'react'
import type { ObjectMeta } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { useGo } from '../ui/go.tsx'
import { importWords as w } from '../words/import.ts'
import type { Chosen, ImportBody } from './contract.ts'
import { FileStep } from './fileStep.tsx'
import { MapStep } from './mapStep.tsx'
import { TryStep } from './tryStep.tsx'

export function Steps({ choices, given }: { choices: readonly ObjectMeta[]; given: string | null }) {
  const { say } = useWords()
  const go = useGo()
  const [at, setAt] = useState<0 | 1 | 2>(0)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [body, setBody] = useState<ImportBody | null>(null)
  return (
    <div className="stack">
      <Trail
        size="small"
        current={at}
        items={[w.stepFile, w.stepMap, w.stepTry].map((label) => ({ title: say(label) }))}
      />
      {at === 0 ? (
        <FileStep
          {...{ choices, given, chosen }}
          onChosen={(next) => {
            setChosen(next)
            setAt(1)
          }}
        />
      ) : null}
      {chosen ? (
        <div hidden={at !== 1}>
          <MapStep
            key={`${chosen.object.name} ${chosen.file.id}`}
            chosen={chosen}
            onBack={() => setAt(0)}
            onReady={(next) => {
              setBody(next)
              setAt(2)
            }}
          />
        </div>
      ) : null}
      {at === 2 && body ? (
        <TryStep body={body} onBack={() => setAt(1)} onStarted={(id) => go(`/import?id=${id}`)} />
      ) : null}
    </div>
  )
}
