/** Writing a comment; a colleague mentioned with @ is told. */
import { PaperClipOutlined } from '@ant-design/icons'
import { Button, Mentions } from 'antd'
import { useState } from 'react'
import { useList } from '../api/query.ts'
import { create } from '../api/resource.ts'
import type { ObjectMeta } from '../api/types.ts'
import { FilesInput } from '../field/file.tsx'
import { useLater } from '../field/later.ts'
import { useWords } from '../shell/words.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { peopleWords as w } from '../words/people.ts'
import { useCommand } from './command.ts'

export function CommentBox({ object, recordId }: { object: ObjectMeta; recordId: string }) {
  const { t, say } = useWords()
  const [body, setBody] = useState('')
  const [typed, setTyped] = useState('')
  const [files, setFiles] = useState<readonly string[]>([])
  const [attaching, setAttaching] = useState(false)
  const [mentioned, setMentioned] = useState<Readonly<Record<string, string>>>({})
  const q = useLater(typed, 200)
  const people = useList('users', { q: q || undefined, limit: 8 })
  const command = useCommand()
  const send = () => {
    const mentions = Object.keys(mentioned).filter((name) => body.includes(`@${name}`))
    const content = { object: object.name, recordId, body, files, mentions: mentions.map((name) => mentioned[name]) }
    void command.run({
      content,
      send: (key, consent) => create('comments', { body: { ...content, ...consent }, key }),
      then: () => {
        setBody('')
        setFiles([])
        setAttaching(false)
      },
    })
  }
  const options = (people.data?.data ?? []).map((person) => ({
    key: person.id,
    value: String(person.name ?? ''),
    label: String(person.name ?? ''),
  }))
  return (
    <form
      className="comment-box"
      onSubmit={(event) => {
        event.preventDefault()
        if (body.trim()) send()
      }}
    >
      <Mentions
        aria-label={t('comment')}
        placeholder={t('commentHint')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={body}
        onChange={setBody}
        onSearch={setTyped}
        filterOption={false}
        options={options}
        onSelect={(option) => setMentioned({ ...mentioned, [String(option.value)]: String(option.key) })}
      />
      {attaching && <FilesInput id={`${recordId}-files`} value={files} onChange={setFiles} />}
      <ProblemNote error={command.problem} />
      <span className="row">
        <Button type="primary" htmlType="submit" disabled={!body.trim()} loading={command.busy}>
          {t('commentSend')}
        </Button>
        {!attaching && (
          <Button icon={<PaperClipOutlined aria-hidden />} onClick={() => setAttaching(true)}>
            {say(w.attach)}
          </Button>
        )}
      </span>
    </form>
  )
}

/** Text as written, with mentions standing out. */
export function CommentText({ body }: { body: string }) {
  return (
    <p className="comment-text">
      {body
        .split(/(@\S+)/)
        .map((piece, index) => (piece.startsWith('@') ? <b key={index}>{piece}</b> : <span key={index}>{piece}</span>))}
    </p>
  )
}
