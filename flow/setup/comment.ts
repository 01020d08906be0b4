/** A comment on any record, read by all who may read that record; whom it mentions is told. */
import { source } from '../../kernel/fact.ts'
import { datetime, files, longText, members, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone, systemOnly } from '../../kernel/role.ts'

/** The record a comment is on, as its writer sees it; null where there is none or it is out of their sight. */
export interface CommentSubject {
  readonly title: string
  readonly ownerId: string | null
}

const longestEditMs = 24 * 3_600_000

export const comment = object('comment', {
  label: say('评论', 'Comment'),
  plural: 'comments',
  area: 'setup',
  title: 'body',
  fields: {
    object: text({ label: say('对象', 'Object'), required: true, fixed: true, maxLength: 40 }),
    recordId: text({ label: say('记录', 'Record'), required: true, fixed: true, maxLength: 36 }),
    body: longText({ label: say('内容', 'Text'), required: true, maxLength: 5000 }),
    files: files({ label: say('附件', 'Files'), default: [] }),
    mentions: members({ label: say('提及', 'Mentions'), default: [] }),
    editedAt: datetime({ label: say('编辑时间', 'Edited'), computed: true }),
  },
  parts: {},
  facts: { subject: source<CommentSubject | null>('commentSubject') },
  states: { posted: { label: say('已发布', 'Posted'), draft: true } },
  starts: 'posted',
  create: {
    takesOwner: false,
    needs: ['subject'],
    guards: [{ code: 'COMMENT_RECORD_MISSING', field: 'recordId', holds: ({ facts }) => facts.subject !== null }],
  },
  change: {
    guards: [
      { code: 'COMMENT_NOT_YOURS', holds: ({ before, actor }) => before?.createdBy === actor.id },
      {
        code: 'COMMENT_TOO_OLD',
        holds: ({ before, now }) => Date.parse(now) - Date.parse(before?.createdAt ?? now) <= longestEditMs,
      },
    ],
    sets: ({ now }) => ({ editedAt: now }),
  },
  remove: { guards: [{ code: 'COMMENT_NOT_YOURS', holds: ({ before, actor }) => before?.createdBy === actor.id }] },
  transitions: {
    move: { label: say('移至其他记录', 'Move'), from: ['posted'], emits: 'moved', takes: ['recordId'] },
  },
  permits: {
    read: everyone('all'),
    create: everyone('all'),
    change: everyone('self'),
    remove: everyone('self'),
    move: systemOnly,
  },
  messages: {
    COMMENT_RECORD_MISSING: say('评论的记录不存在或您无权查看', 'That record is not there or not visible to you'),
    COMMENT_NOT_YOURS: say('只能修改自己的评论', 'You can change your own comments only'),
    COMMENT_TOO_OLD: say(
      '评论发布超过 24 小时，不能再修改；请另发评论',
      'Older than 24 hours; write a new comment instead',
    ),
  },
})
