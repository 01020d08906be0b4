/** The paths by which data comes in and companies begin, in the API description. */
import { packPaths } from './openapiPacks.ts'
import type { Json } from './openapiSchema.ts'

const problem: Json = { $ref: '#/components/responses/Problem' }
const idParameter: Json = { $ref: '#/components/parameters/id' }
const json = (schema: Json): Json => ({ 'application/json': { schema } })
const answer = (code: number, schema: Json): Json => ({
  [code]: { description: 'Done.', content: json(schema) },
  default: problem,
})
const object = (properties: Json, required: readonly string[] = []): Json => ({ type: 'object', properties, required })
const text: Json = { type: 'string' }
const uuid: Json = { type: 'string', format: 'uuid' }

const options: Json = object({
  history: { type: 'boolean', description: 'Years of old records: structure only is checked, nothing is sent.' },
  upsertBy: { type: ['string', 'null'], description: 'A unique field; a row that finds a record changes it.' },
  dryRun: { type: 'boolean' },
  createMissing: {
    type: 'array',
    items: text,
    description: 'Objects whose missing records are made when a row names them.',
  },
  notify: { type: 'boolean', description: 'Whether people hear in their inboxes of what the rows bring.' },
  automations: { type: 'boolean', description: 'Whether rules that act for people act on the rows too.' },
  emptyClears: { type: 'boolean', description: 'An empty cell clears what a changed record holds; else it leaves it.' },
  groupBy: {
    type: ['string', 'null'],
    description: 'Heading whose text tells which rows, standing together, make one record with its lines.',
  },
  encoding: { type: ['string', 'null'] },
  delimiter: { type: ['string', 'null'] },
  sheet: { type: ['string', 'null'], description: 'Of a workbook; the first that is not hidden unless said.' },
  headerRow: { type: ['integer', 'null'], description: 'The row of the spreadsheet that holds the headings.' },
})
const asked = (more: Json = {}): Json =>
  object({ object: { ...text, examples: ['account'] }, fileId: uuid, options, ...more }, ['object', 'fileId'])
const state: Json = object({
  id: uuid,
  object: text,
  state: text,
  total: { type: 'integer' },
  done: { type: 'integer' },
  created: { type: 'integer' },
  changed: { type: 'integer' },
  same: { type: 'integer' },
  refused: { type: 'integer' },
  estimateSeconds: { type: ['integer', 'null'] },
  summary: { type: 'object', description: 'What was found, or in a dry run would be; reasons with their counts.' },
  report: {
    type: 'object',
    description: 'What passed on the way; `reconciliation` compares money of file and records.',
  },
  undo: { type: ['object', 'null'], description: 'How far its undoing is, and what could not be undone.' },
})
const one: Json = object({ data: state })

const upload: Json = object({
  id: uuid,
  name: text,
  size: { type: 'integer' },
  isReady: { type: 'boolean' },
  pieceBytes: { type: 'integer', description: 'Length of every piece but the last.' },
  pieces: { type: 'integer' },
  have: { type: 'array', items: { type: 'integer' } },
})
const template: Json = object({
  id: uuid,
  name: text,
  object: text,
  headers: { type: 'array', items: text },
  mapping: { type: 'object' },
  options: { type: 'object' },
})

interface Told {
  readonly id: string
  readonly summary: string
  readonly body?: Json
}

const operation = (tag: string, { id, summary, body }: Told, responses: Json): Json => ({
  tags: [tag],
  operationId: id,
  summary,
  ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
  responses,
})

