/** The paths of one declared object in the API description; the same that rest.ts registers. */
import type { Declaration } from '../../kernel/object.ts'
import { exportOperation } from './openapiData.ts'
import { type Json, ref, stepSchema, typeName } from './openapiSchema.ts'
import { isOpen, openTransitions } from './permission.ts'
import { countQuery, historyQuery, listQuery, summaryQuery } from './queries.ts'

const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` })
const problem: Json = { $ref: '#/components/responses/Problem' }
const content = (schema: Json): Json => ({ 'application/json': { schema } })
const answer = (description: string, schema: Json, headers?: Json): Json => ({
  description,
  ...(headers ? { headers } : {}),
  content: content(schema),
})
const etagHeader: Json = { ETag: { $ref: '#/components/headers/ETag' } }
const object = (properties: Json): Json => ({ type: 'object', properties })
const list = (items: Json): Json => ({ type: 'array', items })
const any: Json = {}
const nullableText: Json = { type: ['string', 'null'] }

export function objectPaths(declaration: Declaration): Readonly<Record<string, Json>> {
  const { plural } = declaration
  const base = `/api/v1/${plural}`
  const paths: Record<string, Json> = {
    [base]: { get: listOperation(declaration), ...createOperation(declaration) },
    [`${base}/count`]: { get: countOperation(declaration) },
    [`${base}/summary`]: { get: summaryOperation(declaration) },
    [`${base}/export`]: { get: exportOperation(declaration.name) },
    [`${base}/bulk`]: { post: bulkOperation(declaration) },
    [`${base}/{id}`]: { parameters: [parameter('id')], ...recordOperations(declaration) },
    [`${base}/{id}/history`]: { parameters: [parameter('id')], get: historyOperation(declaration) },
    [`${base}/{id}/thread`]: { parameters: [parameter('id')], get: threadOperation(declaration) },
  }
  for (const name of openTransitions(declaration)) {
    paths[`${base}/{id}/${name}`] = { parameters: [parameter('id')], post: stepOperation(declaration, name) }
  }
  return paths
}

function operation({ name, label }: Declaration, verb: string, rest: Json & { responses: Json }): Json {
  const { responses, ...more } = rest
  const summary = `${verb} · ${label.en} ${label.zh}`
  return {
    tags: [name],
    operationId: `${name}.${verb.replace(/ /g, '_')}`,
    summary,
    ...more,
    responses: { ...responses, default: problem },
  }
}

const writeParameters = [parameter('idempotencyKey'), parameter('dryRun')]

function written(declaration: Declaration): Json {
  return object({
    data: ref(typeName(declaration.name)),
    can: ref('Can'),
    names: ref('Names'),
    event: ref('Event'),
    caused: list(ref('Event')),
  })
}

function listOperation(declaration: Declaration): Json {
  const page = object({ data: list(ref(typeName(declaration.name))), next: nullableText, names: ref('Names') })
  return operation(declaration, 'list', {
    parameters: listQuery.map(parameter),
    responses: { 200: answer('A page.', page) },
  })
}

function countOperation(declaration: Declaration): Json {
  const count = object({ count: { type: 'integer' }, exact: { type: 'boolean' } })
  return operation(declaration, 'count', {
    parameters: countQuery.map(parameter),
    responses: { 200: answer('How many.', count) },
  })
}

function summaryOperation(declaration: Declaration): Json {
  const row = object({ key: any, count: { type: 'integer' }, sum: { anyOf: [ref('Money'), nullableText] } })
  const body = object({ data: list(row), names: ref('Names') })
  return operation(declaration, 'summarise', {
    parameters: summaryQuery.map(parameter),
    responses: { 200: answer('By group.', body) },
  })
}

function createOperation(declaration: Declaration): Json {
  if (!isOpen(declaration, 'create')) return {}
  return {
    post: operation(declaration, 'create', {
      parameters: writeParameters,
      requestBody: { required: true, content: content(ref(`${typeName(declaration.name)}Create`)) },
      responses: { 201: answer('Created.', written(declaration), etagHeader) },
    }),
  }
}

function recordOperations(declaration: Declaration): Json {
  const name = typeName(declaration.name)
  const record = object({ data: ref(name), can: ref('Can'), names: ref('Names') })
  const parameters = [parameter('ifMatch'), ...writeParameters]
  const change = operation(declaration, 'change', {
    parameters,
    requestBody: { required: true, content: content(ref(`${name}Change`)) },
    responses: { 200: answer('Changed.', written(declaration), etagHeader) },
  })
  const remove = operation(declaration, 'remove', {
    parameters,
    responses: { 200: answer('Removed.', object({ event: ref('Event') })) },
  })
  return {
    get: operation(declaration, 'read', { responses: { 200: answer('The record.', record, etagHeader) } }),
    ...(isOpen(declaration, 'change') ? { patch: change } : {}),
    ...(isOpen(declaration, 'remove') ? { delete: remove } : {}),
  }
}

function historyOperation(declaration: Declaration): Json {
  const entry = object({
    seq: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    type: { type: 'string' },
    at: { type: 'string', format: 'date-time' },
    recordedAt: { type: 'string', format: 'date-time' },
    actorId: nullableText,
    actorRole: nullableText,
    channel: { type: 'string' },
    from: nullableText,
    to: nullableText,
    changes: { type: 'object' },
    parts: { type: 'object' },
    input: { type: 'object' },
    reason: nullableText,
    passed: list({ type: 'string' }),
    passedWords: list({ type: 'object', description: 'What was let pass, as sentences in both languages.' }),
  })
  const body = object({ data: list(entry), names: ref('Names') })
  return operation(declaration, 'history', {
    parameters: historyQuery.map(parameter),
    responses: { 200: answer('Newest first.', body) },
  })
}

function threadOperation(declaration: Declaration): Json {
  const step = object({
    object: { type: 'string' },
    label: ref('Label'),
    records: list({ type: 'object' }),
    missing: { type: 'boolean' },
  })
  return operation(declaration, 'thread', {
    responses: { 200: answer('In the order of the chain.', object({ data: list(step) })) },
  })
}

function stepOperation(declaration: Declaration, name: string): Json {
  const { label, help, from } = declaration.transitions[name] as Declaration['transitions'][string]
  const states = from.map((state) => declaration.states[state]?.label.en ?? state).join(', ')
  return operation(declaration, name, {
    summary: `${label.en} · ${label.zh}`,
    description: [help?.en, `From: ${states}.`].filter(Boolean).join(' '),
    parameters: [parameter('ifMatch'), ...writeParameters],
    requestBody: { content: content(stepSchema(declaration, name)) },
    responses: { 200: answer('Done.', written(declaration), etagHeader) },
  })
}

function bulkOperation(declaration: Declaration): Json {
  const acts = ['create', 'change', 'remove', ...openTransitions(declaration)].filter((act) => isOpen(declaration, act))
  const item = object({
    id: { type: 'string', format: 'uuid' },
    version: { type: 'integer' },
    input: { type: 'object' },
    confirm: list({ type: 'string' }),
    reason: { type: 'string' },
  })
  const body = {
    ...object({ act: { type: 'string', enum: acts }, items: { ...list(item), maxItems: 1000 } }),
    required: ['act', 'items'],
  }
  const result = object({
    index: { type: 'integer' },
    id: nullableText,
    status: { type: 'integer' },
    data: { type: 'object' },
    problem: ref('Problem'),
  })
  return operation(declaration, 'bulk', {
    parameters: [parameter('idempotencyKey')],
    requestBody: { required: true, content: content(body) },
    responses: { 200: answer('One result for each item.', object({ results: list(result) })) },
  })
}
