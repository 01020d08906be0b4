/** The standing warning where sign-in travels readable, which a server allows only when told to (R16). */
import { signInWords as w } from '../words/signIn.ts'
import { useWords } from './words.ts'

const { protocol, hostname } = location
const isHere = ['localhost', '[::1]'].includes(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname)
/** Browsers treat this machine as safe; any other name over http is not. */
const readable = protocol === 'http:' && !isHere

export function PlainHttp() {
  const { say } = useWords()
  if (!readable) return null
  return (
    <p className="note warn plain-http" role="alert">
      {say(w.plainHttp)}
    </p>
  )
}
