/** The paths of signing in, in the API description: second factor, letters, sessions, single sign-on. */
import type { Json } from './openapiSchema.ts'

const problem: Json = { $ref: '#/components/responses/Problem' }
const idParameter: Json = { $ref: '#/components/parameters/id' }
const text: Json = { type: 'string' }
const open: Json = { security: [{}] }

const content = (schema: Json): Json => ({ 'application/json': { schema } })
const fields = (...names: string[]): Json => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
})
const answers = { type: 'object' }

interface Said {
  readonly id: string
  readonly summary: string
  readonly status?: number
  readonly body?: Json
  readonly more?: Json
}

function op({ id, summary, status = 200, body, more = {} }: Said): Json {
  const done = status === 204 ? { description: 'Done.' } : { description: 'Done.', content: content(answers) }
  const requestBody = body ? { requestBody: { required: true, content: content(body) } } : {}
  const responses = { [String(status)]: done, default: problem }
  return { tags: [id.split('.')[0]], operationId: id, summary, ...requestBody, ...more, responses }
}

const query = (...names: string[]): Json => ({
  parameters: names.map((name) => ({ name, in: 'query', schema: text })),
})

const factor: Readonly<Record<string, Json>> = {
  '/api/v1/session/second-factor': {
    get: op({ id: 'session.factor', summary: 'One’s second factor · 两步验证状态' }),
    post: op({ id: 'session.factor_begin', summary: 'Begin one · 开始设置两步验证', status: 201 }),
    delete: op({ id: 'session.factor_remove', summary: 'Turn it off · 关闭两步验证', status: 204 }),
  },
  '/api/v1/session/second-factor/confirm': {
    post: op({ id: 'session.factor_confirm', summary: 'Turn it on by a code · 启用两步验证', body: fields('code') }),
  },
  '/api/v1/session/second-factor/codes': {
    post: op({ id: 'session.factor_codes', summary: 'New recovery codes · 更换恢复码' }),
  },
  '/api/v1/session/prove': {
    post: op({
      id: 'session.prove',
      summary: 'Show again who one is · 再次验证身份',
      status: 204,
      body: fields('code', 'password'),
    }),
  },
  '/api/v1/users/{id}/reset-second-factor': {
    parameters: [idParameter],
    post: op({ id: 'user.reset_factor', summary: 'Take a lost second factor away · 重置两步验证', status: 204 }),
  },
}

const letters: Readonly<Record<string, Json>> = {
  '/api/v1/users/{id}/set-password': {
    parameters: [idParameter],
    post: op({ id: 'user.set_password', summary: 'Give a password · 设置密码', status: 204, body: fields('password') }),
  },
  '/api/v1/users/{id}/link': {
    parameters: [idParameter],
    post: op({ id: 'user.link', summary: 'Make a one-time link · 生成一次性链接', status: 201 }),
  },
  '/api/v1/users/{id}/invite': {
    parameters: [idParameter],
    post: op({ id: 'user.invite', summary: 'Invite by letter · 发送邀请邮件', status: 202 }),
  },
  '/api/v1/session/forgot': {
    post: op({
      id: 'session.forgot',
      summary: 'A new password by letter · 忘记密码',
      status: 204,
      body: fields('email'),
      more: open,
    }),
  },
  '/api/v1/session/link': {
    post: op({ id: 'session.link', summary: 'What a link is for · 查看链接用途', body: fields('token'), more: open }),
  },
  '/api/v1/session/email': {
    post: op({
      id: 'session.email',
      summary: 'Ask for a new address · 申请更换邮箱',
      status: 202,
      body: fields('email'),
    }),
  },
  '/api/v1/session/email/confirm': {
    post: op({ id: 'session.email_confirm', summary: 'Confirm it · 确认新邮箱', body: fields('token'), more: open }),
  },
  '/api/v1/mail': {
    get: op({ id: 'mail.list', summary: 'The outbox · 发件箱', more: query('state', 'before', 'limit') }),
  },
  '/api/v1/mail/test': {
    post: op({ id: 'mail.test', summary: 'A test letter to oneself · 测试邮件', status: 202 }),
  },
  '/api/v1/mail/{id}/resend': {
    parameters: [idParameter],
    post: op({ id: 'mail.resend', summary: 'Send a failed letter again · 重发邮件', status: 204 }),
  },
}

const ways: Readonly<Record<string, Json>> = {
  '/api/v1/session/ways': {
    get: op({ id: 'session.ways', summary: 'How one may sign in · 可用的登录方式', more: open }),
  },
  '/api/v1/sessions': {
    get: op({ id: 'sessions.list', summary: 'Where one is signed in · 已登录的设备', more: query('userId') }),
  },
  '/api/v1/sessions/{id}': {
    parameters: [idParameter],
    delete: op({ id: 'sessions.end', summary: 'End a session · 结束登录', status: 204 }),
  },
  '/api/v1/sign-in-policy': {
    get: op({ id: 'signIn.read', summary: 'Ways in of the company · 登录方式' }),
    patch: op({ id: 'signIn.change', summary: 'Change them · 修改登录方式', body: answers }),
  },
  '/api/v1/sso/start': {
    post: op({ id: 'sso.start', summary: 'To the provider · 单点登录', body: fields('companyId', 'to'), more: open }),
  },
  '/api/v1/sso/callback': {
    get: op({ id: 'sso.callback', summary: 'Back from the provider · 单点登录回调', status: 204, more: open }),
  },
  '/api/v1/sso/link': { post: op({ id: 'sso.link', summary: 'Link one’s account · 关联账号' }) },
  '/api/v1/sso/identities': {
    get: op({ id: 'sso.identities', summary: 'What is linked · 已关联的身份' }),
    delete: op({ id: 'sso.unlink', summary: 'Unlink · 解除关联', status: 204 }),
  },
}

export const signInPaths: Readonly<Record<string, Json>> = { ...factor, ...letters, ...ways }
