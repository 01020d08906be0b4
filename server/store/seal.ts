/** Seals secrets the server must read again: AES-256-GCM under a key drawn from the installation's own. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export interface Seal {
  /** `place` says what the secret belongs to: moved elsewhere it no longer opens. */
  close(text: string, place: string): Buffer
  /** Null where it was sealed under another key or for another place. */
  open(sealed: Buffer, place: string): string | null
  /** For short secrets that are only compared: without the key nobody can try them out. */
  hash(text: string, place: string): Buffer
}

const nonceBytes = 12
const tagBytes = 16

export function sealWith(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'openltc seal', 32))
  const hashKey = Buffer.from(hkdfSync('sha256', secret, '', 'openltc hash', 32))
  return {
    close(text, place) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(sealed, place) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
        decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString()
      } catch {
        return null
      }
    },
    hash: (text, place) => createHmac('sha256', hashKey).update(`${place}\n${text}`).digest(),
  }
}
