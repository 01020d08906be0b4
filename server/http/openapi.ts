/** The API described in OpenAPI 3.1, made from the declarations each time it is asked for. */
import { refusalOrder } from '../../kernel/refusal.ts'
import type { Registry } from '../../kernel/registry.ts'
import type { Model } from '../world.ts'
import { dataPaths } from './openapiData.ts'
import { documentPaths } from './openapiDocuments.ts'
import { duplicatePaths } from './openapiDuplicates.ts'
import { fixedPaths } from './openapiFixed.ts'
import { objectPaths } from './openapiPaths.ts'
import { peoplePaths } from './openapiPeople.ts'
import { inputSchema, type Json, recordSchema, ref, typeName } from './openapiSchema.ts'

/** `model` adds what one company added; without it the description is the same for everybody. */
export function openApi(registry: Registry, model: Model | null): Json {
  const declarations = [...(model?.objects ?? registry.objects).values()]
  const schemas: Record<string, Json> = { ...sharedSchemas }
  const paths: Record<string, Json> = {
    ...fixedPaths,
    ...peoplePaths,
    ...documentPaths,
    ...dataPaths,
    ...duplicatePaths,
  }
  for (const declaration of declarations) {
    const custom = model?.customFields(declaration.name) ?? []
    const name = typeName(declaration.name)
    schemas[name] = recordSchema(declaration, custom)
    schemas[`${name}Create`] = inputSchema(declaration, custom, true)
    schemas[`${name}Change`] = inputSchema(declaration, custom, false)
    Object.assign(paths, objectPaths(declaration))
  }
  const plurals = new Set(declarations.map(({ plural }) => plural))
  for (const path of Object.keys(paths)) if (lacksObject(path, plurals)) delete paths[path]
  return {
    openapi: '3.1.0',
    info: {
      title: 'OpenLTC',
      version: '1.0.0',
      summary: 'From the first lead to the money in the bank.',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
    tags: declarations.map(({ name, label }) => ({ name, description: `${label.en} · ${label.zh}` })),
    paths,
    components: {
      schemas,
      parameters,
      headers: { ETag: { description: 'The version of the record.', schema: { type: 'string' }, example: '"3"' } },
      responses: { Problem: problemResponse },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        key: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer ltc_…`' },
      },
    },
  }
}

const description = [
  'One contract for every object: list, count, summarise, read, create, change, delete, transitions, history, thread.',
  'A change names the version it saw in `If-Match` (428 without, 409 when somebody was faster).',
  '`Idempotency-Key` makes a repeated request answer what the first one did. `?dryRun=true` answers what would happen.',
  'Refusals are problem+json with a stable code and a sentence in Chinese and English.',
  'Unknown fields and unknown query parameters are refused.',
].join('\n\n')

const label: Json = {
  type: 'object',
  required: ['zh', 'en'],
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
}

const sharedSchemas: Readonly<Record<string, Json>> = {
  Label: label,
  Money: {
    type: 'object',
    description: 'An exact amount; never a floating-point number.',
    required: ['amount', 'currency'],
    properties: {
      amount: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    example: { amount: '1130.00', currency: 'CNY' },
  },
  Address: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      ['country', 'province', 'city', 'district', 'detail'].map((name) => [name, { type: 'string', maxLength: 200 }]),
    ),
  },
  Names: {
    type: 'object',
    description: 'What the ids in the answer stand for.',
    additionalProperties: {
      type: 'object',
      properties: {
        object: { type: 'string' },
        title: { type: ['string', 'null'] },
        no: { type: ['string', 'null'] },
        state: { type: ['string', 'null'] },
      },
    },
  },
  Refusal: {
    type: 'object',
    required: ['code', 'class', 'message'],
    properties: {
      code: { type: 'string' },
      class: { type: 'string', enum: [...refusalOrder] },
      field: { type: 'string' },
      message: ref('Label'),
      details: { type: 'object' },
      override: { anyOf: [{ type: 'array', items: { type: 'string' } }, { const: 'anyone' }] },
    },
  },
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'message', 'errors', 'requestId'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      message: ref('Label'),
      errors: { type: 'array', items: ref('Refusal') },
      requestId: { type: 'string' },
    },
  },
  Can: {
    type: 'object',
    description: 'For each action: true, or why not now. Actions that are absent are not possible from this state.',
    additionalProperties: { anyOf: [{ type: 'boolean' }, { type: 'array', items: ref('Refusal') }] },
  },
  Event: {
    type: 'object',
    properties: {
      type: { type: 'string', example: 'opportunity.won' },
      object: { type: 'string' },
      id: { type: 'string', format: 'uuid' },
      from: { type: ['string', 'null'] },
      to: { type: ['string', 'null'] },
      version: { type: 'integer' },
      passed: { type: 'array', items: { type: 'string' }, description: 'Guards that were let pass with a reason.' },
    },
  },
}

const problemResponse: Json = {
  description: 'Refused, or failed: the code says what, the message says what to do.',
  content: {
    'application/problem+json': {
      schema: ref('Problem'),
      example: {
        type: 'urn:openltc:problem:version-conflict',
        title: 'Someone changed this record (now version 4); reload and try again',
        status: 409,
        code: 'VERSION_CONFLICT',
        message: {
          zh: '记录已被他人修改（当前版本 4），请刷新后重试',
          en: 'Someone changed this record (now version 4); reload and try again',
        },
        errors: [],
        requestId: '5f0c7a52-6f0e-4a37-9b1a-0c1f6f3f7f11',
      },
    },
  },
}

const query = (name: string, description: string, of: { schema: Json; example: unknown }): Json => ({
  name,
  in: 'query',
  description,
  ...of,
})

const parameters: Readonly<Record<string, Json>> = {
  id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The version that was seen, as in ETag.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'A repeat with the same key answers what the first one did.',
    schema: { type: 'string', maxLength: 200 },
    example: 'b1946ac9-2f0e',
  },
  dryRun: query('dryRun', 'Answers what would happen, and writes nothing.', {
    schema: { type: 'boolean' },
    example: true,
  }),
  filter: query(
    'filter',
    'JSON: a condition, or {"and":[…]} and {"or":[…]} of conditions. Operators: = != < <= > >= between in notIn ' +
      'contains notContains startsWith empty notEmpty within.',
    { schema: { type: 'string' }, example: '{"and":[{"field":"createdAt","op":"within","value":"thisMonth"}]}' },
  ),
  sort: query('sort', 'Field names, a minus before those that fall.', {
    schema: { type: 'string' },
    example: '-createdAt',
  }),
  fields: query('fields', 'Only these fields, separated by commas.', {
    schema: { type: 'string' },
    example: 'no,state',
  }),
  include: query('include', 'Links whose names come along.', { schema: { type: 'string' }, example: 'ownerId' }),
  limit: query('limit', 'Records on a page.', {
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    example: 50,
  }),
  cursor: query('cursor', '`next` of the page before.', { schema: { type: 'string' }, example: 'eyJ2IjoxfQ' }),
  q: query('q', 'Words to look for, also inside Chinese words.', { schema: { type: 'string' }, example: '华为' }),
  groupBy: query('groupBy', 'The field to group by.', { schema: { type: 'string' }, example: 'state' }),
  sum: query('sum', 'A field whose values are added up.', { schema: { type: 'string' }, example: 'amount' }),
}

/** Paths of the doors that speak of one object go where a registry does not have it. */
const bound: readonly (readonly [start: string, plural: string])[] = [
  ['leads/', 'leads'],
  ['accounts/', 'accounts'],
  ['contacts/', 'contacts'],
  ['duplicates/', 'duplicatePairs'],
  ['duplicatePairs/', 'duplicatePairs'],
  ['company/archive', 'companies'],
]
const lacksObject = (path: string, plurals: ReadonlySet<string>): boolean =>
  bound.some(([start, plural]) => path.startsWith(`/api/v1/${start}`) && !plurals.has(plural))
