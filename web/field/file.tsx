/** Files: shown as links that download, uploaded one by one with their progress in words. */
import { DeleteOutlined, PaperClipOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { fileAddress, fileMeta, upload } from '../api/resource.ts'
import { useWords } from '../shell/words.ts'
import { formatBytes } from '../ui/format.ts'
import { ProblemNote } from '../ui/problem.tsx'

export function FileList({ ids, short }: { ids: readonly string[]; short?: boolean }) {
  if (short) {
    return (
      <span className="nowrap">
        <PaperClipOutlined aria-hidden /> {ids.length}
      </span>
    )
  }
  return (
    <ul style={{ listStyle: 'none', padding: 0 }}>
      {ids.map((id) => (
        <li key={id}>
          <FileLink id={id} />
        </li>
      ))}
    </ul>
  )
}

export function FileLink({ id }: { id: string }) {
  const { language, t } = useWords()
  const asked = useQuery({
    queryKey: ['files', 'meta', id],
    queryFn: ({ signal }) => fileMeta(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <a href={fileAddress(id)} download>
      <PaperClipOutlined aria-hidden /> {asked.data?.name ?? t('file')}{' '}
      {asked.data && <span className="faint">{formatBytes(asked.data.size, language)}</span>}
    </a>
  )
}

interface FilesInputProps {
  id: string
  value: readonly string[]
  onChange: (ids: readonly string[]) => void
  describedBy?: string
  disabled?: boolean
}

export function FilesInput({ id, value, onChange, describedBy, disabled }: FilesInputProps) {
  const { t } = useWords()
  const chooser = useRef<HTMLInputElement>(null)
  const { running, error, take } = useUploads(value, onChange)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void take([...event.dataTransfer.files])
  }

  return (
    <div onDrop={drop} onDragOver={(event) => event.preventDefault()} className="stack" style={{ gap: 6 }}>
      {value.map((fileId) => (
        <div className="row" key={fileId}>
          <FileLink id={fileId} />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('remove')}
            disabled={disabled}
            onClick={() => onChange(value.filter((one) => one !== fileId))}
          />
        </div>
      ))}
      {running.map((name) => (
        <div key={name} role="status">
          {t('uploading', { name })}
        </div>
      ))}
      <div className="row">
        <Button
          id={id}
          icon={<UploadOutlined aria-hidden />}
          disabled={disabled}
          aria-describedby={describedBy}
          onClick={() => chooser.current?.click()}
        >
          {t('uploadChoose')}
        </Button>
        <span className="faint">{t('uploadHint')}</span>
      </div>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          void take([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <ProblemNote error={error} />
    </div>
  )
}

/** One file after the other; what arrived stays, whatever happens to the next. */
function useUploads(value: readonly string[], onChange: (ids: readonly string[]) => void) {
  const held = useRef(value)
  held.current = value
  const [running, setRunning] = useState<readonly string[]>([])
  const [error, setError] = useState<unknown>(null)
  const take = async (files: readonly File[]) => {
    setError(null)
    for (const file of files) {
      setRunning((names) => [...names, file.name])
      try {
        const stored = await upload(file)
        held.current = [...held.current, stored.data.id]
        onChange(held.current)
      } catch (problem) {
        setError(problem)
      }
      setRunning((names) => names.filter((name) => name !== file.name))
    }
  }
  return { running, error, take }
}
