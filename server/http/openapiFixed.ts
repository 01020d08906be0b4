/** The paths that belong to no single object in the API description: session, keys, files, inbox, stream, views. */
import { type Json, ref } from './openapiSchema.ts'
import { signInPaths } from './openapiSignIn.ts'

const problem: Json = { $ref: '#/components/responses/Problem' }
const json = (schema: Json, example?: unknown): Json => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
})
const object = (properties: Json, required?: readonly string[]): Json => ({
  type: 'object',
  properties,
  ...(required ? { required } : {}),
})
const list = (items: Json): Json => ({ type: 'array', items })
const text: Json = { type: 'string' }
const id: Json = { type: 'string', format: 'uuid' }
const time: Json = { type: ['string', 'null'], format: 'date-time' }
const idParameter: Json = { $ref: '#/components/parameters/id' }
const query = (name: string, schema: Json = text): Json => ({ name, in: 'query', schema })
const ok = (schema: Json, description = 'Done.'): Json => ({ description, content: json(schema) })
const nothing: Json = { description: 'Done.' }
const body = (schema: Json, example: unknown): Json => ({ required: true, content: json(schema, example) })

interface Op {
  readonly tag: string
  readonly id: string
  readonly summary: string
  readonly answers: Json
  readonly more?: Json
}

const op = ({ tag, id: operationId, summary, answers, more = {} }: Op): Json => ({
  tags: [tag],
  operationId,
  summary,
  ...more,
  responses: { ...answers, default: problem },
})
const open: Json = { security: [{}] }

const me = object({
  me: object({
    id,
    name: text,
    email: { type: ['string', 'null'] },
    roles: list(text),
    deptId: { anyOf: [id, { type: 'null' }] },
    language: { enum: ['zh', 'en'] },
  }),
  company: object({ id, name: text }),
})
const signIn = object({ email: text, password: text, companyId: id }, ['email', 'password'])
const password = 'many words that nobody else says'
const companies = object({ companies: list(object({ id, name: text })) })
const key = object({
  id,
  name: text,
  prefix: text,
  userId: id,
  scopes: list(text),
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time,
  revokedAt: time,
})
const file = object({ id, name: text, size: { type: 'integer' }, type: text })
const notice = object({
  id,
  kind: text,
  object: text,
  recordId: id,
  title: text,
  text: ref('Label'),
  at: time,
  readAt: time,
})
const stored = object({ data: file })
const seenOn = [query('object'), query('recordId', id)]

const session: Readonly<Record<string, Json>> = {
  '/api/v1/session': {
    post: op({
      tag: 'session',
      id: 'session.start',
      summary: 'Sign in · 登录',
      answers: { 200: ok({ anyOf: [me, companies] }, 'Signed in, or which company?') },
      more: { ...open, requestBody: body(signIn, { email: 'li.wei@example.com', password }) },
    }),
    get: op({ tag: 'session', id: 'session.read', summary: 'Who am I · 当前用户', answers: { 200: ok(me) } }),
    delete: op({ tag: 'session', id: 'session.end', summary: 'Sign out · 退出', answers: { 204: nothing } }),
  },
  '/api/v1/session/password': {
    post: op({
      tag: 'session',
      id: 'session.password',
      summary: 'Change the password · 修改密码',
      answers: { 200: ok(me) },
      more: {
        requestBody: body(object({ current: text, next: text }, ['current', 'next']), {
          current: password,
          next: `${password} today`,
        }),
      },
    }),
  },
  '/api/v1/session/redeem': {
    post: op({
      tag: 'session',
      id: 'session.redeem',
      summary: 'Set a password by a one-time link · 用一次性链接设置密码',
      answers: { 200: ok(me) },
      more: {
        ...open,
        requestBody: body(object({ token: text, password: text }, ['token', 'password']), {
          token: 'from the link',
          password,
        }),
      },
    }),
  },
}

const keys: Readonly<Record<string, Json>> = {
  '/api/v1/keys': {
    get: op({
      tag: 'keys',
      id: 'keys.list',
      summary: 'API keys · 密钥',
      answers: { 200: ok(object({ data: list(key) })) },
      more: { parameters: [query('all', { type: 'boolean' })] },
    }),
    post: op({
      tag: 'keys',
      id: 'keys.create',
      summary: 'Make a key; the secret is shown once · 创建密钥',
      answers: { 201: ok(object({ data: { allOf: [key, object({ secret: text })] } })) },
      more: {
        requestBody: body(
          object({ name: text, scopes: list(text), expiresInDays: { type: 'integer', minimum: 1, maximum: 366 } }, [
            'name',
            'scopes',
          ]),
          { name: 'nightly report', scopes: ['opportunity:read', 'invoice:read'], expiresInDays: 90 },
        ),
      },
    }),
  },
  '/api/v1/keys/{id}': {
    parameters: [idParameter],
    delete: op({ tag: 'keys', id: 'keys.revoke', summary: 'Revoke a key · 吊销密钥', answers: { 204: nothing } }),
  },
}

