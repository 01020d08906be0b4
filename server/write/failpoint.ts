/** Named places in the write path where a test can make the process die; in a release they cost one comparison. */

export const failPoints = [
  'key claimed',
  'decided',
  'rows written',
  'ledger posted',
  'events appended',
  'before commit',
  'committed',
] as const
export type FailPoint = (typeof failPoints)[number]

let armed: { readonly name: string; readonly mode: 'kill' | 'throw' } | null = null

/** Armed only by the environment of a test run: FAIL_POINT='rows written:kill'. */
export function armFailPoint(spec: string | undefined): void {
  const [name, mode] = (spec ?? '').split(':')
  armed = name && (mode === 'kill' || mode === 'throw') ? { name, mode } : null
}

export function failPoint(name: FailPoint): void {
  if (armed === null || armed.name !== name) return
  if (armed.mode === 'kill') process.kill(process.pid, 'SIGKILL')
  throw new Error(`fail point ${name}`)
}
