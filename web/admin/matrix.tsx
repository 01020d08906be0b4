/** Rows are actions, columns are roles; choosing a scope writes a grant, choosing the default takes it away. */
import { type Role, roleNames, roles } from '../../kernel/role.ts'
import { change, create, remove } from '../api/resource.ts'
import type { Entry, Label, ObjectMeta } from '../api/types.ts'
import { useMeta, useObject } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { adminWords as w } from '../words/admin.ts'
import { declared } from './declared.ts'
import type { PermitRow } from './permits.ts'
import { useRun } from './run.ts'

const scopes: readonly (readonly [string, Label])[] = [
  ['none', w.scopeNone],
  ['self', w.scopeSelf],
  ['team', w.scopeTeam],
  ['tree', w.scopeTree],
  ['all', w.scopeAll],
  ['pool', w.scopePool],
]
const scopeLabels: Readonly<Record<string, Label>> = Object.fromEntries(scopes)
const usual = 'usual'

interface MatrixProps {
  readonly rows: readonly PermitRow[]
  readonly grants: readonly Entry[]
}

export function Matrix({ rows, grants }: MatrixProps) {
  const { say } = useWords()
  return (
    <div className="plain-scroll">
      <table className="plain-table matrix">
        <caption className="hidden-word">{say(w.permissions)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(w.action)}</th>
            {roleNames.map((role) => (
              <th key={role} scope="col">
                {say(roles[role])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ActionRow key={row.action} row={row} grants={grants} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ActionRow({ row, grants }: { row: PermitRow; grants: readonly Entry[] }) {
  const { say } = useWords()
  const label = useActionLabel(row)
  const system = Object.values(row.scopes).every((scope) => scope === null) && row.changed.length === 0
  return (
    <tr>
      <th scope="row">{label}</th>
      {system ? (
        <td colSpan={roleNames.length} className="faint">
          {say(w.systemOnly)}
        </td>
      ) : (
        roleNames.map((role) => <Cell key={role} {...{ row, role, label, grants }} />)
      )}
    </tr>
  )
}

interface CellProps {
  readonly row: PermitRow
  readonly role: Role
  readonly label: string
  readonly grants: readonly Entry[]
}

function Cell({ row, role, label, grants }: CellProps) {
  const { say } = useWords()
  const { me } = useMeta()
  const object = useObject('grant')
  const { busy, run } = useRun()
  const grant = grants.find((each) => each.object === row.object && each.action === row.action && each.role === role)
  const held = row.scopes[role] ?? null
  const several = held !== null && held.length > 1
  const value = held === null ? 'none' : several ? 'several' : (held[0] ?? 'none')
  const changed = row.changed.includes(role)
  /** Nobody changes the rights of a role they hold. */
  const locked = !object?.can.create || me.roles.includes(role)
  const set = (scope: string) =>
    void run([row.object, row.action, role, scope, grant?.version], (key) =>
      send(object!, { row, role, grant, scope, key }),
    )
  return (
    <td data-changed={changed || undefined}>
      <select
        aria-label={say(w.permitOf, { role: say(roles[role]), action: label })}
        data-none={value === 'none' || undefined}
        disabled={locked || busy}
        value={value}
        onChange={(event) => set(event.target.value)}
      >
        {several ? <option value="several">{held.map((scope) => say(scopeLabels[scope])).join(' + ')}</option> : null}
        {scopes.map(([scope, words]) => (
          <option key={scope} value={scope}>
            {scope === 'none' ? '—' : say(words)}
          </option>
        ))}
        {changed ? <option value={usual}>↺ {say(w.usual)}</option> : null}
      </select>
    </td>
  )
}

interface Sending {
  readonly row: PermitRow
  readonly role: Role
  readonly grant: Entry | undefined
  readonly scope: string
  readonly key: string
}

async function send({ plural }: ObjectMeta, { row, role, grant, scope, key }: Sending): Promise<unknown> {
  if (scope === usual) return grant ? remove(plural, grant.id, { version: grant.version, key }) : null
  if (grant) return change(plural, grant.id, { body: { scope }, version: grant.version, key })
  return create(plural, { body: { object: row.object, action: row.action, role, scope }, key })
}

function useActionLabel({ object, action }: PermitRow): string {
  const { say } = useWords()
  const common: Readonly<Record<string, Label>> = {
    read: w.read,
    create: w.create,
    change: w.change,
    remove: w.remove,
    administer: w.administer,
  }
  return say(common[action]) || say(declared.get(object)?.steps[action]) || action
}
