/** What closes the way to a step: refusals that the reader can neither answer with the step nor pass. */
import type { Can, ObjectMeta, RefusalSay, Role } from '../api/types.ts'
import { useMeta } from '../shell/meta.tsx'
import { mayPass } from '../ui/problem.tsx'

export function useClosed(object: ObjectMeta, can: Can): (step: string) => readonly RefusalSay[] {
  const { roles } = useMeta().me
  return (step) => closedBy(object, can, { step, roles })
}

export function closedBy(
  object: ObjectMeta,
  can: Can,
  { step, roles }: { step: string; roles: readonly Role[] },
): readonly RefusalSay[] {
  const answer = can[step]
  if (answer === undefined || answer === true) return []
  const asked = askedBy(object, step)
  return answer.every((one) => mayPass(one, roles) || asked.has(one.field ?? '')) ? [] : answer
}

/** What the step asks when it is taken need not be there before. */
function askedBy(object: ObjectMeta, name: string): ReadonlySet<string> {
  const step = object.transitions.find((one) => one.name === name)
  const input = (step?.input ?? []).map((field) => field.name)
  return new Set([...(step?.asks ?? []), ...(step?.takes ?? []), ...input])
}
