/** Moving in: all files at once, what they were recognised as, what must be asked, and the start. */
import { InboxOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Radio, Select, Upload } from 'antd'
import { useRef, useState } from 'react'
import { ask } from '../api/client.ts'
import { useIntent } from '../api/intent.ts'
import { upload } from '../api/resource.ts'
import { useWords } from '../shell/words.ts'
import { formatNumber } from '../ui/format.ts'
import { useGo } from '../ui/go.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { packWords as w } from '../words/packs.ts'
import { type Recognition, recognise, type Source, startPack } from './packContract.ts'

export function PackStart() {
  const { say } = useWords()
  const [found, setFound] = useState<Recognition | null>(null)
  return (
    <div className="stack">
      <p className="soft">{say(w.lead)}</p>
      {found?.template ? (
        <Ready found={found} onAgain={() => setFound(null)} />
      ) : (
        <>
          <Files onFound={setFound} />
          {found ? (
            <p className="note warn" role="alert">
              {say(w.notFound)}
            </p>
          ) : null}
          <Sources />
        </>
      )}
    </div>
  )
}

function Files({ onFound }: { onFound: (found: Recognition) => void }) {
  const { say } = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const last = useRef<File | null>(null)
  const take = async (files: readonly File[]) => {
    setBusy(true)
    setError(null)
    try {
      const ids: string[] = []
      for (const file of files) ids.push((await upload(file)).data.id)
      onFound(await recognise(ids))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Upload.Dragger
        multiple
        accept=".csv,.xlsx,.zip,.txt"
        showUploadList={false}
        disabled={busy}
        beforeUpload={(file, all) => {
          // Called once per file: the last one brings them all.
          last.current = all.at(-1) ?? file
          if (last.current === file) void take(all)
          return Upload.LIST_IGNORE
        }}
      >
        <p>
          <InboxOutlined className="import-icon" aria-hidden="true" />
        </p>
        <p>{busy ? say(w.reading) : say(w.drop)}</p>
      </Upload.Dragger>
      <ProblemNote error={error} />
    </>
  )
}

function Sources() {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['packs', 'sources'],
    queryFn: ({ signal }) => ask<{ data: readonly Source[] }>('/packs/sources', { signal }).then(({ data }) => data),
  })
  return (
    <section>
      <h2>{say(w.sources)}</h2>
      <dl className="pack-sources">
        {(asked.data ?? []).map((source) => (
          <div key={source.key}>
            <dt>{say(source.title)}</dt>
            <dd className="soft">{say(source.help)}</dd>
            <dd className="faint">{source.files.map((title) => say(title)).join(' · ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Ready({ found, onAgain }: { found: Recognition; onAgain: () => void }) {
  const { say } = useWords()
  const go = useGo()
  const intent = useIntent()
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const [people, setPeople] = useState<Readonly<Record<string, string>>>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = async () => {
    setBusy(true)
    const body = {
      fileIds: found.files.map(({ fileId }) => fileId),
      template: found.template,
      answers: { ...answers, people },
    }
    try {
      const { data } = await intent.run(body, (key) => startPack(body, key))
      go(`/import?pack=${data.id}`)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <>
      <p className="note">{say(w.found, { source: say(found.title ?? undefined) })}</p>
      {found.currency ? <p className="note warn">{say(w.currency, found.currency)}</p> : null}
      <FileTable found={found} />
      {found.questions.map(({ key, label, options }) => (
        <fieldset key={key} className="import-options">
          <legend>{say(label)}</legend>
          <Radio.Group
            value={answers[key] ?? options[0]?.value}
            onChange={(event) => setAnswers({ ...answers, [key]: event.target.value as string })}
            options={options.map((option) => ({ value: option.value, label: say(option.label) }))}
          />
        </fieldset>
      ))}
      {found.people.length > 0 ? <People found={found} people={people} onChange={setPeople} /> : null}
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" loading={busy} onClick={() => void start()}>
          {say(w.start)}
        </Button>
        <Button onClick={onAgain}>{say(w.again)}</Button>
      </div>
    </>
  )
}

function FileTable({ found }: { found: Recognition }) {
  const { say, language } = useWords()
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <thead>
          <tr>
            <th scope="col">{say(w.file)}</th>
            <th scope="col">{say(w.becomes)}</th>
            <th scope="col" className="right">
              {say(w.rows)}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.files.map((file) => (
            <tr key={file.fileId}>
              <td data-label={say(w.file)}>{file.name}</td>
              <td data-label={say(w.becomes)}>
                {file.title ? say(file.title) : <span className="faint">{say(w.unknown)}</span>}
                {file.unused ? <span className="faint"> — {say(file.unused)}</span> : null}
              </td>
              <td data-label={say(w.rows)} className="right">
                {formatNumber(file.rows, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface PeopleProps {
  readonly found: Recognition
  readonly people: Readonly<Record<string, string>>
  readonly onChange: (people: Readonly<Record<string, string>>) => void
}

function People({ found, people, onChange }: PeopleProps) {
  const { say, language } = useWords()
  const options = [
    { value: '', label: say(w.later) },
    { value: 'me', label: say(w.me) },
    ...found.users.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <section>
      <h2>{say(w.people)}</h2>
      <p className="soft">{say(w.peopleHint)}</p>
      <div className="plain-scroll">
        <table className="plain-table cards">
          <thead>
            <tr>
              <th scope="col">{say(w.person)}</th>
              <th scope="col" className="right">
                {say(w.records)}
              </th>
              <th scope="col">{say(w.user)}</th>
            </tr>
          </thead>
          <tbody>
            {found.people.map(({ name, shownAs, email, records, userId }) => (
              <tr key={name}>
                <td data-label={say(w.person)}>
                  {shownAs} {email ? <span className="faint">{email}</span> : null}
                </td>
                <td data-label={say(w.records)} className="right">
                  {formatNumber(records, language)}
                </td>
                <td data-label={say(w.user)}>
                  <Select
                    aria-label={`${say(w.user)}: ${shownAs}`}
                    className="pack-user"
                    showSearch={{ optionFilterProp: 'label' }}
                    value={people[name] ?? userId ?? ''}
                    onChange={(value) => onChange({ ...people, [name]: value })}
                    options={options}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
