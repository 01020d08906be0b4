/** One file of a record: its picture or kind, who put it there, what can be done with it. */
import { FileOutlined, FilePdfOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import { useRef } from 'react'
import { act, fileAddress, upload } from '../api/resource.ts'
import type { Entry, Label, Names, One } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatBytes } from '../ui/format.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { Moment, Person } from '../ui/show.tsx'
import { peopleWords as w } from '../words/people.ts'
import { useCommand } from './command.ts'
import { hasPreview } from './lightbox.tsx'

interface RowProps {
  readonly file: Entry
  readonly names: Names
  readonly one: One
}

/** The page shows what the server would say: uploader, owner of the record, or who may change it. */
function useMayTouch({ file, one }: Pick<RowProps, 'file' | 'one'>): boolean {
  const { me } = useMeta()
  return file.createdBy === me.id || one.data.ownerId === me.id || one.can.change === true
}

const idOf = (file: Entry): string => String((file.file as readonly string[] | null)?.[0] ?? '')

export function FileRow({ file, names, one, onShow }: RowProps & { onShow: () => void }) {
  const { say, language } = useWords()
  const may = useMayTouch({ file, one })
  const { command, step } = useStep(file)
  const chooser = useRef<HTMLInputElement>(null)
  const id = idOf(file)
  const name = String(file.name ?? '')
  const replace = async (chosen: File | undefined) => {
    if (chosen) await step('replace', w.replaced, async () => ({ file: [(await upload(chosen)).data.id] }))
  }
  return (
    <li>
      <Thumb file={file} onShow={onShow} />
      <div className="file-about">
        {hasPreview(String(file.type)) ? (
          <button type="button" className="plain-button file-name" onClick={onShow}>
            {name}
          </button>
        ) : (
          <a className="file-name" href={fileAddress(id)} download>
            {name}
          </a>
        )}
        <p className="row faint">
          <span className="nowrap">{formatBytes(Number(file.size ?? 0), language)}</span>
          <Person name={names[String(file.createdBy)]?.title} />
          <Moment value={String(file.createdAt)} relative />
        </p>
        <Versions file={file} />
        <ProblemNote error={command.problem} />
      </div>
      <span className="row file-tools" title={may ? undefined : say(w.notYours)}>
        <a className="plain-button" href={fileAddress(id)} download aria-label={`${say(w.download)} ${name}`}>
          {say(w.download)}
        </a>
        <Button
          size="small"
          disabled={!may}
          loading={command.busy}
          onClick={() => chooser.current?.click()}
          aria-label={`${say(w.replace)} ${name}`}
        >
          {say(w.replace)}
        </Button>
        <Popconfirm title={say(w.removeAsk, { name })} onConfirm={() => step('withdraw', w.removed)} disabled={!may}>
          <Button size="small" danger disabled={!may} aria-label={`${say(w.remove)} ${name}`}>
            {say(w.remove)}
          </Button>
        </Popconfirm>
      </span>
      <input
        ref={chooser}
        type="file"
        hidden
        onChange={(event) => {
          void replace(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </li>
  )
}

function Versions({ file }: { file: Entry }) {
  const { say } = useWords()
  const versions = (file.versions ?? []) as readonly { file: readonly string[]; name: string; at: string }[]
  if (versions.length === 0) return null
  return (
    <details>
      <summary className="faint">{say(w.earlier, { n: versions.length })}</summary>
      {versions.map((version) => (
        <p key={version.at} className="row">
          <a href={fileAddress(String(version.file[0]))} download>
            {version.name}
          </a>
          <Moment value={version.at} relative />
        </p>
      ))}
    </details>
  )
}

function Thumb({ file, onShow }: { file: Entry; onShow: () => void }) {
  const { say } = useWords()
  const type = String(file.type)
  if (!type.startsWith('image/'))
    return <span className="file-thumb">{type === 'application/pdf' ? <FilePdfOutlined /> : <FileOutlined />}</span>
  return (
    <button type="button" className="file-thumb" aria-label={`${say(w.preview)} ${String(file.name)}`} onClick={onShow}>
      <img src={fileAddress(idOf(file))} alt="" loading="lazy" />
    </button>
  )
}

export function DeletedFile({ file, names, one }: RowProps) {
  const { say } = useWords()
  const may = useMayTouch({ file, one })
  const { command, step } = useStep(file)
  return (
    <li>
      <span className="file-thumb">
        <FileOutlined />
      </span>
      <div className="file-about">
        <s>{String(file.name ?? '')}</s>
        <p className="row faint">
          {say(w.deletedBy, { name: names[String(file.deletedBy)]?.title ?? '—' })}
          <Moment value={String(file.deletedAt ?? '')} relative />
        </p>
        <ProblemNote error={command.problem} />
      </div>
      <span className="row file-tools">
        <Button size="small" disabled={!may} loading={command.busy} onClick={() => void step('restore', w.restored)}>
          {say(w.restore)}
        </Button>
      </span>
    </li>
  )
}

function useStep(file: Entry) {
  const { say } = useWords()
  const command = useCommand()
  const step = async (name: string, said: Label, body: () => Promise<object> = async () => ({})) => {
    await command.run({
      content: [file.id, file.version, name],
      send: async (key) =>
        act('attachments', file.id, name, { body: { ...(await body()) }, version: file.version, key }),
      said: say(said),
    })
  }
  return { command, step }
}
