/** What an import says of a file and its rows, besides what every refusal says. */
import { fill, type Label, say } from '../../../kernel/label.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

export const importMessages: Readonly<Record<string, Label>> = {
  CSV_CELLS: say(
    '该行的单元格多于列名，或内容过长',
    'The row has more cells than there are headings, or a cell is too long',
  ),
  CSV_QUOTES: say('该行的引号不完整', 'The quotes of the row do not match'),
  IMPORT_EMPTY: say('文件没有数据行', 'The file has no rows'),
  IMPORT_TOO_LARGE: say('文件超过 {max} 行，请拆分', 'The file has more than {max} rows; split it'),
  IMPORT_COLUMN_MISSING: say('文件中没有列“{name}”', 'The file has no column “{name}”'),
  IMPORT_TWICE: say('“{name}”对应了多列', '“{name}” is filled by more than one column'),
  IMPORT_HISTORY_FIELD: say('“{name}”只能在历史导入中填写', '“{name}” can be filled only by a history import'),
  IMPORT_HISTORY_FORBIDDEN: say(
    '历史导入须由流程负责人或系统管理员进行',
    'Years of old records are brought in by the process owner or an administrator',
  ),
  IMPORT_FILE_FORBIDDEN: say('文件不存在，或不是您上传的', 'There is no such file, or it is not yours'),
  IMPORT_NUMBER: say('“{name}”不是数字：{value}', '“{name}” is not a number: {value}'),
  IMPORT_NUMBER_AMBIGUOUS: say('“{name}”的数字有歧义：{value}', '“{name}” could be two numbers: {value}'),
  IMPORT_DIGITS_LOST: say(
    '“{name}”已丢失数位，请在表格中设为文本后重新导出：{value}',
    '“{name}” has lost digits; format the column as text and export it again: {value}',
  ),
  IMPORT_DATE: say('“{name}”不是日期：{value}', '“{name}” is not a date: {value}'),
  IMPORT_DATE_AMBIGUOUS: say(
    '“{name}”的日期有歧义（日月顺序），请在对应关系中指定：{value}',
    '“{name}” could be two dates; say the order of day and month in the mapping: {value}',
  ),
  IMPORT_REFERENCE_MISSING: say('“{name}”中的“{value}”没有找到', '“{name}”: nothing is called “{value}”'),
  IMPORT_REFERENCE_SEVERAL: say(
    '“{name}”中的“{value}”有多条同名记录，请改用编号',
    '“{name}”: several records are called “{value}”; use their number',
  ),
  IMPORT_LINK_LEFT_OPEN: say(
    '记录已导入，但“{name}”中的“{value}”没有连上',
    'The record is in, but “{name}” could not be linked to “{value}”',
  ),
  IMPORT_ENDED: say('导入已结束', 'The import has ended'),
}

/** One refusal as a sentence in both languages; what has no words of its own shows its code. */
export function labelOf(refusal: Refusal, messages: Readonly<Record<string, Label>>): Label {
  const label = messages[refusal.code] ?? importMessages[refusal.code] ?? { zh: refusal.code, en: refusal.code }
  const details = refusal.details ?? {}
  return { zh: fill(label.zh, details), en: fill(label.en, details) }
}

export const sentence = (refusal: Refusal, messages: Readonly<Record<string, Label>>, language: 'zh' | 'en'): string =>
  labelOf(refusal, messages)[language]
