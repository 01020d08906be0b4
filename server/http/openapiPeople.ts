/** The paths of people and rights in the API description: files of the company, rights, hand-overs, the audit log. */
import type { Json } from './openapiSchema.ts'

const problem: Json = { $ref: '#/components/responses/Problem' }
const number: Json = { type: 'integer' }

interface Op {
  readonly tag: string
  readonly id: string
  readonly summary: string
  readonly schema: Json
  readonly more?: Json
}

const op = ({ tag, id, summary, schema, more = {} }: Op): Json => ({
  tags: [tag],
  operationId: id,
  summary,
  ...more,
  responses: { 200: { description: 'Done.', content: { 'application/json': { schema } } }, default: problem },
})

const data = (properties: Json): Json => ({
  type: 'object',
  properties: { data: { type: 'object', properties } },
})

const idParameter: Json = { $ref: '#/components/parameters/id' }
const query = (name: string, schema: Json = { type: 'string' }): Json => ({ name, in: 'query', schema })
const list = (items: Json = { type: 'object' }): Json => ({ type: 'array', items })
const text: Json = { type: 'string' }

export const peoplePaths: Readonly<Record<string, Json>> = {
  '/api/v1/users/{id}/holdings': {
    parameters: [idParameter],
    get: op({
      tag: 'people',
      id: 'users.holdings',
      summary: 'What a person holds, place by place, and what they exported lately · 持有的记录与近期导出',
      schema: data({
        id: text,
        name: text,
        state: text,
        held: list(),
        suggested: { type: 'object' },
        keys: number,
        exports: list(),
      }),
    }),
  },
  '/api/v1/users/{id}/hand-over': {
    parameters: [idParameter],
    post: {
      ...op({
        tag: 'people',
        id: 'users.hand_over',
        summary: 'Ends their access at once and hands over what they hold · 停用并交接',
        schema: data({ id: text }),
        more: {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['rule', 'toId', 'reason'],
                  properties: {
                    rule: { enum: ['manager', 'head', 'person'] },
                    toId: text,
                    reason: text,
                    choices: list({
                      type: 'object',
                      properties: { object: text, slot: text, to: text, byRegion: { type: 'object' } },
                    }),
                  },
                },
              },
            },
          },
        },
      }),
    },
  },
  '/api/v1/audit/export': {
    get: {
      tags: ['views'],
      operationId: 'audit.export',
      summary: 'The audit log as CSV, by the same filters · 导出审计日志',
      parameters: ['kind', 'userId', 'object', 'recordId', 'from', 'to', 'q'].map((name) => query(name)),
      responses: { 200: { description: 'CSV.', content: { 'text/csv': { schema: text } } }, default: problem },
    },
  },
  '/api/v1/handovers/{id}/items': {
    parameters: [idParameter],
    get: op({
      tag: 'people',
      id: 'handovers.items',
      summary: 'What became of each record · 逐条结果',
      schema: { type: 'object', properties: { data: list(), next: { type: ['string', 'null'] } } },
      more: { parameters: [query('after'), query('limit', number), query('outcome')] },
    }),
  },
  '/api/v1/files/usage': {
    get: op({
      tag: 'files',
      id: 'files.usage',
      summary: 'Room for files: used and allowed bytes, the largest file, accepted kinds · 附件用量与上限',
      schema: data({
        used: number,
        quota: number,
        largest: number,
        kinds: { type: 'array', items: { type: 'string' } },
      }),
    }),
  },
}
