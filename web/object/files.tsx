/** The files of a record: dropped, chosen or photographed, looked at, replaced, deleted and brought back. */
import { CameraOutlined, PaperClipOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { ask } from '../api/client.ts'
import { useList } from '../api/query.ts'
import { create, upload } from '../api/resource.ts'
import type { Entry, ObjectMeta, One } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { formatBytes } from '../ui/format.ts'
import { Shown as WhenThere } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem.tsx'
import { peopleWords as w } from '../words/people.ts'
import { useCommand } from './command.ts'
import { DeletedFile, FileRow } from './fileRow.tsx'
import { hasPreview, Lightbox } from './lightbox.tsx'

export const onRecord = (object: ObjectMeta, id: string) => ({
  and: [
    { field: 'object', op: '=' as const, value: object.name },
    { field: 'recordId', op: '=' as const, value: id },
  ],
})

export const fileOf = (entry: Entry): string => String((entry.file as readonly string[] | null)?.[0] ?? '')

export function Files({ object, one }: { object: ObjectMeta; one: One }) {
  const { say } = useWords()
  const asked = useList('attachments', { filter: onRecord(object, one.data.id), sort: '-createdAt', limit: 200 })
  const [shown, setShown] = useState<string | null>(null)
  return (
    <section className="files-box" aria-label={say(w.files)}>
      <AddFiles object={object} recordId={one.data.id} />
      <WhenThere asked={asked} lines={3}>
        {({ data, names }) => {
          const kept = data.filter(({ state }) => state === 'kept')
          const gone = data.filter(({ state }) => state === 'deleted')
          const seen = kept.filter(({ type }) => hasPreview(String(type)))
          const at = seen.findIndex(({ id }) => id === shown)
          const open = seen[at]
          const go = (step: number) => {
            const next = seen[at + step]
            return next ? () => setShown(next.id) : undefined
          }
          return (
            <>
              {kept.length === 0 && <p className="faint">{say(w.filesNone)}</p>}
              <ul className="file-rows">
                {kept.map((file) => (
                  <FileRow key={file.id} {...{ file, names, one }} onShow={() => setShown(file.id)} />
                ))}
              </ul>
              {gone.length > 0 && (
                <details>
                  <summary className="faint">{say(w.deletedFiles, { n: gone.length })}</summary>
                  <ul className="file-rows">
                    {gone.map((file) => (
                      <DeletedFile key={file.id} {...{ file, names, one }} />
                    ))}
                  </ul>
                </details>
              )}
              {open && (
                <Lightbox
                  file={{ id: fileOf(open), name: String(open.name), type: String(open.type) }}
                  onClose={() => setShown(null)}
                  onNext={go(1)}
                  onPrevious={go(-1)}
                />
              )}
            </>
          )
        }}
      </WhenThere>
    </section>
  )
}

interface Usage {
  readonly used: number
  readonly quota: number
  readonly largest: number
  readonly kinds: readonly string[]
}

function AddFiles({ object, recordId }: { object: ObjectMeta; recordId: string }) {
  const { say } = useWords()
  const chooser = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { running, problems, take } = useAttaching(object, recordId)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  const chosen = (input: HTMLInputElement) => {
    void take([...(input.files ?? [])])
    input.value = ''
  }
  return (
    <div
      className="drop-zone"
      data-over={over || undefined}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
    >
      <div className="row">
        <PaperClipOutlined aria-hidden />
        <span className="only-wide">{say(w.dropHere)}</span>
        <Button size="small" icon={<UploadOutlined aria-hidden />} onClick={() => chooser.current?.click()}>
          {say(w.choose)}
        </Button>
        <Button
          size="small"
          className="only-narrow"
          icon={<CameraOutlined aria-hidden />}
          onClick={() => camera.current?.click()}
        >
          {say(w.photo)}
        </Button>
      </div>
      <Room />
      {running.map((name) => (
        <p key={name} role="status">
          {name} …
        </p>
      ))}
      {problems.map(({ name, error }) => (
        <div key={name}>
          <b>{name}</b>
          <ProblemNote error={error} />
        </div>
      ))}
      <input ref={chooser} type="file" multiple hidden onChange={(event) => chosen(event.target)} />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => chosen(event.target)}
      />
    </div>
  )
}

/** How much room there is, and what is taken. */
function Room() {
  const { say, language } = useWords()
  const usage = useQuery({
    queryKey: ['attachments', 'usage'],
    queryFn: ({ signal }) => ask<{ data: Usage }>('/files/usage', { signal }),
  })
  if (!usage.data) return null
  const bytes = (size: number) => formatBytes(size, language)
  const { used, quota, largest, kinds } = usage.data.data
  return (
    <p className="faint">
      {say(w.room, { used: bytes(used), quota: bytes(quota), largest: bytes(largest) })}
      <br />
      {say(w.kinds, { kinds: kinds.map((kind) => kind.toUpperCase()).join(' ') })}
    </p>
  )
}

/** One file after the other; what could not be kept says so under its own name, the others go on. */
function useAttaching(object: ObjectMeta, recordId: string) {
  const { say } = useWords()
  const command = useCommand()
  const [running, setRunning] = useState<readonly string[]>([])
  const [problems, setProblems] = useState<readonly { name: string; error: unknown }[]>([])
  const take = async (files: readonly File[]) => {
    setProblems([])
    for (const file of files) {
      setRunning((names) => [...names, file.name])
      const failed = (error: unknown) => setProblems((all) => [...all, { name: file.name, error }])
      try {
        const stored = await upload(file)
        const body = { object: object.name, recordId, file: [stored.data.id] }
        await command.run({
          content: body,
          send: (key) => create('attachments', { body, key }),
          said: say(w.added),
          refused: (problem) => {
            failed(problem)
            return true
          },
        })
      } catch (error) {
        failed(error)
      }
      setRunning((names) => names.filter((name) => name !== file.name))
    }
  }
  return { running, problems, take }
}
