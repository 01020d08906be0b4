/** How one person gets in: where they are signed in, a one-time link, and their second factor taken away. */
import { Button, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { Sessions } from '../account/sessions.tsx'
import { ask } from '../api/client.ts'
import type { Entry } from '../api/types.ts'
import { useWords } from '../shell/words.ts'
import { toast } from '../ui/toast.tsx'
import { signInWords as w } from '../words/signIn.ts'
import { useRun } from './run.ts'

interface Link {
  readonly path: string
  readonly url: string | null
}

export function Access({ user, onClose }: { user: Entry; onClose: () => void }) {
  const { say } = useWords()
  const { busy, run } = useRun()
  const [link, setLink] = useState('')
  const give = () =>
    run(
      [user.id, 'link'],
      async () => {
        const made = await ask<Link>(`/users/${user.id}/link`, { method: 'POST', body: {} })
        const url = made.url ?? `${location.origin}${made.path}`
        setLink(url)
        await navigator.clipboard?.writeText(url)
        toast(say(w.accessLinkCopied))
      },
      w.done,
    )
  const reset = () =>
    run([user.id, 'factor'], () => ask(`/users/${user.id}/reset-second-factor`, { method: 'POST', body: {} }), w.done)
  return (
    <Modal
      open
      width={720}
      title={say(w.accessTitle, { name: user.name })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack">
        <Sessions userId={user.id} />
        <p className="soft">{say(w.accessLinkHint)}</p>
        {link ? (
          <div className="secret">
            <code>{link}</code>
          </div>
        ) : null}
        <div className="row">
          <Button loading={busy} onClick={() => void give()}>
            {say(w.accessLink)}
          </Button>
          <Popconfirm title={say(w.accessFactorAsk)} onConfirm={() => void reset()}>
            <Button danger>{say(w.accessFactor)}</Button>
          </Popconfirm>
        </div>
      </div>
    </Modal>
  )
}

/** A letter with a link, sent at once; the sentence says to whom. */
export function Invite({ user }: { user: Entry }) {
  const { say } = useWords()
  const { busy, run } = useRun()
  const send = () => {
    const done = {
      zh: w.invited.zh.replace('{email}', String(user.email)),
      en: w.invited.en.replace('{email}', String(user.email)),
    }
    void run([user.id, 'invite', Date.now()], () => ask(`/users/${user.id}/invite`, { method: 'POST', body: {} }), done)
  }
  return (
    <Button size="small" loading={busy} aria-label={`${say(w.invite)} ${String(user.name ?? '')}`} onClick={send}>
      {say(w.invite)}
    </Button>
  )
}
