/** Every sentence of a refusal in the reader's language, with the fields it speaks of. */
import type { ReactNode } from 'react'
import { asProblem, type Problem } from '../api/client.ts'
import type { ObjectMeta, RefusalSay, Role } from '../api/types.ts'
import { useWords } from '../shell/words.ts'

interface ProblemNoteProps {
  error: unknown
  object?: ObjectMeta
  /** Fields that show their own error, so that it is not said twice. */
  shownFields?: ReadonlySet<string>
  children?: ReactNode
}

export function ProblemNote({ error, object, shownFields, children }: ProblemNoteProps) {
  const { say, t } = useWords()
  if (!error) return null
  const problem = asProblem(error)
  const elsewhere = problem.errors.filter((one) => !(one.field && shownFields?.has(one.field)))
  const sentences = elsewhere.length > 0 ? elsewhere : []
  const intro = problem.errors.length === 0 || sentences.length < problem.errors.length
  return (
    <div className={`note ${confirmable(problem) ? 'warn' : 'bad'}`} role="alert">
      {intro && <p>{problem.errors.length === 0 ? say(problem.say) : t('fixErrors')}</p>}
      <Sentences errors={sentences} object={object} />
      {problem.open && problem.requestId && <p className="faint">{t('requestId', { id: problem.requestId })}</p>}
      {children}
    </div>
  )
}

export function Sentences({ errors, object }: { errors: readonly RefusalSay[]; object?: ObjectMeta }) {
  const { say } = useWords()
  if (errors.length === 0) return null
  const first = errors[0]
  if (errors.length === 1 && first) return <p>{withField(first, object, say)}</p>
  return (
    <ul>
      {errors.map((one, index) => (
        <li key={`${one.code}${index}`}>{withField(one, object, say)}</li>
      ))}
    </ul>
  )
}

/** All refusals may be passed by naming their codes. */
export function confirmable(problem: Problem): boolean {
  return problem.errors.length > 0 && problem.errors.every((one) => one.override !== undefined)
}

/** Everyone passes a warning; other refusals only the roles they name. */
export const mayPass = (one: RefusalSay, roles: readonly Role[]): boolean =>
  one.override === 'anyone' || (one.override ?? []).some((role) => (roles as readonly string[]).includes(role))

export const isWarning = (one: RefusalSay): boolean => one.override === 'anyone'

/** Sentences by field, for forms. */
export function errorsByField(error: unknown): Record<string, RefusalSay[]> {
  const found: Record<string, RefusalSay[]> = {}
  if (!error) return found
  for (const one of asProblem(error).errors) {
    if (!one.field) continue
    const known = found[one.field]
    if (known) known.push(one)
    else found[one.field] = [one]
  }
  return found
}

function withField(one: RefusalSay, object: ObjectMeta | undefined, say: ReturnType<typeof useWords>['say']): string {
  const sentence = say(one.message)
  const field = object?.fields.find((each) => each.name === one.field)
  const label = field ? say(field.label) : ''
  return label && !sentence.includes(label) ? `${label}: ${sentence}` : sentence
}
