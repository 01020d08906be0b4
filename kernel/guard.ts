/** Guards that many objects share. */
import type { Loose } from './fact.ts'
import type { Guard } from './object.ts'

/** A reason must be given with the command. */
export const reasonGiven: Guard<{ readonly input: Loose }> = {
  code: 'REASON_REQUIRED',
  field: 'reason',
  onInput: true,
  holds: ({ input }) => typeof input.reason === 'string' && input.reason.trim() !== '',
}
