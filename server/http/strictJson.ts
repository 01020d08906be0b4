/** Reads JSON as strictly as a ledger needs it: no key twice, no number that changes, no text that cannot be kept. */
import { textProblem } from '../../kernel/text.ts'

export const depthMax = 32
export const itemsMax = 20_000

export class JsonProblem extends Error {
  /** 'BAD_TEXT' or 'BAD_REQUEST', with the path of the value it is about. */
  readonly code: 'BAD_TEXT' | 'BAD_REQUEST'
  readonly field: string
  constructor(code: 'BAD_TEXT' | 'BAD_REQUEST', problem: string, field = '') {
    super(problem)
    this.code = code
    this.field = field
  }
}

/** Bytes to text; bytes that are no UTF-8 are refused, never replaced. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new JsonProblem('BAD_REQUEST', 'the body is not UTF-8')
  }
}

/** Throws JsonProblem; never returns an object with a `__proto__` of the caller's making. */
export function parseStrict(text: string): unknown {
  const reader = new Reader(text)
  const value = reader.value('', 0)
  reader.end()
  return value
}

const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const poisoned = new Set(['__proto__', 'constructor', 'prototype'])

class Reader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  value(path: string, depth: number): unknown {
    this.blank()
    const first = this.text[this.at]
    if (first === '{') return this.object(path, depth + 1)
    if (first === '[') return this.array(path, depth + 1)
    if (first === '"') return this.string(path)
    if (first === 't') return this.word('true', true)
    if (first === 'f') return this.word('false', false)
    if (first === 'n') return this.word('null', null)
    return this.number(path)
  }

  end(): void {
    this.blank()
    if (this.at < this.text.length) this.fail('text after the end of the JSON value')
  }

  private object(path: string, depth: number): Record<string, unknown> {
    this.enter(path, depth)
    const result: Record<string, unknown> = {}
    if (this.taken('}')) return result
    do {
      this.blank()
      if (this.text[this.at] !== '"') this.fail('a key in double quotes is expected', path)
      const key = this.string(path)
      const inner = path === '' ? key : `${path}.${key}`
      if (poisoned.has(key)) this.fail(`the key "${key}" is not allowed`, inner)
      if (Object.hasOwn(result, key)) this.fail(`the key "${key.slice(0, 80)}" appears twice`, inner)
      if (!this.taken(':')) this.fail('a colon is expected', inner)
      result[key] = this.value(inner, depth)
    } while (this.taken(','))
    if (!this.taken('}')) this.fail('a comma or } is expected', path)
    return result
  }

  private array(path: string, depth: number): unknown[] {
    this.enter(path, depth)
    const result: unknown[] = []
    if (this.taken(']')) return result
    do {
      if (result.length >= itemsMax) this.fail(`a list holds at most ${itemsMax} items`, path)
      result.push(this.value(`${path}[${result.length}]`, depth))
    } while (this.taken(','))
    if (!this.taken(']')) this.fail('a comma or ] is expected', path)
    return result
  }

  private string(path: string): string {
    const start = this.at
    let end = start + 1
    for (;;) {
      const code = this.text.charCodeAt(end)
      if (code === 34) break
      if (Number.isNaN(code)) this.fail('a string has no end', path)
      end += code === 92 ? 2 : 1
    }
    this.at = end + 1
    const value = this.decoded(this.text.slice(start, this.at), path)
    const problem = textProblem(value)
    if (problem) throw new JsonProblem('BAD_TEXT', `characters that cannot be stored (${problem})`, path)
    return value
  }

  /** The platform decodes escapes and refuses bare control characters. */
  private decoded(token: string, path: string): string {
    try {
      return JSON.parse(token) as string
    } catch {
      return this.fail('a string is malformed', path)
    }
  }

  /** A number that a double cannot hold is refused rather than changed; exact decimals travel as text. */
  private number(path: string): number {
    numberToken.lastIndex = this.at
    const token = numberToken.exec(this.text)?.[0]
    if (token === undefined) return this.fail('a value is expected', path)
    this.at += token.length
    const value = Number(token)
    const changed = !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))
    const digits = token
      .replace(/[eE].*$/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+/, '').length
    if (changed || digits > 17) this.fail('a number is too large or too long; send it as text', path)
    return value
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('a value is expected')
    this.at += word.length
    return value
  }

  private enter(path: string, depth: number): void {
    if (depth > depthMax) this.fail(`more than ${depthMax} levels of nesting`, path.slice(0, 80))
    this.at++
  }

  private taken(char: string): boolean {
    this.blank()
    if (this.text[this.at] !== char) return false
    this.at++
    return true
  }

  private blank(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.at++
    }
  }

  private fail(problem: string, field = ''): never {
    throw new JsonProblem('BAD_REQUEST', field === '' ? `${problem} (position ${this.at})` : problem, field)
  }
}
