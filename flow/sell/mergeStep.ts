/** What merging and bringing back ask for on every object that can be merged. */
import type { Loose } from '../../kernel/fact.ts'
import { data, type Fields, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import type { Guard } from '../../kernel/object.ts'
import { strangersIn } from './takeover.ts'

/** Besides the survivor: the names of fields whose value the record that goes brings. */
export const chosen = {
  take: data<readonly string[]>({
    label: say('取被并入记录的值的字段', 'Fields whose value comes from the merged record'),
    help: say(
      '未列出的字段保留原值，空白的自动补上',
      'Fields that are not named keep their value; empty ones are filled',
    ),
  }),
}

/** Tells the chain which values were chosen. */
export const takenFields = (input: Loose): readonly string[] => (Array.isArray(input.take) ? input.take : [])

export const knowsFields = (fields: Fields): Guard<{ readonly input: Loose }> => ({
  code: 'MERGE_FIELD_UNKNOWN',
  field: 'take',
  onInput: true,
  holds: ({ input }) => strangersIn(fields, input.take).length === 0,
  details: ({ input }) => ({ names: strangersIn(fields, input.take).slice(0, 5).join('、') }),
})

/** The state a merged record had, given by the undoing. */
export const broughtBack = {
  input: { state: text({ label: say('恢复为状态', 'State to return to'), required: true, maxLength: 40 }) },
}

export const mergeMessages = {
  MERGE_TARGET_INVALID: say(
    '请选择另一条尚未被合并的记录作为保留的记录',
    'Choose another record that was not merged itself as the one to keep',
  ),
  MERGE_FIELD_UNKNOWN: say(
    '这些字段不能选择：{names}；请去掉后重试',
    'These fields cannot be chosen: {names}; leave them out and try again',
  ),
} as const
