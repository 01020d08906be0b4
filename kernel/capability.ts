/** What a reader can do with a record now and, where not, why not: the page shows it and never decides itself. */
import { contextOf, dutyRefusal, failing, metDuties } from './decide.ts'
import { type Draft, draft } from './draft.ts'
import type { Loose } from './fact.ts'
import type { Question } from './question.ts'
import type { Refusal } from './refusal.ts'

/** Absent from the map: not possible from this state, or not this person's to do. */
export type Capability = { readonly act: string; readonly draft?: Draft; readonly refusals: readonly Refusal[] }

/** Tries every action on the record with empty hands. Facts are still to be loaded for those with a draft. */
export function capabilities(question: Omit<Question, 'command'>): Capability[] {
  const { declaration, stored } = question
  const acts = ['change', 'remove', ...Object.keys(declaration.transitions)]
  const out: Capability[] = []
  for (const act of acts) {
    const command = {
      object: declaration.name,
      act,
      id: question.id,
      input: {},
      ...(stored ? { version: stored.version } : {}),
    }
    const drafted = draft({ ...question, command })
    if (drafted.ok) out.push({ act, draft: drafted.draft, refusals: [] })
    else if (drafted.refusals.some((one) => one.class === 'locked')) out.push({ act, refusals: drafted.refusals })
  }
  return out
}

/** Whether the action is open: duties and those guards that do not wait for input. */
export function openness({ draft: drafted, refusals }: Capability, facts: Loose): readonly Refusal[] {
  if (!drafted) return refusals
  const { question, step } = drafted
  const context = contextOf(drafted, drafted.record, facts)
  const duties = question.settings.duties === 'enforce' ? metDuties(step.notBy ?? [], context).map(dutyRefusal) : []
  if (duties.length > 0) return duties
  return failing(
    (step.guards ?? []).filter((guard) => !guard.onInput),
    context,
  )
}
