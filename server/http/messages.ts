/** What the doors themselves refuse, in both languages; business refusals have their messages in the kernel. */
import type { Label } from '../../kernel/label.ts'

export const doorMessages: Readonly<Record<string, Label>> = {
  SIGN_IN_FAILED: { zh: '邮箱或密码不正确', en: 'The e-mail or the password is not right' },
  HTTPS_REQUIRED: {
    zh: '请通过 https 登录；仅限内网的 http 登录需由管理员开启 ALLOW_HTTP_COOKIES',
    en: 'Sign in over https; plain http inside a network has to be allowed by ALLOW_HTTP_COOKIES',
  },
  ORIGIN_REFUSED: { zh: '请求来源不是本系统页面，已拒绝', en: 'The request does not come from a page of this server' },
  PASSWORD_WRONG: { zh: '当前密码不正确', en: 'The present password is not right' },
  PASSWORD_SHORT: { zh: '密码至少 {min} 个字符', en: 'A password has at least {min} characters' },
  PASSWORD_LONG: { zh: '密码最多 {max} 个字符', en: 'A password has at most {max} characters' },
  PASSWORD_COMMON: {
    zh: '密码过于常见或容易猜到，请换一个',
    en: 'This password is too common or too easy to guess; choose another',
  },
  LINK_INVALID: { zh: '链接无效、已使用或已过期', en: 'The link is not valid, was used, or has expired' },
  LOGIN_ELSEWHERE: {
    zh: '该登录邮箱同时属于其他公司，只能由本人修改密码',
    en: 'This login also belongs to another company; only its holder can change the password',
  },
  DEMO_ONLY: {
    zh: '只能在示例公司中进行；更多公司请用命令行创建',
    en: 'Only from within the demo company; further companies are made by the command line',
  },
  OWN_COMPANY_FIRST: { zh: '请先创建自己的公司，再移除示例公司', en: 'Begin your own company before the demo goes' },
  EMAIL_TAKEN: { zh: '该邮箱已用于登录，请换一个', en: 'This e-mail signs in already; use another one' },
  EMAIL_MISSING: { zh: '请先填写该用户的邮箱', en: 'Give this person an e-mail address first' },
  NOT_ONESELF: { zh: '不能对自己的账号执行此操作', en: 'You cannot do this to your own account' },
  TOO_LARGE: { zh: '内容过大，上限为 {limit}', en: 'Too large; the limit is {limit}' },
  UNSUPPORTED_TYPE: { zh: '请求内容类型应为 {expected}', en: 'The content type must be {expected}' },
  UNKNOWN_PARAMETER: { zh: '未知查询参数：{name}', en: 'Unknown query parameter: {name}' },
  REPEATED_PARAMETER: { zh: '查询参数“{name}”只能出现一次', en: 'The query parameter “{name}” may appear only once' },
  NO_SUCH_ADDRESS: { zh: '没有这个地址', en: 'There is nothing at this address' },
  FILE_MISSING: { zh: '请附上一个文件', en: 'Attach one file' },
  FILE_EMPTY: { zh: '文件为空', en: 'The file is empty' },
  FILE_TYPE: {
    zh: '不接受此类文件（{name}）。可上传：PNG、JPEG、GIF、WebP、PDF、DOCX、XLSX、PPTX、CSV、TXT，且内容须与扩展名一致',
    en:
      'This kind of file ({name}) is not accepted. Accepted: PNG, JPEG, GIF, WebP, PDF, DOCX, XLSX, PPTX, CSV, TXT, ' +
      'with content that matches the extension',
  },
  FILE_MACRO: { zh: '不接受含宏的文件', en: 'Files that hold macros are not accepted' },
  KEY_SCOPE: {
    zh: '权限范围“{scope}”不存在或超出您自己的权限',
    en: 'The scope “{scope}” does not exist or is wider than your own rights',
  },
  KEY_EXPIRY: { zh: '有效期须在 1 至 {max} 天之间', en: 'A key lasts between 1 and {max} days' },
  KEY_LIMIT: { zh: '每人最多 {max} 个有效密钥', en: 'A person holds at most {max} valid keys' },
  BULK_LIMIT: { zh: '每次最多 {max} 条', en: 'At most {max} items at a time' },
  STREAM_LIMIT: { zh: '打开的页面过多', en: 'Too many open pages' },
}

/** Names of the values that stand in a body of the doors, for the placeholders of messages. */
export const doorFields: Readonly<Record<string, Label>> = {
  email: { zh: '邮箱', en: 'E-mail' },
  password: { zh: '密码', en: 'Password' },
  current: { zh: '当前密码', en: 'Present password' },
  next: { zh: '新密码', en: 'New password' },
  name: { zh: '名称', en: 'Name' },
  scopes: { zh: '权限范围', en: 'Scopes' },
  companyId: { zh: '公司', en: 'Company' },
  token: { zh: '链接', en: 'Link' },
}
