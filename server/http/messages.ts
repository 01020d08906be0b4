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
  CODE_WRONG: {
    zh: '验证码不正确或已使用，请等待下一个验证码再试',
    en: 'The code is not right or was used; wait for the next one and try again',
  },
  CODE_TRIES: { zh: '尝试次数过多，请稍后再试', en: 'Too many tries; wait a while and try again' },
  FACTOR_SET_UP: {
    zh: '您的角色须启用两步验证，请先完成设置',
    en: 'Your role asks for a second factor; set it up first',
  },
  FACTOR_NEEDED: { zh: '请先输入两步验证码', en: 'Show your second factor first' },
  FACTOR_ON: { zh: '两步验证已启用', en: 'The second factor is on already' },
  FACTOR_OFF: { zh: '尚未启用两步验证', en: 'There is no second factor' },
  FACTOR_REQUIRED: {
    zh: '您的角色须使用两步验证，不能关闭',
    en: 'Your role asks for a second factor; it stays on',
  },
  FACTOR_PASSWORD: {
    zh: '当前密码不足 15 个字符，须与两步验证同用；请先改为更长的密码',
    en: 'Your password is shorter than 15 characters and cannot stand alone; set a longer one first',
  },
  STEP_UP_NEEDED: {
    zh: '此操作须再次验证身份，请重新输入密码或验证码',
    en: 'This asks who you are once more; show your password or code',
  },
  STEP_UP_KEY: {
    zh: '此操作须本人在页面上完成，不能使用 API 密钥',
    en: 'This is done by a person on the page, not by an API key',
  },
  MAIL_OFF: {
    zh: '尚未配置邮件发送；请复制一次性链接交给对方',
    en: 'No mail server is configured; copy a one-time link and hand it over',
  },
  MAIL_GONE: {
    zh: '该邮件已发送、正在发送或内容已清除，不能重发；请重新发起',
    en: 'This letter was sent, is being sent or is gone; start what it was about once more',
  },
  SSO_OFF: { zh: '未启用单点登录', en: 'Single sign-on is not on here' },
  SSO_UNREACHABLE: {
    zh: '暂时无法连接身份提供方，请稍后再试或用密码登录',
    en: 'The identity provider cannot be reached; try again later or use your password',
  },
  SSO_STATE: {
    zh: '登录已过期或已使用，请重新开始',
    en: 'This sign-in has run out or was used; start again',
  },
  SSO_DECLINED: { zh: '身份提供方未同意登录，请重试', en: 'The identity provider did not let you in; try again' },
  SSO_FAILED: {
    zh: '身份提供方的应答未通过校验，请重新登录；若再次出现请联系管理员',
    en:
      'What the identity provider answered did not stand the checks; start again, and tell your administrator if it ' +
      'happens twice',
  },
  SSO_UNKNOWN: {
    zh: '本公司没有您的账号，请联系管理员',
    en: 'This company has no account for you; ask your administrator',
  },
  SSO_EMAIL_UNVERIFIED: {
    zh: '身份提供方未确认您的邮箱，请先在那里确认',
    en: 'The identity provider has not verified your e-mail address; verify it there first',
  },
  SSO_DOMAIN: {
    zh: '您的邮箱域名不在允许范围内，请联系管理员',
    en: 'Your e-mail domain is not among those allowed; ask your administrator',
  },
  SSO_LINK_FIRST: {
    zh: '该邮箱已有账号：请用密码登录，再在“我的账号”中关联单点登录',
    en: 'There is an account with this address: sign in by password, then link it under “My account”',
  },
  SSO_TAKEN: {
    zh: '该身份已关联到其他账号，请先在那里解除',
    en: 'This identity belongs to another account; unlink it there first',
  },
  SSO_NO_PROVIDER: {
    zh: '该地址不是可用的 OpenID Connect 身份提供方，请核对签发者地址',
    en: 'There is no usable OpenID Connect provider at this address; check the issuer',
  },
  SSO_NEEDS_URL: {
    zh: '请先由运维设置 PUBLIC_URL，单点登录需要它',
    en: 'The operator has to set PUBLIC_URL first; single sign-on needs it',
  },
  URL_MALFORMED: { zh: '地址格式不正确', en: 'This is not an address' },
  URL_SCHEME: { zh: '地址须以 https:// 开头', en: 'The address has to begin with https://' },
  URL_CREDENTIALS: { zh: '地址中不能含用户名或密码', en: 'The address must not hold a user name or password' },
  URL_PORT: { zh: '不允许访问该端口', en: 'This port may not be called' },
  URL_INSIDE: {
    zh: '该地址指向内部网络；如确需访问，请运维设置 OUTBOUND_ALLOW',
    en: 'This address leads inside a network; if it has to be reached, the operator names it in OUTBOUND_ALLOW',
  },
  URL_UNKNOWN_HOST: { zh: '找不到该主机，请核对地址', en: 'The host is not known; check the address' },
  URL_REDIRECT: { zh: '该地址会跳转，请填写最终地址', en: 'The address redirects; give the final one' },
  URL_TOO_LONG: { zh: '对方返回的内容过大', en: 'What it answers is too long' },
  URL_TIMEOUT: { zh: '对方响应超时，请稍后再试', en: 'It took too long to answer; try again later' },
  URL_UNREACHABLE: { zh: '无法连接该地址，请核对后再试', en: 'The address cannot be reached; check it and try again' },
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
  HANDOVER_CHOICES: {
    zh: '交接选择有误，请在离职交接页重新选择',
    en: 'The choices of the hand-over cannot be read; choose again on its page',
  },
  HANDOVER_TO: {
    zh: '接手人须是在职的其他人员，请重新选择',
    en: 'Whoever takes over must be another active person; choose someone else',
  },
  FILE_QUOTA: {
    zh: '公司附件空间不足（上限 {quota}），请删除不用的附件，或请管理员在公司设置中调高上限',
    en: 'The company has no room for it (limit {quota}); delete files, or ask an administrator to raise the limit',
  },
  IMAGE_TOO_LARGE: {
    zh: '图片尺寸过大（{width}×{height}），请缩小后再上传',
    en: 'The picture is too large ({width}×{height}); make it smaller and upload it again',
  },
  IMAGE_UNREADABLE: {
    zh: '图片文件不完整，请重新导出后再上传',
    en: 'The picture is damaged; save it again and upload that',
  },
  FILE_INFECTED: {
    zh: '文件“{name}”被病毒扫描拦截（{found}），未保存；请检查来源',
    en: 'The virus scanner stopped “{name}” ({found}); it was not kept. Check where it came from',
  },
  SCANNER_DOWN: {
    zh: '病毒扫描服务无响应，文件未保存；请稍后再试，或联系管理员',
    en: 'The virus scanner does not answer, so the file was not kept; try again later or tell your administrator',
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
  code: { zh: '验证码', en: 'Code' },
  issuer: { zh: '签发者地址', en: 'Issuer' },
  clientId: { zh: '客户端 ID', en: 'Client id' },
  clientSecret: { zh: '客户端密钥', en: 'Client secret' },
  label: { zh: '按钮文字', en: 'Words on the button' },
  domains: { zh: '允许的邮箱域名', en: 'Allowed e-mail domains' },
  role: { zh: '新账号的角色', en: 'Role of new accounts' },
  factorRoles: { zh: '须两步验证的角色', en: 'Roles with a second factor' },
}
