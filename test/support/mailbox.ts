/** A real mail server that takes letters, or does what servers do on a bad day. */
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  readonly to: string
  readonly raw: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly html: string
}

export interface Mailbox {
  readonly url: string
  readonly letters: Received[]
  /** What the next letters meet: a refusal with this code at RCPT, or nothing. */
  refuse: number | null
  /** Takes the whole letter and hangs up without an answer, so many times. */
  dropAfterData: number
  close(): Promise<void>
}

export async function openMailbox(more: SMTPServerOptions = {}): Promise<Mailbox> {
  const letters: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      if (box.refuse === null) return done()
      done(Object.assign(new Error(box.refuse < 500 ? 'try later' : 'no such mailbox'), { responseCode: box.refuse }))
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? ''
        letters.push(readLetter(to, Buffer.concat(pieces).toString('utf8')))
        if (box.dropAfterData > 0) {
          box.dropAfterData--
          // The connection is lost between the dot and the answer.
          for (const one of (server as unknown as { connections: Set<{ _socket: Socket }> }).connections) {
            one._socket.destroy()
          }
          return
        }
        done()
      })
    },
    ...more,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const box: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    refuse: null,
    dropAfterData: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return box
}

/** Accepts connections and never says a word. */
export async function openSilent(): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const one of sockets) one.destroy()
        server.close(() => resolve())
      }),
  }
}

export function readLetter(to: string, raw: string): Received {
  const [head = ''] = raw.split(/\r?\n\r?\n/)
  const headers: Record<string, string> = {}
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
    headers[name.toLowerCase()] = decodeWords(value)
  }
  return { to, raw, headers, text: partOf(raw, 'text/plain'), html: partOf(raw, 'text/html') }
}

/** The first link of the letter: where its reader goes. */
export const linkIn = (letter: Received | undefined): string => /https?:\S+/.exec(letter?.text ?? '')?.[0] ?? ''
export const tokenIn = (letter: Received | undefined): string => linkIn(letter).split('#')[1] ?? ''

function partOf(raw: string, type: string): string {
  for (const part of raw.split(/\r?\n--[^\r\n]+/)) {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/)
    if (!head.toLowerCase().includes(`content-type: ${type}`)) continue
    return decoded(rest.join('\n\n'), /content-transfer-encoding:\s*(\S+)/i.exec(head)?.[1] ?? '7bit')
  }
  return ''
}

function decoded(body: string, way: string): string {
  if (way.toLowerCase() === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (way.toLowerCase() !== 'quoted-printable') return body
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex) => `%${hex}`)
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'))
}

const decodeWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_all, way: string, text: string) =>
      way.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeURIComponent(text.replace(/_/g, '%20').replace(/=([0-9A-F]{2})/g, '%$1')),
    )
