/** Leaving: everything of the company as one archive, and how it comes in elsewhere. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { address, ask, asProblem } from '../api/client.ts'
import { useWords } from '../shell/words.ts'
import { toast } from '../ui/toast.tsx'
import { leavingWords as w } from '../words/export.ts'
import { AdminHead } from './head.tsx'

export default function LeavingPage() {
  const { say } = useWords()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      await ask('/company/archive', { method: 'POST', body: {} })
      window.location.assign(address('/company/archive', {}))
    } catch (error) {
      toast(say(asProblem(error).say), 'bad')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <AdminHead title={w.title} hint={w.hint} />
      <section className="stack">
        <h2>{say(w.out)}</h2>
        <p>{say(w.outHint)}</p>
        <p>
          <Button type="primary" icon={<DownloadOutlined aria-hidden />} loading={busy} onClick={() => void download()}>
            {say(w.download)}
          </Button>
        </p>
        <h2>{say(w.in)}</h2>
        <p>{say(w.inHint)}</p>
        <pre className="code">npm run -s ltc -- org import &lt;slug&gt; --from archive.tar.gz</pre>
      </section>
    </>
  )
}
