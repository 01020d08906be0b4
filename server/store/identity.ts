/** Identifiers: time-ordered for new records (RFC 9562 version 7), derived where a key is the identity. */
import { createHash, randomFillSync } from 'node:crypto'

/** A uuidv7 from an instant in milliseconds. */
export function uuid7(ms: number): string {
  if (at + 16 > pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const bytes = pool.subarray(at, at + 16)
  at += 16
  bytes.writeUIntBE(ms, 0, 6)
  return dashed(bytes, 7)
}

/** Random bytes for many identifiers at once; each is used once. */
const pool = Buffer.alloc(4096)
let at = pool.length

/**
 * The same moment, seed and number always make the same identifier (version 7), and numbers follow one another:
 * records made together stand together in every index.
 */
export function orderedIds(ms: number, seed: string): (n: number) => string {
  const tail = createHash('sha256').update(seed).digest().subarray(0, 16)
  return (n) => {
    const bytes = Buffer.from(tail)
    bytes.writeUIntBE(ms, 0, 6)
    bytes.writeUInt16BE(Math.floor(n / 0x4_0000) & 0xfff, 6)
    bytes.writeUIntBE(((n & 0x3_ffff) << 4) | ((bytes[10] as number) & 0x0f), 8, 3)
    return dashed(bytes, 7)
  }
}

/** The same key always has the same identifier (version 8), so two writers meet on one row. */
export function identityOf(tenantId: string, object: string, key: Readonly<Record<string, string>>): string {
  const words = Object.keys(key)
    .sort()
    .map((name) => `${name}=${key[name]}`)
  return dashed(
    createHash('sha256')
      .update([tenantId, object, ...words].join('\u001f'))
      .digest()
      .subarray(0, 16),
    8,
  )
}

function dashed(bytes: Buffer, version: number): string {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