const files: Readonly<Record<string, Json>> = {
  '/api/v1/files': {
    post: op({
      tag: 'files',
      id: 'files.create',
      summary: 'Upload a file, up to 50 MB · 上传文件',
      answers: { 201: ok(stored) },
      more: {
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: object({ file: { type: 'string', contentMediaType: 'application/octet-stream' } }, ['file']),
            },
          },
        },
      },
    }),
  },
  '/api/v1/files/{id}': {
    parameters: [idParameter, ...seenOn],
    get: op({
      tag: 'files',
      id: 'files.read',
      summary: 'Download · 下载',
      answers: { 200: { description: 'The file.', content: { '*/*': {} } } },
    }),
  },
  '/api/v1/files/{id}/meta': {
    parameters: [idParameter, ...seenOn],
    get: op({
      tag: 'files',
      id: 'files.describe',
      summary: 'Name, size and type · 文件信息',
      answers: { 200: ok(stored) },
    }),
  },
}

const inbox: Readonly<Record<string, Json>> = {
  '/api/v1/inbox': {
    get: op({
      tag: 'inbox',
      id: 'inbox.list',
      summary: 'Notices · 消息',
      answers: {
        200: ok(object({ data: list(notice), unread: { type: 'integer' }, next: { anyOf: [id, { type: 'null' }] } })),
      },
      more: {
        parameters: [query('before', id), query('limit', { type: 'integer' }), query('unread', { type: 'boolean' })],
      },
    }),
  },
  '/api/v1/inbox/{id}/read': {
    parameters: [idParameter],
    post: op({ tag: 'inbox', id: 'inbox.read', summary: 'Mark as read · 标为已读', answers: { 204: nothing } }),
  },
  '/api/v1/inbox/read-all': {
    post: op({ tag: 'inbox', id: 'inbox.read_all', summary: 'Mark all as read · 全部已读', answers: { 204: nothing } }),
  },
}

const views: Readonly<Record<string, Json>> = {
  '/api/v1/meta': {
    get: op({
      tag: 'views',
      id: 'meta',
      summary: 'Objects, fields, rights · 元数据',
      answers: { 200: ok({ type: 'object' }) },
    }),
  },
  '/api/v1/search': {
    get: op({
      tag: 'views',
      id: 'search',
      summary: 'Search everything · 全局搜索',
      answers: { 200: ok(object({ data: list({ type: 'object' }) })) },
      more: { parameters: [query('q'), query('limit', { type: 'integer' })] },
    }),
  },
  '/api/v1/river': {
    get: op({
      tag: 'views',
      id: 'river',
      summary: 'From lead to cash · 线索到回款',
      answers: { 200: ok(object({ data: list({ type: 'object' }), asOf: time })) },
      more: {
        parameters: [
          query('from', { type: 'string', format: 'date' }),
          query('to', { type: 'string', format: 'date' }),
          query('ownerId', id),
        ],
      },
    }),
  },
  '/api/v1/stream': {
    get: op({
      tag: 'views',
      id: 'stream',
      summary: 'What changes, as it changes (server-sent events) · 实时变更',
      answers: {
        200: { description: 'Events `changed` and `inbox`.', content: { 'text/event-stream': { schema: text } } },
      },
    }),
  },
  '/api/v1/audit': {
    get: op({
      tag: 'views',
      id: 'audit',
      summary: 'Audit trail of the doors · 审计日志',
      answers: { 200: ok(object({ data: list({ type: 'object' }), next: { type: ['string', 'null'] } })) },
      more: {
        parameters: ['kind', 'userId', 'object', 'recordId', 'from', 'to', 'q', 'before', 'limit'].map((one) =>
          query(one),
        ),
      },
    }),
  },
  '/api/v1/permissions': {
    get: op({
      tag: 'views',
      id: 'permissions',
      summary: 'Who may do what · 权限矩阵',
      answers: { 200: ok(object({ data: list({ type: 'object' }), roles: { type: 'object' } })) },
    }),
  },
}

export const fixedPaths: Readonly<Record<string, Json>> = {
  ...session,
  ...keys,
  ...files,
  ...inbox,
  ...views,
  ...signInPaths,
}
