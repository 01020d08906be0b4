/** Shows what arrives to a virus scanner that speaks ClamAV's INSTREAM; one that does not answer lets nothing pass. */
import { connect, type Socket } from 'node:net'

/** Where the scanner listens: a host and port, or a socket of this machine. */
export type ScannerPlace = { readonly host: string; readonly port: number } | { readonly path: string }

export interface Scan {
  /** Resolves when the scanner took it; a scanner that went is found out at the end. */
  see(bytes: Buffer): Promise<void>
  /** The name of what was found, or null for a clean file; throws where the scanner did not say. */
  verdict(): Promise<string | null>
  close(): void
}

/** A scanner that is busy for longer counts as down. */
const answerMs = 60_000

export class ScannerDown extends Error {}

/** Without a scanner nothing is looked at. */
export function openScan(place: ScannerPlace | undefined): Scan | null {
  if (!place) return null
  const socket = 'path' in place ? connect(place.path) : connect(place.port, place.host)
  let said = ''
  let broken: Error | null = null
  socket.setTimeout(answerMs, () => socket.destroy(new Error('the scanner does not answer')))
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (bytes: Buffer) => {
      if (said.length < 1000) said += bytes.toString('latin1')
    })
    socket.on('error', (error) => {
      broken = error
      resolve()
    })
    socket.on('close', () => resolve())
  })
  const writing = send(socket, ended)
  writing(Buffer.from('zINSTREAM\0', 'latin1')).catch(() => undefined)
  return {
    async see(bytes) {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      await writing(length)
      await writing(bytes)
    },
    async verdict() {
      await writing(Buffer.alloc(4))
      await ended
      const found = /^stream: (.+) FOUND\0?$/.exec(said.trim())?.[1]
      if (found) return found
      if (/^stream: OK\0?$/.test(said.trim())) return null
      throw new ScannerDown(broken ? String(broken) : said.slice(0, 200) || 'the scanner closed the line')
    },
    close: () => socket.destroy(),
  }
}

/** Waits while the scanner is behind; a broken line swallows what it is given. */
function send(socket: Socket, ended: Promise<void>): (bytes: Buffer) => Promise<void> {
  return async (bytes) => {
    if (socket.destroyed || socket.write(bytes)) return
    await Promise.race([new Promise<void>((resolve) => socket.once('drain', resolve)), ended])
  }
}
