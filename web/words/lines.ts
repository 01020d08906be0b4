/** Words of the line editor. */
import { say } from '../../kernel/label.ts'

export const linesWords = {
  add: say('添加一行', 'Add row'),
  duplicate: say('复制第 {n} 行', 'Duplicate row {n}'),
  remove: say('删除第 {n} 行', 'Remove row {n}'),
  rowMenu: say('第 {n} 行的操作', 'Actions of row {n}'),
  cell: say('第 {n} 行 {field}', 'Row {n}, {field}'),
  empty: say('还没有明细', 'No lines yet'),
  emptyHint: say('添加一行，或从 Excel 复制后直接粘贴到这里', 'Add a row, or copy rows in Excel and paste them here'),
  hint: say(
    '↑ ↓ Enter 换行，Tab 换格，Ctrl+D 复制行，可直接粘贴 Excel 区域',
    '↑ ↓ Enter move between rows, Tab between cells, Ctrl+D duplicates a row; ranges from Excel can be pasted',
  ),
  net: say('不含税金额', 'Net'),
  tax: say('税额', 'VAT'),
  gross: say('价税合计', 'Gross'),
  headerDiscount: say('整单折扣', 'Document discount'),
  margin: say('毛利率', 'Margin'),
  discountRate: say('综合折扣', 'Overall discount'),
  priceMode: say('价格方式', 'Prices'),
  incl: say('含税价', 'Including VAT'),
  excl: say('不含税价', 'Excluding VAT'),
  incomplete: say('{n} 行尚未填完，未计入合计', '{n} rows are not complete and not in the total'),
  productSearch: say('输入名称或编码查找产品', 'Type a name or code to find a product'),
  productNone: say('没有找到产品', 'No product found'),
  pasted: say('已粘贴 {n} 行', '{n} rows pasted'),
  unmatched: say('{n} 个名称没有对应的产品：{names}', '{n} names match no product: {names}'),
  badNumber: say('请输入数字', 'Type a number'),
  exempt: say('免税', 'Exempt'),
  reverseCharge: say('反向征收', 'Reverse charge'),
  tooMany: say('最多 {n} 行', 'At most {n} rows'),
} as const
