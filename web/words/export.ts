/** Words of the export of a list, and of a company that comes or goes, in both languages. */
import { say } from '../../kernel/label.ts'

export const exportWords = {
  export: say('导出', 'Export'),
  title: say('导出列表', 'Export the list'),
  format: say('格式', 'Format'),
  xlsx: say('Excel 工作簿 (XLSX)', 'Workbook (XLSX)'),
  columns: say('列', 'Columns'),
  shown: say('当前显示的列', 'Those shown'),
  all: say('全部可见字段', 'All I may see'),
  values: say('内容', 'Values'),
  labels: say('名称（便于阅读）', 'Names, to be read'),
  both: say('名称和编号 ID', 'Names and ids'),
  keys: say('字段名和 ID（可再次导入）', 'Field names and ids, to be imported again'),
  parts: say('明细', 'Rows of the records'),
  bom: say('带 UTF-8 标记（便于 Excel 打开）', 'With the UTF-8 mark, by which Excel knows the encoding'),
  hint: say(
    '按当前筛选和排序导出全部记录；每次导出都会记入审计日志。',
    'All records of the present filter, in its order. Every export is noted in the audit log.',
  ),
  download: say('下载', 'Download'),
  close: say('关闭', 'Close'),
}

export const leavingWords = {
  title: say('整体导出与迁移', 'Leave and move'),
  hint: say('把公司的全部数据带走，或迁入另一套系统', 'Take everything of the company along, or move it elsewhere'),
  out: say('导出全部数据', 'Everything as one archive'),
  outHint: say(
    '一个归档文件包含全部记录、明细、历史、凭证、附件、设置和人员（不含密码与密钥），附校验清单。生成时其他人可照常工作；下载会记入审计日志。请妥善保管：文件未加密。',
    'One file with all records, their rows, history, ledger, attachments, settings and people (without passwords ' +
      'and keys), and a manifest that proves it whole. Everyone can go on working meanwhile. The download is ' +
      'noted in the audit log. Keep it safe: it is not encrypted.',
  ),
  download: say('下载归档', 'Download the archive'),
  in: say('迁入另一家公司', 'Bring it in elsewhere'),
  inHint: say(
    '在目标服务器上执行以下命令：归档会成为一家新公司，内容不变，并自动校验；命令会给出首位管理员的一次性链接。',
    'Run this on the other server: the archive becomes a new company with nothing changed, it is verified, and the ' +
      'command prints a one-time link for its first administrator.',
  ),
}
