/** The opaque mark with which a list goes on: signed, and good for the same list only. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import type { Position } from '../store/order.ts'
import { isObject, type Reading } from './reading.ts'

export function writeCursor(reading: Reading, position: Position, seal: string): string {
  const body = Buffer.from(JSON.stringify([position.segment, position.keys, position.id])).toString('base64url')
  return `${body}.${signature(reading, body, seal)}`
}

/** Every cursor that was not made by this server for this list is refused alike. */
export function readCursor(reading: Reading, cursor: string, { seal, keys }: { seal: string; keys: number }): Position {
  const [body = '', signed = '', ...more] = cursor.split('.')
  const expected = Buffer.from(signature(reading, body, seal))
  const given = Buffer.from(signed)
  const good = more.length === 0 && given.length === expected.length && timingSafeEqual(given, expected)
  const position = good ? parsed(body) : null
  if (!position || position.keys.length !== keys) throw new Refused([refuse('invalid', 'BAD_CURSOR')])
  return position
}

function parsed(body: string): Position | null {
  const value: unknown = JSON.parse(Buffer.from(body, 'base64url').toString())
  const [segment, keys, id] = Array.isArray(value) ? value : []
  return Number.isInteger(segment) && Array.isArray(keys) && isId(id) && !isObject(keys) ? { segment, keys, id } : null
}

/** Half of the digest is beyond guessing, and keeps addresses short. */
const signature = ({ world }: Reading, body: string, seal: string): string =>
  createHmac('sha256', world.secrets.signing).update(`cursor ${seal} ${body}`).digest('base64url').slice(0, 22)
