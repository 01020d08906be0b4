/** Refusals that may be passed: shows all of them, asks for the reason where one is owed, and sends again. */
import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { roles } from '../../kernel/role.ts'
import type { Problem } from '../api/client.ts'
import type { Label, ObjectMeta } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { isWarning, mayPass, Sentences } from './problem.tsx'

export interface Consent {
  readonly confirm: readonly string[]
  readonly reason?: string
}

interface OverrideProps {
  problem: Problem | null
  object?: ObjectMeta
  busy?: boolean
  onConsent: (consent: Consent) => void
  onCancel: () => void
}

/** Body fields that repeat the command with the reader's consent. */
export const consented = (consent: Consent | undefined): Record<string, unknown> =>
  consent ? { confirm: consent.confirm, ...(consent.reason ? { reason: consent.reason } : {}) } : {}

export function Override({ problem, object, busy, onConsent, onCancel }: OverrideProps) {
  const { t } = useWords()
  const { me } = useMeta()
  const [reason, setReason] = useState('')
  const id = useId()
  if (!problem) return null
  const owed = problem.errors.some((one) => !isWarning(one))
  const mine = problem.errors.every((one) => mayPass(one, me.roles))
  const consent = () =>
    onConsent({ confirm: problem.errors.map((one) => one.code), reason: reason.trim() ? reason.trim() : undefined })
  return (
    <Modal
      open
      title={t(mine ? 'overrideAsk' : 'notAllowed')}
      onCancel={onCancel}
      footer={
        <>
          <Button onClick={onCancel}>{t('back')}</Button>
          {mine && (
            <Button type="primary" danger={owed} loading={busy} disabled={owed && !reason.trim()} onClick={consent}>
              {t('override')}
            </Button>
          )}
        </>
      }
    >
      <div className="stack">
        <div className="note warn" role="alert">
          <Sentences errors={problem.errors} object={object} />
        </div>
        <WhoMay problem={problem} />
        {owed && mine && (
          <div>
            <label htmlFor={id}>{t('reason')}</label>
            <Input.TextArea id={id} value={reason} rows={2} onChange={(event) => setReason(event.target.value)} />
            <p className="faint">{t('overrideHint')}</p>
          </div>
        )}
      </div>
    </Modal>
  )
}

function WhoMay({ problem }: { problem: Problem }) {
  const { t, say, language } = useWords()
  const named = new Set(problem.errors.flatMap((one) => (Array.isArray(one.override) ? one.override : [])))
  if (named.size === 0) return null
  const known: Readonly<Record<string, Label>> = roles
  const list = [...named].map((role) => say(known[role]) || role).join(language === 'zh' ? '、' : ', ')
  return <p className="soft">{t('overrideWho', { roles: list })}</p>
}