export const dataPaths: Readonly<Record<string, Json>> = {
  '/api/v1/imports/preview': {
    post: operation(
      'imports',
      { id: 'imports.preview', summary: 'What a file holds and where it would go · 导入预览', body: asked() },
      answer(200, { type: 'object' }),
    ),
  },
  '/api/v1/imports': {
    get: operation(
      'imports',
      { id: 'imports.list', summary: 'Past imports · 历史导入' },
      answer(200, object({ data: { type: 'array', items: state } })),
    ),
    post: operation(
      'imports',
      { id: 'imports.start', summary: 'Begin an import · 开始导入', body: asked({ mapping: { type: 'object' } }) },
      answer(202, one),
    ),
  },
  '/api/v1/imports/files': {
    post: operation(
      'imports',
      {
        id: 'imports.announce',
        summary: 'Begin a file of up to 500 MB, sent in pieces · 分片上传文件',
        body: object({ name: text, size: { type: 'integer' } }, ['name', 'size']),
      },
      answer(201, object({ data: upload })),
    ),
  },
  '/api/v1/imports/files/{id}': {
    parameters: [idParameter],
    get: operation(
      'imports',
      { id: 'imports.upload', summary: 'Which pieces are there · 已上传的片段' },
      answer(200, object({ data: upload })),
    ),
  },
  '/api/v1/imports/files/{id}/pieces/{seq}': {
    parameters: [idParameter, { name: 'seq', in: 'path', required: true, schema: { type: 'integer' } }],
    put: {
      ...operation(
        'imports',
        { id: 'imports.piece', summary: 'One piece, counted from 0; may be sent again · 上传一个片段' },
        {
          204: { description: 'Kept.' },
          default: problem,
        },
      ),
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    },
  },
  '/api/v1/imports/files/{id}/finish': {
    parameters: [idParameter],
    post: operation(
      'imports',
      { id: 'imports.finish', summary: 'The file is whole · 完成上传' },
      answer(200, object({ data: object({ id: uuid, name: text, size: { type: 'integer' }, type: text }) })),
    ),
  },
  '/api/v1/imports/templates': {
    get: {
      ...operation(
        'imports',
        { id: 'imports.templates', summary: 'Kept mappings · 导入模板' },
        answer(200, object({ data: { type: 'array', items: template } })),
      ),
      parameters: [{ name: 'object', in: 'query', schema: text }],
    },
    post: operation(
      'imports',
      { id: 'imports.keepTemplate', summary: 'Keep a mapping · 保存导入模板', body: template },
      answer(201, object({ data: template })),
    ),
  },
  '/api/v1/imports/templates/{id}': {
    parameters: [idParameter],
    patch: operation(
      'imports',
      { id: 'imports.changeTemplate', summary: 'Rename or change it · 修改导入模板', body: template },
      answer(200, object({ data: template })),
    ),
    delete: operation(
      'imports',
      { id: 'imports.dropTemplate', summary: 'Delete it · 删除导入模板' },
      { 204: { description: 'Gone.' }, default: problem },
    ),
  },
  '/api/v1/imports/{id}': {
    parameters: [idParameter],
    get: operation('imports', { id: 'imports.read', summary: 'How far it is · 导入进度' }, answer(200, one)),
  },
  '/api/v1/imports/{id}/cancel': {
    parameters: [idParameter],
    post: operation('imports', { id: 'imports.cancel', summary: 'Stop it · 取消导入' }, answer(200, one)),
  },
  '/api/v1/imports/{id}/undo': {
    parameters: [idParameter],
    post: operation(
      'imports',
      {
        id: 'imports.undo',
        summary: 'Take it back while nothing was built on it · 撤销导入',
        body: object({ dryRun: { type: 'boolean' } }),
      },
      answer(202, one),
    ),
  },
  '/api/v1/imports/{id}/refused': {
    parameters: [idParameter],
    get: operation(
      'imports',
      { id: 'imports.refused', summary: 'The refused rows with their reasons · 被拒绝的行' },
      { 200: { description: 'CSV.', content: { 'text/csv': { schema: text } } }, default: problem },
    ),
  },
  ...packPaths({ operation, answer, object }),
  '/api/v1/rekeyed': {
    get: operation(
      'views',
      { id: 'rekeyed', summary: 'What was typed twice, by month · 重复录入统计' },
      answer(200, object({ data: { type: 'array', items: { type: 'object' } } })),
    ),
  },
  '/api/v1/company': {
    post: operation(
      'companies',
      {
        id: 'company.begin',
        summary: 'Begin one’s own company out of the demo · 创建自己的公司',
        body: object({ name: text, baseCurrency: text, timeZone: text, adminName: text, email: text, password: text }, [
          'name',
          'baseCurrency',
          'timeZone',
          'adminName',
          'email',
          'password',
        ]),
      },
      answer(201, object({ data: object({ id: uuid, slug: text, name: text }) })),
    ),
  },
  '/api/v1/demo': {
    delete: operation(
      'companies',
      { id: 'demo.remove', summary: 'Remove the demo company, whole · 移除示例公司' },
      { 204: { description: 'Gone.' }, default: problem },
    ),
  },
}

/** What a list shows, as a file; one path for each object. */
export const exportOperation = (name: string): Json => ({
  tags: [name],
  operationId: `${name}.export`,
  summary: 'Export what a list shows · 导出列表',
  parameters: [
    ...['filter', 'sort', 'fields', 'q'].map((one) => ({ $ref: `#/components/parameters/${one}` })),
    { name: 'format', in: 'query', schema: { enum: ['csv', 'xlsx'], default: 'csv' } },
    { name: 'bom', in: 'query', schema: { type: 'boolean', default: true } },
    { name: 'values', in: 'query', schema: { enum: ['labels', 'both', 'keys'], default: 'labels' } },
    { name: 'part', in: 'query', schema: text, description: 'Rows of a part: a sheet more, or the CSV of that part' },
  ],
  responses: {
    200: {
      description: 'The file.',
      content: {
        'text/csv': { schema: text },
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: { ...text, format: 'binary' } },
      },
    },
    default: problem,
  },
})
