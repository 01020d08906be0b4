/** A file on any record: seen by all who may read that record, replaced and deleted with its history kept. */
import { source } from '../../kernel/fact.ts'
import { data, datetime, files, integer, longText, member, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

/** The record a file is on, as whoever acts sees it; null where it is not there or out of their sight. */
export interface AttachmentSubject {
  readonly title: string
  readonly ownerId: string | null
  readonly mayChange: boolean
}

/** A stored file as it was found to be; null where it is gone. */
export interface FileAbout {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
}

/** So long a deleted file can be brought back. */
export const restoreDays = 30
const dayMs = 24 * 3_600_000

interface Judged {
  readonly before: { readonly createdBy: string | null } | null
  readonly actor: { readonly id: string | null; readonly kind: string }
  readonly facts: { readonly subject: AttachmentSubject | null; readonly about: FileAbout | null }
}

const onSight = {
  code: 'ATTACHMENT_RECORD_MISSING',
  field: 'recordId',
  holds: ({ facts }: Judged) => facts.subject !== null,
}
const stored = {
  code: 'ATTACHMENT_FILE',
  field: 'file',
  onInput: true,
  holds: ({ facts }: Judged) => facts.about !== null,
}
/** Whoever put it there, holds the record or may change it. */
const theirs = {
  code: 'ATTACHMENT_NOT_YOURS',
  holds: ({ before, actor, facts }: Judged) =>
    actor.kind === 'system' ||
    before?.createdBy === actor.id ||
    facts.subject?.mayChange === true ||
    facts.subject?.ownerId === actor.id,
}

export const attachment = object('attachment', {
  label: say('附件', 'File'),
  plural: 'attachments',
  area: 'setup',
  title: 'name',
  fields: {
    object: text({ label: say('对象', 'Object'), required: true, fixed: true, maxLength: 40 }),
    recordId: text({ label: say('记录', 'Record'), required: true, fixed: true, maxLength: 36 }),
    file: files({ label: say('文件', 'File'), default: [] }),
    name: text({ label: say('文件名', 'Name'), computed: true, maxLength: 200, listed: true }),
    type: text({ label: say('类型', 'Type'), computed: true, maxLength: 120 }),
    size: integer({ label: say('大小', 'Size'), computed: true, listed: true }),
    note: longText({ label: say('说明', 'Note'), maxLength: 500 }),
    deletedAt: datetime({ label: say('删除时间', 'Deleted'), computed: true }),
    deletedBy: member({ label: say('删除人', 'Deleted by'), computed: true }),
    kept: data<FileAbout | null>({ label: say('已删除的文件', 'Deleted file'), computed: true }),
  },
  parts: {
    versions: part({
      label: say('历史版本', 'Earlier versions'),
      computed: true,
      fields: {
        file: files({ label: say('文件', 'File') }),
        name: text({ label: say('文件名', 'Name') }),
        size: integer({ label: say('大小', 'Size') }),
        at: datetime({ label: say('替换时间', 'Replaced') }),
        by: member({ label: say('替换人', 'Replaced by') }),
      },
    }),
  },
  facts: {
    subject: source<AttachmentSubject | null>('recordSubject'),
    about: source<FileAbout | null>('fileAbout'),
  },
  states: {
    kept: { label: say('有效', 'Kept') },
    deleted: { label: say('已删除', 'Deleted'), locked: true },
  },
  starts: 'kept',
  create: {
    takesOwner: false,
    needs: ['subject', 'about'],
    guards: [onSight, stored],
    sets: ({ facts }) => about(facts.about),
  },
  change: {
    needs: ['subject', 'about'],
    guards: [
      onSight,
      theirs,
      {
        code: 'ATTACHMENT_REPLACE',
        field: 'file',
        onInput: true,
        holds: ({ before, record }) => before?.file?.[0] === record.file?.[0],
      },
    ],
  },
  transitions: {
    replace: {
      label: say('替换', 'Replace'),
      from: ['kept'],
      emits: 'replaced',
      asks: ['file'],
      needs: ['subject', 'about'],
      guards: [onSight, theirs, stored],
      sets: ({ before, facts, actor, now }) => ({
        ...about(facts.about),
        versions: [
          ...(before?.versions ?? []),
          { file: before?.file ?? [], name: before?.name, size: before?.size, at: now, by: actor.id },
        ],
      }),
    },
    withdraw: {
      label: say('删除', 'Delete'),
      from: ['kept'],
      to: 'deleted',
      emits: 'withdrawn',
      tone: 'danger',
      undo: 'restore',
      help: say('30 天内可恢复，之后文件内容永久删除', 'It can be brought back for 30 days; then its content is gone'),
      needs: ['subject', 'about'],
      guards: [onSight, theirs],
      sets: ({ facts, actor, now }) => ({
        file: [],
        versions: [],
        kept: facts.about,
        deletedAt: now,
        deletedBy: actor.id,
      }),
    },
    restore: {
      label: say('恢复', 'Bring back'),
      from: ['deleted'],
      to: 'kept',
      emits: 'restored',
      needs: ['subject', 'about'],
      guards: [
        onSight,
        theirs,
        {
          code: 'ATTACHMENT_GONE',
          holds: ({ before, now }) =>
            before?.kept?.id !== undefined &&
            Date.parse(now) - Date.parse(before.deletedAt ?? now) < restoreDays * dayMs,
        },
      ],
      sets: ({ before }) => ({
        file: before?.kept ? [before.kept.id] : [],
        kept: null,
        deletedAt: null,
        deletedBy: null,
      }),
    },
  },
  permits: {
    read: everyone('all'),
    create: everyone('all'),
    change: everyone('all'),
    replace: everyone('all'),
    withdraw: everyone('all'),
    restore: everyone('all'),
  },
  messages: {
    ATTACHMENT_RECORD_MISSING: say(
      '附件所在的记录不存在或您无权查看，请返回列表重新打开',
      'The record of this file is not there or not visible to you; open it again from its list',
    ),
    ATTACHMENT_FILE: say('请先上传文件，再附到记录上', 'Upload one file first, then attach it'),
    ATTACHMENT_REPLACE: say(
      '更换文件请用“替换”，以保留历史版本',
      'Use “Replace” for another file, so that the earlier one is kept',
    ),
    ATTACHMENT_NOT_YOURS: say(
      '只有上传人、记录负责人或可修改该记录的人才能替换或删除，请联系上传人',
      'Its uploader, the owner of the record or who may change the record can do this; ask one of them',
    ),
    ATTACHMENT_GONE: say(
      '删除已超过 30 天，文件内容已清除，请重新上传',
      'Deleted more than 30 days ago; its content is gone. Upload it again',
    ),
  },
})

const about = (found: FileAbout | null) => ({
  name: found?.name ?? null,
  type: found?.type ?? null,
  size: found?.size ?? null,
})
