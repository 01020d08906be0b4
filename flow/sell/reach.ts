/** The ways to reach a person or a company, which leads, accounts and contacts share. */
import { text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'

export const reach = {
  mobile: text({
    label: say('手机', 'Mobile'),
    maxLength: 30,
    check: 'phone',
    mask: 'mobile',
    personal: true,
    search: true,
    listed: true,
  }),
  phone: text({ label: say('电话', 'Telephone'), maxLength: 30, check: 'phone', mask: 'text', personal: true }),
  email: text({
    label: say('邮箱', 'E-mail'),
    maxLength: 254,
    check: 'email',
    mask: 'email',
    personal: true,
    search: true,
  }),
  wechat: text({ label: say('微信', 'WeChat'), maxLength: 50, mask: 'text', personal: true }),
} as const

export interface Reachable {
  readonly mobile: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly wechat: string | null
}

export const reachable = (record: Reachable): boolean =>
  [record.mobile, record.phone, record.email, record.wechat].some((way) => way !== null)
