/** Duplicates over HTTP: scans, a rule tried on the company's data, a pair side by side, a merge before it is done. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ruleOf } from '../../flow/sell/matchRule.ts'
import { type Mergeable, mergeables } from '../../flow/sell/takeover.ts'
import { type ComparisonKind, comparisonKinds } from '../../kernel/comparison.ts'
import type { Loose } from '../../kernel/fact.ts'
import type { MatchRule } from '../../kernel/likeness.ts'
import { Refused, refuse } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/validate.ts'
import { pairOf, previewMerge, titlesOfPairs } from '../read/twins.ts'
import type { Session } from '../world.ts'
import type { Doors, Routes } from './doors.ts'
import { exactBody, send, sessionOf } from './reply.ts'
import { answer } from './rest.ts'

/** What the routes ask of whoever looks for duplicates. */
export interface DuplicateDesk {
  scan(session: Session, asked: { object: string; whole: boolean }): Promise<object>
  scans(session: Session): Promise<readonly object[]>
  cancel(session: Session, id: string): Promise<object>
  tryRule(session: Session, asked: { object: string; rule: MatchRule }): Promise<Trial>
}

interface Trial {
  readonly hits: readonly { readonly ids: readonly [string, string] }[]
}

const base = '/api/v1/duplicates'
const reads = { config: { permission: 'matchRule:read' } }
const rules = { config: { permission: 'matchRule:change' } }

export const duplicateRoutes =
  (desk: DuplicateDesk): Routes =>
  (app, doors) => {
    app.get(`${base}/scans`, reads, async (request, reply) =>
      send(reply, { data: await desk.scans(sessionOf(request)) }),
    )
    app.post(`${base}/scans`, rules, async (request, reply) => {
      const body = exactBody(request, ['object', 'whole'])
      const asked = { object: objectIn(body), whole: body.whole === true }
      return send(reply.code(202), { data: await desk.scan(sessionOf(request), asked) })
    })
    app.post(`${base}/scans/:id/cancel`, rules, async (request, reply) => {
      exactBody(request, [])
      return send(reply, { data: await desk.cancel(sessionOf(request), idOf(request)) })
    })
    app.post(`${base}/try`, rules, async (request, reply) => {
      const body = exactBody(request, ['object', 'compare', 'passes', 'suspectAt', 'sureAt'])
      const object = objectIn(body)
      const session = sessionOf(request)
      const { hits, ...counted } = await desk.tryRule(session, { object, rule: ruleIn(body) })
      return send(reply, { data: { ...counted, samples: await titlesOfPairs(doors.world, session, { object, hits }) } })
    })
    app.get('/api/v1/duplicatePairs/:id/sides', { config: { permission: 'duplicatePair:read' } }, (request, reply) =>
      told(doors, reply, { object: 'duplicatePair', ask: pairOf(doors.world, sessionOf(request), idOf(request)) }),
    )
    for (const object of mergeables) previewRoute(app, doors, object)
  }

function previewRoute(app: Parameters<Routes>[0], doors: Doors, object: Mergeable): void {
  const { plural } = doors.world.registry.objects.get(object) ?? { plural: `${object}s` }
  const config = { permission: `${object}:merge`, query: ['into'] }
  app.get(`/api/v1/${plural}/:id/mergePreview`, { config }, (request, reply) => {
    const { into = '' } = request.query as { into?: string }
    if (!isId(into)) throw new Refused([refuse('missing', 'NOT_FOUND')])
    const asked = { object, goneId: idOf(request), survivorId: into }
    return told(doors, reply, { object, ask: previewMerge(doors.world, sessionOf(request), asked) })
  })
}

interface Asked {
  readonly object: string
  readonly ask: Promise<Parameters<typeof answer>[2]['result']>
}

const told = async (doors: Doors, reply: FastifyReply, { object, ask }: Asked): Promise<FastifyReply> =>
  answer(doors, reply, { object, result: await ask })

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!isId(id)) throw new Refused([refuse('missing', 'NOT_FOUND')])
  return id
}

const wrong = (field: string, expected: string): Refused =>
  new Refused([refuse('invalid', 'WRONG_TYPE', { field, details: { name: field, expected } })])

function objectIn({ object }: Loose): string {
  if (mergeables.includes(object)) return object
  throw new Refused([
    refuse('invalid', 'UNKNOWN_CHOICE', {
      field: 'object',
      details: { name: 'object', value: String(object).slice(0, 40) },
    }),
  ])
}

const most = 30

/** A rule as the form holds it; what cannot be read is refused by its place. */
function ruleIn(body: Loose): MatchRule {
  const rowsOf = (name: string): Loose[] => {
    const list = body[name]
    const fits = Array.isArray(list) && list.length > 0 && list.length <= most
    if (!fits || list.some((row) => typeof row?.fields !== 'string' || row.fields.length > 200))
      throw wrong(name, '[{ fields, … }]')
    return list
  }
  const compare = rowsOf('compare')
  const passes = rowsOf('passes')
  if (compare.some((row) => !comparisonKinds.includes(row.compare as ComparisonKind)))
    throw wrong('compare', comparisonKinds.join(', '))
  if (passes.some((row) => !['same', 'start', 'pairs'].includes(row.by))) throw wrong('passes', 'same, start, pairs')
  const rule = ruleOf({ ...body, compare: compare.map((row) => ({ ...row, from: row.from ?? null })), passes })
  const numbers = [
    rule.suspectAt,
    rule.sureAt,
    ...rule.compare.flatMap((row) => [row.agree, row.differ, row.from ?? 0]),
  ]
  if (!numbers.every(Number.isFinite)) throw wrong('compare', '12.5')
  return rule
}
