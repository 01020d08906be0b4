/** First step: into what, and from which file. */
import { InboxOutlined } from '@ant-design/icons'
import { Button, Progress, Select, Upload } from 'antd'
import { useId, useState } from 'react'
import type { ObjectMeta, StoredFile } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { formatBytes } from '../ui/format.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { importWords as w } from '../words/import.ts'
import { type Chosen, uploadInPieces } from './contract.ts'

interface FileStepProps {
  readonly choices: readonly ObjectMeta[]
  readonly given: string | null
  readonly chosen: Chosen | null
  readonly onChosen: (chosen: Chosen) => void
}

export function FileStep({ choices, given, chosen, onChosen }: FileStepProps) {
  const { say, language } = useWords()
  const id = useId()
  const usual = choices.find(({ name }) => name === (given ?? 'account')) ?? choices[0]
  const [object, setObject] = useState<ObjectMeta | undefined>(chosen?.object ?? usual)
  const [file, setFile] = useState<StoredFile | null>(chosen?.file ?? null)
  const [busy, setBusy] = useState(false)
  const [share, setShare] = useState(0)
  const [error, setError] = useState<unknown>(null)
  const take = async (given: File) => {
    setBusy(true)
    setError(null)
    setShare(0)
    try {
      setFile(await uploadInPieces(given, setShare))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="import-file">
      <div>
        <label htmlFor={id}>{say(w.object)}</label>
        <Select
          id={id}
          style={{ width: '100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          value={object?.name}
          onChange={(name) => setObject(choices.find((choice) => choice.name === name))}
          options={choices.map((choice) => ({ value: choice.name, label: say(choice.label) }))}
        />
        <p className="faint">{say(w.objectHint)}</p>
      </div>
      <Upload.Dragger
        accept=".csv,.tsv,.txt,.xlsx"
        showUploadList={false}
        beforeUpload={(given) => {
          void take(given)
          return Upload.LIST_IGNORE
        }}
      >
        <p>
          <InboxOutlined className="import-icon" aria-hidden="true" />
        </p>
        <p>{busy ? say(w.uploading) : say(w.dropFile)}</p>
        <p className="faint">{say(w.fileHint)}</p>
      </Upload.Dragger>
      {busy && share > 0 ? <Progress percent={Math.floor(share * 100)} aria-label={say(w.uploading)} /> : null}
      <ProblemNote error={error} />
      {file ? (
        <p className="row">
          <b>{file.name}</b> <span className="faint">{formatBytes(file.size, language)}</span>
        </p>
      ) : null}
      <div>
        <Button
          type="primary"
          disabled={!object || !file}
          loading={busy}
          onClick={() => object && file && onChosen({ object, file })}
        >
          {say(w.next)}
        </Button>
      </div>
    </div>
  )
}
