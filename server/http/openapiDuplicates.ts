/** The paths of duplicates in the API description: scans, trying a rule, a pair side by side, a merge beforehand. */
import type { Json } from './openapiSchema.ts'

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const into = { ...id, name: 'into', in: 'query' }
const object: Json = { enum: ['lead', 'account', 'contact'] }
const rows: Json = { type: 'array', items: { type: 'object' } }

const answerOf = (schema: Json): Json => ({ description: 'Done.', content: { 'application/json': { schema } } })
const bodyOf = (properties: Json, required: readonly string[]): Json => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', properties, required } } },
})

/** Method and operation, what it does, its answer under `data`, and what else belongs to it. */
function op(name: string, summary: string, more: Json = {}): Json {
  return {
    tags: ['duplicates'],
    operationId: `duplicates.${name}`,
    summary,
    ...more,
    responses: {
      200: answerOf({ type: 'object', properties: { data: {} } }),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const merge = (plural: string): Json => ({
  parameters: [id, into],
  get: op(`merge_${plural}`, 'What merging this record into another would take over and move · 合并预览'),
})

export const duplicatePaths: Readonly<Record<string, Json>> = {
  '/api/v1/duplicates/scans': {
    get: op('scans', 'Scans for duplicates, newest first · 查重扫描记录'),
    post: op('scan', 'Scan all, or what changed since the last scan · 发起查重扫描', {
      requestBody: bodyOf({ object, whole: { type: 'boolean' } }, ['object']),
    }),
  },
  '/api/v1/duplicates/scans/{id}/cancel': {
    parameters: [id],
    post: op('cancel', 'Cancel a scan · 取消扫描'),
  },
  '/api/v1/duplicates/try': {
    post: op('try', 'Try a matching rule on the newest records without keeping anything · 试用查重规则', {
      requestBody: bodyOf(
        { object, compare: rows, passes: rows, suspectAt: { type: 'string' }, sureAt: { type: 'string' } },
        ['object', 'compare', 'passes', 'suspectAt', 'sureAt'],
      ),
    }),
  },
  '/api/v1/duplicatePairs/{id}/sides': {
    parameters: [id],
    get: op('sides', 'Both records of a pair, as far as the reader may see them · 两条记录对照', {
      description: 'Of a record out of sight only its holder and its age are told.',
    }),
  },
  ...Object.fromEntries(
    ['leads', 'accounts', 'contacts'].map((plural) => [`/api/v1/${plural}/{id}/mergePreview`, merge(plural)]),
  ),
}
