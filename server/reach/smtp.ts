/** Hands letters to the mail server that the operator named, and says of a failure whether it may pass. */
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { MailConfig } from '../boot/config.ts'

export interface Handed {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly messageId: string
  readonly date: string
}

export interface Smtp {
  /** Throws SmtpFault. */
  send(letter: Handed): Promise<void>
  close(): void
}

export class SmtpFault extends Error {
  /** Whether the same letter may be taken a while later. */
  readonly passes: boolean
  constructor(message: string, passes: boolean) {
    super(message)
    this.passes = passes
  }
}

export const smtpTimes = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

export function openSmtp({ url, from }: MailConfig, times = smtpTimes): Smtp {
  const { hostname, port, protocol, username, password } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // A password never travels readable, but to this very machine.
    requireTLS: !secure && username !== '' && !isHere(host),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...times,
    dnsTimeout: times.connectionTimeout,
    // Content of letters is text and never a path or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, date, ...letter }) {
      const envelope = { from: addressIn(from), to: [to] }
      const headers = { 'Auto-Submitted': 'auto-generated' }
      try {
        const mail = { ...letter, from, to: { name: '', address: to }, date: new Date(date), envelope, headers }
        await transport.sendMail(mail)
      } catch (error) {
        throw faultOf(error)
      }
    },
    close: () => transport.close(),
  }
}

const isHere = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const addressIn = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from

/** What the server said, on one line; a final no of its own is the only one that does not pass. */
function faultOf(error: unknown): SmtpFault {
  const { responseCode, code = '', message = '' } = error as { responseCode?: number; code?: string; message?: string }
  const said = message.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 300)
  // A refused password or a missing STARTTLS is the operator's to mend; the letter can wait for it.
  const final = responseCode !== undefined && responseCode >= 500 && ['EENVELOPE', 'EMESSAGE'].includes(code)
  return new SmtpFault(said === '' ? code : said, !final)
}
