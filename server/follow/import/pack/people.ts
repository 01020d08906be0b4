/** The people named in a pack's files: who they are here, asked once, and made where they are to be invited later. */
import type { Loose } from '../../../../kernel/fact.ts'
import type { Declaration } from '../../../../kernel/object.ts'
import { Refused } from '../../../../kernel/refusal.ts'
import { idsBySource, usersKnown } from '../../../store/packs.ts'
import type { Session, World } from '../../../world.ts'
import { executeBatch } from '../../../write/batch.ts'
import { keyOf, type PackScene, RowKit } from './kit.ts'

export interface Named {
  /** As the files have it. */
  readonly name: string
  readonly shownAs: string
  readonly email: string | null
  readonly records: number
  /** The user it is most likely. */
  readonly userId: string | null
}

type Files = Pick<PackScene, 'template' | 'sheets' | 'answers' | 'timeZone'>

/** Everybody the files name, most frequent first. */
export function namedIn(files: Files): Omit<Named, 'userId'>[] {
  const counts = new Map<string, number>()
  const spy = { ...files, people: { get: (name: string) => counted(counts, name) }, ids: new Map(), names: new Map() }
  for (const step of files.template.steps) {
    const sheet = files.sheets.get(step.file)
    const cells = Object.values(step.fields).filter((cell) => cell.person)
    if (!sheet || cells.length === 0) continue
    const kit = new RowKit(spy as unknown as PackScene, sheet)
    for (const row of sheet.rows) for (const cell of cells) cell.read(kit.at(row))
  }
  const known = knownIn(files)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, records]) => ({ name, records, email: null, shownAs: name, ...known.get(name.toLowerCase()) }))
}

function counted(counts: Map<string, number>, name: string): string {
  counts.set(name, (counts.get(name) ?? 0) + 1)
  return name
}

/** What the file of users says of them, by name and by id. */
function knownIn(files: Files): Map<string, { shownAs: string; email: string | null }> {
  const { people } = files.template
  const sheet = people && files.sheets.get(people.file)
  const out = new Map<string, { shownAs: string; email: string | null }>()
  if (!people || !sheet) return out
  const kit = new RowKit({ ...files, people: new Map(), ids: new Map(), names: new Map() }, sheet)
  for (const row of sheet.rows) {
    kit.at(row)
    const shownAs = people.name.read(kit)
    const one = { shownAs, email: people.email.read(kit) || null }
    out.set(shownAs.toLowerCase(), one)
    out.set(people.id.read(kit).toLowerCase(), one)
  }
  return out
}

/** With the users they may be: by e-mail, else by name. */
export async function peopleIn(
  world: World,
  tenantId: string,
  files: Files,
): Promise<{ named: Named[]; users: { id: string; name: string }[] }> {
  const users = await world.database.inTenant(tenantId, (tx) => usersKnown(tx, tenantId))
  const byKey = new Map(
    users.flatMap(({ id, name, email }) =>
      [name, email].flatMap((key) => (key ? [[key.toLowerCase(), id] as const] : [])),
    ),
  )
  const named = namedIn(files).map((one) => ({
    ...one,
    userId: byKey.get((one.email ?? '').toLowerCase()) ?? byKey.get(one.shownAs.toLowerCase()) ?? null,
  }))
  return { named, users: users.map(({ id, name, email }) => ({ id, name: name ?? email ?? '' })) }
}

/** Answers are a user's id, 'me', or nothing for someone who is invited later. */
export async function settlePeople(
  world: World,
  session: Session,
  given: { files: Files; answers: Readonly<Record<string, string>>; declaration: Declaration },
): Promise<Map<string, string>> {
  const { files, answers } = given
  const { tenantId, userId } = session
  const { named } = await peopleIn(world, tenantId, files)
  const prefix = keyOf(files.template, 'people', '')
  const before = await world.database.inTenant(tenantId, (tx) =>
    idsBySource(tx, { tenantId, declaration: given.declaration }, prefix),
  )
  const out = new Map<string, string>()
  const make: { name: string; id: string; input: Loose }[] = []
  for (const one of named) {
    const said = answers[one.name]
    const known = said === 'me' ? userId : said || before.get(`${prefix}${one.name}`.toLowerCase()) || one.userId
    const id = known ?? world.newId()
    out.set(one.name, id)
    if (!known)
      make.push({
        name: one.name,
        id,
        input: {
          name: one.shownAs,
          email: one.email,
          roles: [],
          language: session.language,
          sourceKey: `${prefix}${one.name}`,
        },
      })
  }
  const commands = make.map(({ id, input }) => ({ object: 'user', act: 'create', id, input, history: true }))
  for (const outcome of await executeBatch(world, session, commands))
    if (!outcome.ok) throw new Refused(outcome.refusals)
  return out
}
