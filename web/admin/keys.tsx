/** API keys: made for a purpose, with scopes and an end; the secret is shown once. */
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Popconfirm, Select } from 'antd'
import { useId, useState } from 'react'
import { ask } from '../api/client.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { todayIn } from '../ui/format.ts'
import { Empty, Shown } from '../ui/page.tsx'
import { CivilDate, Moment } from '../ui/show.tsx'
import { toast } from '../ui/toast.tsx'
import { adminWords as w } from '../words/admin.ts'
import { AdminHead } from './head.tsx'
import { useRun } from './run.ts'

interface Key {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly revokedAt?: string | null
}

export default function Keys() {
  const { say } = useWords()
  const asked = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => ask<{ data: readonly Key[] }>('/keys', { signal }),
  })
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <>
      <AdminHead
        title={w.keys}
        hint={w.keysHint}
        actions={
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
            {say(w.addKey)}
          </Button>
        }
      />
      <Shown asked={asked}>
        {({ data }) => {
          const good = data.filter((key) => !key.revokedAt)
          return good.length === 0 ? <Empty title={say(w.noKeys)} /> : <Table keys={good} />
        }}
      </Shown>
      {making ? <NewKey onClose={() => setMaking(false)} onMade={setSecret} /> : null}
      {secret ? <Secret secret={secret} onClose={() => setSecret(null)} /> : null}
    </>
  )
}

function Table({ keys }: { keys: readonly Key[] }) {
  const { say } = useWords()
  const { run } = useRun()
  const revoke = (key: Key) => void run([key.id, 'revoke'], () => ask(`/keys/${key.id}`, { method: 'DELETE' }))
  return (
    <div className="plain-scroll">
      <table className="plain-table cards">
        <caption className="hidden-word">{say(w.keys)}</caption>
        <thead>
          <tr>
            {[w.keyName, w.scopes, w.expires, w.lastUsed].map((label) => (
              <th key={label.en} scope="col">
                {say(label)}
              </th>
            ))}
            <th scope="col" aria-label={say(w.revoke)} />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td data-label={say(w.keyName)}>
                {key.name} <code className="faint">{key.prefix}…</code>
              </td>
              <td data-label={say(w.scopes)}>
                <span className="row tight">
                  {key.scopes.map((scope) => (
                    <code key={scope} className="tag">
                      {scope}
                    </code>
                  ))}
                </span>
              </td>
              <td data-label={say(w.expires)}>{key.expiresAt ? <Moment value={key.expiresAt} /> : say(w.never)}</td>
              <td data-label={say(w.lastUsed)}>
                {key.lastUsedAt ? <Moment value={key.lastUsedAt} relative /> : say(w.neverUsed)}
              </td>
              <td className="plain-tools">
                <Popconfirm title={say(w.revokeAsk)} onConfirm={() => revoke(key)}>
                  <Button size="small" danger aria-label={`${say(w.revoke)} ${key.name}`}>
                    {say(w.revoke)}
                  </Button>
                </Popconfirm>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const terms = [30, 90, 180, 365] as const

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { say } = useWords()
  const { objects, company } = useMeta()
  const id = useId()
  const { busy, run } = useRun()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>([])
  const [days, setDays] = useState<(typeof terms)[number]>(90)
  const ends = todayIn(company.timeZone, Date.now() + days * 86_400_000)
  const readable = Object.values(objects).filter((object) => object.can.read)
  const options = ['*:read', '*:*', ...readable.flatMap((object) => [`${object.name}:read`, `${object.name}:write`])]
  const make = async () => {
    const body = { name: name.trim(), scopes, expiresInDays: days }
    let secret = ''
    const done = await run(body, async (key) => {
      secret = (await ask<{ data: { secret: string } }>('/keys', { body, key })).data.secret
    })
    if (!done) return
    onClose()
    onMade(secret)
  }
  return (
    <Modal
      open
      title={say(w.addKey)}
      onCancel={onClose}
      onOk={() => void make()}
      okText={say(w.addKey)}
      cancelText={say(w.cancel)}
      okButtonProps={{ disabled: name.trim() === '' || scopes.length === 0, loading: busy }}
    >
      <div className="short-form">
        <div className="short-form-field">
          <label htmlFor={`${id}-name`}>{say(w.keyName)}</label>
          <Input id={`${id}-name`} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="short-form-field">
          <label htmlFor={`${id}-scopes`}>{say(w.scopes)}</label>
          <Select
            id={`${id}-scopes`}
            mode="tags"
            value={scopes}
            onChange={setScopes}
            tokenSeparators={[',', ' ', '，']}
            options={options.map((value) => ({ value, label: value }))}
          />
          <p className="faint">{say(w.scopesHint)}</p>
        </div>
        <div className="short-form-field">
          <label htmlFor={`${id}-days`}>{say(w.expires)}</label>
          <Select
            id={`${id}-days`}
            value={days}
            onChange={setDays}
            options={terms.map((value) => ({ value, label: say(w.inDays, { n: value }) }))}
          />
          <p className="faint">
            <CivilDate value={ends} />
          </p>
        </div>
      </div>
    </Modal>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { say } = useWords()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    toast(say(w.copied))
  }
  return (
    <Modal open title={say(w.keys)} closable={false} mask={{ closable: false }} keyboard={false} footer={null}>
      <div className="short-form">
        <p className="note warn" role="alert">
          {say(w.secretOnce)}
        </p>
        <div className="secret">
          <code>{secret}</code>
          <Button onClick={() => void copy()}>{say(w.copy)}</Button>
        </div>
        <Button type="primary" onClick={onClose}>
          {say(w.closeSecret)}
        </Button>
      </div>
    </Modal>
  )
}
