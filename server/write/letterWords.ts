/** What letters say, in both languages; a letter is lines, perhaps a link, and nothing that could be run. */
import { type Label, say } from '../../kernel/label.ts'

export interface LetterWords {
  readonly subject: Label
  readonly lines: readonly Label[]
  /** The words on the link. */
  readonly go?: Label
  /** Stands below the link. */
  readonly after?: Label
}

const notYou = say('如果不是您本人操作，请立即联系管理员。', 'If this was not you, tell your administrator at once.')

export const letterWords = {
  invitation: {
    subject: say('{inviter} 邀请您加入 {company}', '{inviter} invites you to {company}'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say(
        '{inviter} 邀请您使用 {company} 的 OpenLTC。请打开下面的链接设置密码。',
        '{inviter} invites you to use OpenLTC at {company}. Open the link to set your password.',
      ),
    ],
    go: say('接受邀请', 'Accept the invitation'),
    after: say(
      '链接只能使用一次，{until} 前有效。登录邮箱：{email}',
      'The link works once, until {until}. You sign in as {email}.',
    ),
  },
  reset: {
    subject: say('重设您的 OpenLTC 密码', 'Set a new OpenLTC password'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say('有人为此邮箱申请重设密码。', 'Somebody asked for a new password for this address.'),
    ],
    go: say('设置新密码', 'Set a new password'),
    after: say(
      '链接只能使用一次，{until} 前有效。如果不是您申请的，无需理会，密码不会改变。',
      'The link works once, until {until}. If it was not you, do nothing: the password stays as it is.',
    ),
  },
  emailConfirm: {
    subject: say('确认您的新登录邮箱', 'Confirm your new e-mail address'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say('请确认今后用 {email} 登录 OpenLTC。', 'Confirm that you sign in to OpenLTC as {email} from now on.'),
    ],
    go: say('确认新邮箱', 'Confirm the new address'),
    after: say('链接只能使用一次，{until} 前有效。', 'The link works once, until {until}.'),
  },
  emailAsked: {
    subject: say('正在更换您的登录邮箱', 'Your e-mail address is about to change'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say(
        '有人申请把您的登录邮箱改为 {email}，需在新邮箱确认后生效。',
        'Somebody asked to change your sign-in address to {email}. It counts once confirmed there.',
      ),
      notYou,
    ],
  },
  emailChanged: {
    subject: say('您的登录邮箱已更换', 'Your e-mail address has changed'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say('您的登录邮箱已由 {before} 改为 {email}。', 'You sign in as {email} now, no longer as {before}.'),
      notYou,
    ],
  },
  passwordChanged: {
    subject: say('您的 OpenLTC 密码已更改', 'Your OpenLTC password has changed'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say('您的密码已更改，其他登录均已结束。', 'Your password has changed, and all other sessions have ended.'),
      notYou,
    ],
  },
  factorReset: {
    subject: say('您的两步验证已被重置', 'Your second factor was taken away'),
    lines: [
      say('{name}，您好：', 'Hello {name},'),
      say(
        '管理员 {inviter} 重置了您的两步验证，所有登录均已结束。',
        'The administrator {inviter} took away your second factor. All your sessions have ended.',
      ),
      notYou,
    ],
  },
  test: {
    subject: say('OpenLTC 测试邮件', 'A test letter from OpenLTC'),
    lines: [say('{name}，您好：', 'Hello {name},'), say('邮件发送正常。', 'Letters are being sent.')],
  },
} as const satisfies Record<string, LetterWords>

export type LetterKind = keyof typeof letterWords
