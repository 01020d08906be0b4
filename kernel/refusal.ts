/** An expected "no": a stable code, its place in the order of precedence (chain.md §0.4, R5), and what to do. */
import type { Label } from './label.ts'

/** The classes of refusal in the order they are checked; the first class that fails stops. */
export const refusalOrder = [
  'unauthenticated',
  'forbidden',
  'missing',
  'unversioned',
  'conflict',
  'locked',
  'state',
  'duty',
  'invalid',
  'guard',
] as const
export type RefusalClass = (typeof refusalOrder)[number]

export const httpStatus: Readonly<Record<RefusalClass, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  unversioned: 428,
  conflict: 409,
  locked: 423,
  state: 409,
  duty: 403,
  invalid: 400,
  guard: 422,
}

export interface Refusal {
  readonly class: RefusalClass
  readonly code: string
  readonly field?: string
  /** Values for the placeholders of the message. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Who may let it pass with a reason: a role list, or 'anyone' for a mere warning. */
  readonly override?: readonly string[] | 'anyone'
  /** Replaces the status of the class where the specification names another (POOL_ALREADY_CLAIMED is 409). */
  readonly status?: number
}

export const refuse = (kind: RefusalClass, code: string, rest: Omit<Refusal, 'class' | 'code'> = {}): Refusal => ({
  class: kind,
  code,
  ...rest,
})

/** Thrown by code that runs deep inside a transaction, so that it rolls back; caught once, at the write path. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[]
  constructor(refusals: readonly Refusal[]) {
    super(refusals.map((refusal) => refusal.code).join(', '))
    this.refusals = refusals
  }
}

/** Messages of refusals that any object can meet. An object's own codes stand in its declaration. */
export const commonMessages: Readonly<Record<string, Label>> = {
  UNAUTHENTICATED: { zh: '请先登录', en: 'Please sign in first' },
  FORBIDDEN: { zh: '您没有执行此操作的权限，请联系管理员', en: 'You may not do this; ask your administrator' },
  NOT_FOUND: { zh: '记录不存在或您无权查看', en: 'No such record, or it is not visible to you' },
  VERSION_REQUIRED: { zh: '请提供记录版本（If-Match）后重试', en: 'Send the version of the record (If-Match)' },
  VERSION_CONFLICT: {
    zh: '记录已被他人修改（当前版本 {current}），请刷新后重试',
    en: 'Someone changed this record (now version {current}); reload and try again',
  },
  RECORD_LOCKED: { zh: '记录已锁定，当前状态下不可修改', en: 'The record is locked in its present state' },
  INVALID_STATE: {
    zh: '当前状态“{from}”不允许此操作，可执行：{allowed}',
    en: 'Not possible in state “{from}”; possible now: {allowed}',
  },
  SOD_VIOLATION: { zh: '职责分离冲突：{rule}', en: 'Segregation of duties conflict: {rule}' },
  VALIDATION: { zh: '填写内容有误，请检查标出的字段', en: 'Some values are not valid; see the marked fields' },
  REQUIRED: { zh: '请填写“{label}”', en: '“{labelEn}” is required' },
  UNKNOWN_FIELD: { zh: '未知字段：{name}', en: 'Unknown field: {name}' },
  READ_ONLY_FIELD: { zh: '“{name}”由系统计算，不能填写', en: '“{name}” is computed and cannot be set' },
  FIELD_FORBIDDEN: { zh: '您无权填写“{name}”', en: 'You may not set “{name}”' },
  FIELD_FIXED: { zh: '“{name}”创建后不可修改', en: '“{name}” cannot change after creation' },
  WRONG_TYPE: { zh: '“{name}”的格式不正确，应为：{expected}', en: '“{name}” should be: {expected}' },
  TOO_LONG: { zh: '“{name}”最多 {max} 个字符', en: '“{name}” holds at most {max} characters' },
  OUT_OF_RANGE: { zh: '“{name}”应在 {min} 与 {max} 之间', en: '“{name}” must lie between {min} and {max}' },
  BAD_TEXT: { zh: '“{name}”含有不可用的字符', en: '“{name}” contains characters that cannot be stored' },
  UNKNOWN_CHOICE: { zh: '“{name}”没有选项“{value}”', en: '“{name}” has no option “{value}”' },
  CURRENCY_MISMATCH: { zh: '“{name}”的币种应为 {currency}', en: '“{name}” must be in {currency}' },
  LINK_NOT_FOUND: {
    zh: '“{name}”引用的记录不存在或不可见',
    en: 'The record named in “{name}” is not there or not visible',
  },
  NOT_UNIQUE: { zh: '“{name}”已存在，不可重复', en: '“{name}” must be unique; this value exists' },
  USCC_CHECKSUM: { zh: '统一社会信用代码校验位不正确', en: 'The social credit code has a wrong check digit' },
  REASON_REQUIRED: { zh: '请说明原因', en: 'Give a reason' },
  DELETE_NOT_ALLOWED: {
    zh: '只能删除草稿，其他请作废或取消',
    en: 'Only drafts can be deleted; void or cancel instead',
  },
  IN_USE: { zh: '记录被引用，不能删除', en: 'Other records refer to this one; it cannot be deleted' },
  IDEMPOTENCY_MISMATCH: {
    zh: '同一幂等键已用于不同内容的请求',
    en: 'This idempotency key was used for a different request',
  },
  IDEMPOTENCY_RUNNING: { zh: '相同的请求正在处理，请稍候', en: 'The same request is still running; wait a moment' },
  BAD_FILTER: { zh: '筛选条件有误：{problem}', en: 'The filter is not valid: {problem}' },
  BAD_CURSOR: { zh: '翻页标记无效，请从第一页重新开始', en: 'The page cursor is not valid; start from the first page' },
  BAD_REQUEST: { zh: '请求格式有误：{problem}', en: 'The request is malformed: {problem}' },
  TOO_MANY_REQUESTS: { zh: '操作过于频繁，请 {seconds} 秒后再试', en: 'Too many requests; try again in {seconds} s' },
  UNAVAILABLE: { zh: '服务暂时不可用，请稍后重试', en: 'The service is busy; try again shortly' },
  INTERNAL: { zh: '系统出错，编号 {id}，请联系管理员', en: 'Something broke (id {id}); tell your administrator' },
}
