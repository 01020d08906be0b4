/** How a person goes (R17): their data leaves the record and the log, what accounting law keeps stays. */
import type { Loose } from '../../kernel/fact.ts'
import { datetime, type Fields } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { type Label, say } from '../../kernel/label.ts'

export const erasedAt = datetime({
  label: say('个人信息已删除', 'Personal data erased'),
  computed: true,
  help: say('个人信息已按请求删除，不可恢复', 'Erased on request; it cannot be brought back'),
})

interface Erasing {
  readonly record: Loose
  readonly before: Loose | null
  readonly now: string
  readonly actor: { readonly kind: string }
}

/** The chain may come to one record on two ways. */
const notErased = {
  code: 'ALREADY_ERASED',
  holds: ({ before, actor }: Erasing) => actor.kind === 'system' || (before?.erasedAt ?? null) === null,
}

/** A record whose person is gone takes no personal data again. */
export const keepsErased = {
  code: 'PERSON_ERASED',
  holds: ({ before }: { readonly before: Loose | null }) => (before?.erasedAt ?? null) === null,
}

/** What stands where a name must stand; the number keeps two of them apart. */
export const erasedName = (record: Loose): string => `（已删除 erased）${record.no ?? String(record.id).slice(-8)}`

/** The transition that erases: personal fields are emptied, but for the name, which says that the person is gone. */
export function erasure<S extends string>(
  states: readonly S[],
  { name, fields, guards = [] }: { name: string; fields: () => Fields; guards?: readonly Guarded[] },
) {
  return {
    label: say('删除个人信息', 'Erase personal data'),
    help: say(
      '清空姓名、联系方式、备注和自定义字段，销毁该人的密钥，使历史记录中的个人信息无法再读；同一人的线索、联系人和个人客户一并删除。' +
        '订单、发票、收款等依法保存的单据，以及评论、跟进记录和附件中的文字不受影响，需要时请另行处理。此操作不可撤销。',
      'Empties name, ways of contact, notes and own fields and destroys the key of the person, so that the past ' +
        'cannot be read either; lead, contact and personal account of one person go together. Orders, invoices ' +
        'and receipts stay as the law wants; the words of comments, activities and files are left to you. ' +
        'This cannot be undone.',
    ),
    from: states,
    emits: 'erased',
    tone: 'danger' as const,
    guards: [reasonGiven, notErased, ...guards],
    sets: ({ record, now }: Erasing): Loose => ({
      ...emptied(record, fields()),
      [name]: erasedName(record),
      erasedAt: now,
    }),
  }
}

interface Guarded {
  readonly code: string
  readonly holds: (context: Erasing & { readonly facts: Loose }) => boolean
}

function emptied(record: Loose, fields: Fields): Record<string, unknown> {
  const personal = Object.entries(fields).filter(([, field]) => field.personal && !field.required)
  const open = personal.filter(([field]) => (record[field] ?? null) !== null)
  return { ...Object.fromEntries(open.map(([field]) => [field, null])), custom: {} }
}

export const erasureMessages: Readonly<Record<string, Label>> = {
  ALREADY_ERASED: say('个人信息已经删除', 'The personal data is erased already'),
  PERSON_ERASED: say(
    '此人的个人信息已按请求删除，不能再填写；请新建记录',
    'This person was erased on request; make a new record instead of filling this one',
  ),
}
