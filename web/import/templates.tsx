/** Templates kept for a source: the one that fits is taken by itself; others can be chosen, kept, renamed, deleted. */
import { Button, Input, Modal, Popconfirm, Select } from 'antd'
import { useId, useState } from 'react'
import { ask } from '../api/client.ts'
import { useRefresh } from '../api/query.ts'
import { useWords } from '../shell/words.ts'
import { ProblemNote } from '../ui/problem.tsx'
import { toast } from '../ui/toast.tsx'
import { importWords as w } from '../words/import.ts'
import type { Template } from './contract.ts'

interface TemplatesProps {
  readonly found: readonly Template[]
  readonly taken: string | null
  readonly onTake: (template: Template | null) => void
  /** What would be kept. */
  readonly content: () => Omit<Template, 'id' | 'name' | 'createdBy'>
}

export function Templates({ found, taken, onTake, content }: TemplatesProps) {
  const { say } = useWords()
  const id = useId()
  const [naming, setNaming] = useState(false)
  const template = found.find((one) => one.id === taken)
  return (
    <div className="row">
      {found.length > 0 ? (
        <>
          <label htmlFor={id}>{say(w.template)}</label>
          <Select
            id={id}
            style={{ minWidth: 200 }}
            value={taken ?? ''}
            onChange={(value) => onTake(found.find((one) => one.id === value) ?? null)}
            options={[
              { value: '', label: say(w.noTemplate) },
              ...found.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        </>
      ) : null}
      <Button onClick={() => setNaming(true)}>{say(w.keepTemplate)}</Button>
      {template ? <Manage template={template} onGone={() => onTake(null)} /> : null}
      {naming ? <Keep {...{ content, template }} onClose={() => setNaming(false)} /> : null}
    </div>
  )
}

interface KeepProps {
  readonly content: TemplatesProps['content']
  readonly template: Template | undefined
  readonly onClose: () => void
}

/** Under the name of the template that was taken it is changed, under another one a new one begins. */
function Keep({ content, template, onClose }: KeepProps) {
  const { say } = useWords()
  const refresh = useRefresh()
  const id = useId()
  const [name, setName] = useState(template?.name ?? '')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const keep = async () => {
    setBusy(true)
    const { object, ...rest } = content()
    const isSame = template?.name === name.trim()
    try {
      if (isSame) await ask(`/imports/templates/${template.id}`, { method: 'PATCH', body: { name, ...rest } })
      else await ask('/imports/templates', { body: { name, object, ...rest } })
      toast(say(w.templateKept), 'good')
      void refresh()
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={say(w.keepTemplate)}
      okText={say(w.keep)}
      cancelText={say(w.back)}
      confirmLoading={busy}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={() => void keep()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="soft">{say(w.templateHint)}</p>
        <label htmlFor={id}>{say(w.templateName)}</label>
        <Input id={id} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        <ProblemNote error={error} />
      </div>
    </Modal>
  )
}

function Manage({ template, onGone }: { template: Template; onGone: () => void }) {
  const { say } = useWords()
  const refresh = useRefresh()
  const [renaming, setRenaming] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const act = async (method: 'PATCH' | 'DELETE', body?: object) => {
    try {
      await ask(`/imports/templates/${template.id}`, { method, body })
      if (method === 'DELETE') onGone()
      setRenaming(null)
      setError(null)
      void refresh()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <Button type="text" onClick={() => setRenaming(template.name)}>
        {say(w.rename)}
      </Button>
      <Popconfirm title={say(w.dropTemplateAsk, { name: template.name })} onConfirm={() => void act('DELETE')}>
        <Button type="text" danger>
          {say(w.dropTemplate)}
        </Button>
      </Popconfirm>
      {renaming === null ? <ProblemNote error={error} /> : null}
      {renaming === null ? null : (
        <Modal
          open
          title={say(w.rename)}
          okText={say(w.keep)}
          cancelText={say(w.back)}
          okButtonProps={{ disabled: renaming.trim() === '' }}
          onOk={() => void act('PATCH', { name: renaming })}
          onCancel={() => setRenaming(null)}
        >
          <div className="stack">
            <Input
              aria-label={say(w.templateName)}
              value={renaming}
              maxLength={80}
              onChange={(event) => setRenaming(event.target.value)}
            />
            <ProblemNote error={error} />
          </div>
        </Modal>
      )}
    </>
  )
}
