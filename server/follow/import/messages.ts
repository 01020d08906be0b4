/** What an import says of a file and its rows, besides what every refusal says. */
import { fill, type Label, say } from '../../../kernel/label.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

export const importMessages: Readonly<Record<string, Label>> = {
  CSV_CELLS: say(
    '该行的单元格多于列名：文字中的分隔符须加引号',
    'The row has more cells than there are headings; text that holds the delimiter needs quotes around it',
  ),
  CSV_LONG: say(
    '该行有超过 100,000 字的单元格，请缩短后重新导入',
    'A cell of the row is longer than 100,000 characters; shorten it and import the row again',
  ),
  CSV_QUOTES: say(
    '该行的引号不完整：引号内的引号须写两次',
    'The quotes of the row do not match; a quote inside quotes is written twice',
  ),
  CSV_QUOTES_OPEN: say(
    '该行起有一个引号没有结束，之后的内容都没有读取；请补上引号后重新导入',
    'A quote that opens in this row is never closed, so nothing after it was read; close it and import again',
  ),
  CSV_BYTES: say(
    '该行有此编码中不存在的字节，请选择正确的编码',
    'The row has bytes that are no characters of this encoding; choose the right one',
  ),
  IMPORT_FILE_OLD: say(
    '这是旧版 Excel 或带密码的文件，请另存为不带密码的 .xlsx 或 CSV',
    'This is a file of an old Excel or under a password; save it as .xlsx without a password, or as CSV',
  ),
  IMPORT_FILE_LOCKED: say(
    '文件有密码保护，请取消密码后再上传',
    'The file is under a password; take it off and upload again',
  ),
  IMPORT_FILE_DAMAGED: say(
    '文件已损坏或不是 Excel 工作簿，请用表格软件打开并另存后重试',
    'The file is damaged or no workbook; open it in a spreadsheet, save it again and retry',
  ),
  IMPORT_FILE_TOO_HEAVY: say(
    '工作簿展开后过大，未读取；请拆分，或另存为 CSV',
    'The workbook unpacks to more than is read here; split it, or save it as CSV',
  ),
  IMPORT_SHEET_MISSING: say('工作簿中没有工作表“{name}”', 'The workbook has no sheet “{name}”'),
  IMPORT_NO_HEADINGS: say('第 {row} 行没有列名', 'Row {row} holds no headings'),
  IMPORT_HEADINGS_SPOILED: say(
    '第 {row} 行的列名中有引号没有结束，请修正文件',
    'A quote in the headings of row {row} is never closed; mend the file',
  ),
  IMPORT_COLUMNS: say('文件超过 {max} 列，请删去不需要的列', 'The file has more than {max} columns; take some out'),
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
  IMPORT_DATE_SERIAL: say(
    '“{name}”像是表格的日期序号，请在对应关系中指明：{value}',
    '“{name}” looks like a day number of a spreadsheet; say so in the mapping: {value}',
  ),
  IMPORT_FORMULA_ERROR: say(
    '“{name}”中的公式出错：{value}；请在表格中修正，或设为按空值处理',
    'A formula of “{name}” failed: {value}; mend it in the spreadsheet, or say that it means empty',
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
  IMPORT_GROUP_SPLIT: say(
    '“{name}”为“{value}”的行没有连在一起，请按此列排序后再导入',
    'The rows whose “{name}” is “{value}” do not stand together; sort the file by that column',
  ),
  IMPORT_GROUP_DIFFERS: say(
    '同一单据的各行中“{name}”不一致：{value}',
    'The rows of one record disagree about “{name}”: {value}',
  ),
  IMPORT_GROUP_REFUSED: say('同一单据的第 {row} 行有误', 'Row {row} of the same record was refused'),
  IMPORT_STILL_RUNNING: say('导入尚未结束，请先取消或等待完成', 'The import has not ended; cancel it or wait'),
  IMPORT_WAS_DRY_RUN: say('试运行没有写入任何数据，无需撤销', 'A dry run writes nothing, so nothing can be undone'),
  IMPORT_UNDO_RUNNING: say('正在撤销，请等待完成', 'It is being undone already; wait until that has ended'),
  IMPORT_UNDO_CHANGED: say(
    '导入后又被修改过，请手工处理',
    'It was changed after the import; look at it and mend it by hand',
  ),
  IMPORT_UNDO_IN_USE: say('其他记录已引用它，请先处理那些记录', 'Other records refer to it by now; see to those first'),
  IMPORT_UNDO_POSTED: say('已有会计分录，请用红冲更正', 'It has entries in the ledger; correct it by a reversal'),
  IMPORT_FILE_READY: say('文件已上传完毕', 'The file is all there already'),
  IMPORT_PIECE: say(
    '文件片段的长度不符，应为 {expected} 字节',
    'The piece has the wrong length; {expected} bytes belong here',
  ),
  IMPORT_PIECES_MISSING: say('还缺 {missing} 个片段，请补传', '{missing} pieces are missing; send them'),
  IMPORT_FILE_KIND: say(
    '“{name}”不是 CSV 或 XLSX 文件，或内容与扩展名不符',
    '“{name}” is no CSV or XLSX file, or is not what its name says',
  ),
  IMPORT_UPLOADS_OPEN: say(
    '您已有 {max} 个文件尚未传完，请先完成，或明天再试',
    '{max} of your files are still on their way; finish them, or try again tomorrow',
  ),
  IMPORT_TEMPLATE_NAME: say(
    '已有名为“{name}”的模板，请换一个名称',
    'There is a template called “{name}” already; choose another name',
  ),
  PACK_UNKNOWN: say(
    '没有识别出这些文件的来源：请检查是否为原系统导出的文件，或用单个文件导入',
    'No known source has such files: check that they are exports as they came, or import them one by one',
  ),
  PACK_FILES: say('请给出 1 至 {max} 个文件', 'Give 1 to {max} files'),
  PACK_ZIP: say(
    '压缩包“{name}”无法打开（{why}）；请解压后直接放入文件',
    '“{name}” cannot be opened ({why}); unpack it and drop the files themselves',
  ),
  PACK_STEP_FAILED: say('其中一个文件无法导入：{why}', 'One of the files could not be brought in: {why}'),
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
