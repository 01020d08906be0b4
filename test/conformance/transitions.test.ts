/** The published table of states and transitions, and that the rules let through exactly its edges (TEN-15). */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { objects } from '../../flow/index.ts'
import { draft } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Actor } from '../../kernel/permit.ts'
import { type Role, roleNames } from '../../kernel/role.ts'
import { modes } from '../../kernel/settings.ts'
import { transitionsFile, transitionsTable } from '../../tools/transitions.ts'

const declarations: readonly Declaration[] = objects
const published = readFileSync(transitionsFile, 'utf8')
const tested = ['lead', 'quote', 'contract', 'order', 'shipment', 'invoice', 'payment']

describe('docs/transitions.md', () => {
  it('is what the declarations say; if not, run `npx tsx tools/transitions.ts` and read the difference', () => {
    expect(published).toBe(transitionsTable())
  })
})

/** 'state action role' → allowed, read back from the published text and from nothing else. */
function publishedEdges(declaration: Declaration): Set<string> {
  const heading = `## ${declaration.label.zh} ${declaration.label.en}\n`
  const section = published.slice(published.indexOf(heading)).split('\n## ')[0] as string
  const edges = new Set<string>()
  for (const row of section.split('\n').filter((line) => line.startsWith('| `'))) {
    const [, action = '', from = '', , who = ''] = row.split('|').map((cell) => cell.trim())
    const name = /`(\w+)`/.exec(action)?.[1]
    const takers = who === 'system' ? [] : who.split(', ').map((one) => one.split(' ')[0])
    for (const state of from.split(', ')) for (const role of takers) edges.add(`${state} ${name} ${role}`)
  }
  return edges
}

const me = '00000000-0000-4000-8000-000000000001'
const place = '00000000-0000-4000-8000-000000000002'

/** Someone in whose every scope the record lies: mine, in my department, in my pool. */
const actorOf = (role: Role): Actor => ({
  id: me,
  kind: 'person',
  roles: [role],
  deptId: place,
  deptTree: [place],
  pools: [place],
  channel: 'ui',
})

function recordIn(declaration: Declaration, state: string): Loose {
  const blank = Object.fromEntries(Object.keys(declaration.fields).map((name) => [name, null]))
  const parts = Object.fromEntries(Object.keys(declaration.parts).map((name) => [name, []]))
  const common = { id: place, no: 'X-1', version: 3, ownerId: me, deptId: place, memberIds: [me], caseId: place }
  const rest = { derivedFrom: null, inheritedFields: [], rekeyedFields: [], importedGap: [], isTest: false, custom: {} }
  return { ...blank, ...parts, ...common, ...rest, state, poolId: place }
}

/** What stands in the way of taking this action from this state in this role, before any rule of business. */
function refusalOf(declaration: Declaration, state: string, { act, role }: { act: string; role: Role }): string | null {
  const drafted = draft({
    declaration,
    customFields: [],
    settings: modes.strict,
    changes: {},
    actor: actorOf(role),
    now: '2026-06-15T04:00:00.000Z',
    today: '2026-06-15',
    command: { object: declaration.name, act, id: place, version: 3, input: {} },
    stored: recordIn(declaration, state),
    id: place,
  })
  return drafted.ok ? null : (drafted.refusals[0]?.class ?? 'none')
}

describe.each(tested)('TEN-15: of %s, by state, action and role', (name) => {
  const declaration = declarations.find((one) => one.name === name) as Declaration
  const edges = publishedEdges(declaration)
  const triples = Object.keys(declaration.states).flatMap((state) =>
    Object.keys(declaration.transitions).flatMap((act) => roleNames.map((role) => ({ state, act, role }))),
  )

  const refusals = new Map<string, string | null>()
  beforeAll(() => {
    for (const { state, act, role } of triples)
      refusals.set(`${state} ${act} ${role}`, refusalOf(declaration, state, { act, role }))
  })

  it('exactly the published edges are let through to the rules of business', () => {
    const open = [...refusals].filter(([, refusal]) => refusal === null).map(([triple]) => triple)
    // What a role may do only in the pool is closed wherever the record is in no pool.
    const reachable = [...edges].filter((edge) => {
      const [state = '', act = '', role = ''] = edge.split(' ')
      return (
        [declaration.permits[act]?.[role as Role] ?? []].flat().some((scope) => scope !== 'pool') || state === 'pool'
      )
    })
    expect(open.sort()).toEqual(reachable.sort())
    expect(open.length).toBeGreaterThan(5)
  })

  it('every other one is refused as forbidden, already taken, or not possible in its state', () => {
    const others = [...refusals].filter(([triple]) => !edges.has(triple)).map(([, refusal]) => refusal)
    expect(others.length).toBeGreaterThan(100)
    expect(others.filter((one) => !['forbidden', 'conflict', 'state'].includes(one ?? 'none'))).toEqual([])
  })
})
