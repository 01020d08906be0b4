/** Shows pictures and PDF over the page: pictures as they are, a PDF from memory in a frame that can reach nothing. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { fileAddress } from '../api/resource.ts'
import { useWords } from '../shell/words.ts'
import { Loading } from '../ui/page.tsx'
import { peopleWords as w } from '../words/people.ts'

export interface Shown {
  readonly id: string
  readonly name: string
  readonly type: string
}

export const hasPreview = (type: string): boolean => type.startsWith('image/') || type === 'application/pdf'

interface LightboxProps {
  readonly file: Shown
  readonly onClose: () => void
  /** Absent at the ends. */
  readonly onNext?: () => void
  readonly onPrevious?: () => void
}

export function Lightbox({ file, onClose, onNext, onPrevious }: LightboxProps) {
  const { say } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={file.name}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') onNext?.()
        if (event.key === 'ArrowLeft') onPrevious?.()
      }}
    >
      <header className="row">
        <b className="ellipsis grow">{file.name}</b>
        <Button size="small" disabled={!onPrevious} onClick={onPrevious} aria-label={say(w.previous)}>
          ‹
        </Button>
        <Button size="small" disabled={!onNext} onClick={onNext} aria-label={say(w.next)}>
          ›
        </Button>
        <a className="plain-button" href={fileAddress(file.id)} download>
          {say(w.download)}
        </a>
        <Button size="small" onClick={() => dialog.current?.close()}>
          {say(w.close)}
        </Button>
      </header>
      <div className="lightbox-body">
        {file.type.startsWith('image/') ? (
          <img src={fileAddress(file.id)} alt={file.name} />
        ) : file.type === 'application/pdf' ? (
          <Paper key={file.id} file={file} />
        ) : (
          <p>{say(w.noPreview)}</p>
        )}
      </div>
    </dialog>
  )
}

/** The server gives PDF as a download only; the page holds it in memory and shows it from there. */
function Paper({ file }: { file: Shown }) {
  const asked = useQuery({
    queryKey: ['files', 'paper', file.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(fileAddress(file.id), { signal, credentials: 'same-origin' })
      if (!answer.ok) throw new Error(String(answer.status))
      return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: 'application/pdf' }))
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => () => (asked.data ? URL.revokeObjectURL(asked.data) : undefined), [asked.data])
  if (!asked.data) return <Loading lines={3} />
  return <iframe title={file.name} src={asked.data} referrerPolicy="no-referrer" />
}
