/** The columns of a line of a quote or a contract. */
import { date, decimal, link, money, percent, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'

const costHidden = ['SDR', 'WHS', 'SVC', 'MKT', 'CUS'] as const

export const lineFields = {
  productId: link('product', { label: say('产品', 'Product') }),
  description: text({ label: say('说明', 'Description'), maxLength: 500 }),
  unit: text({ label: say('单位', 'Unit'), maxLength: 20 }),
  qty: decimal({ label: say('数量', 'Quantity'), required: true, min: 0 }),
  listPrice: decimal({ label: say('标准价', 'List price'), scale: 6, computed: true }),
  floorPrice: decimal({ label: say('底价', 'Floor price'), scale: 6, computed: true, hide: costHidden }),
  price: decimal({ label: say('单价', 'Price'), scale: 6, min: 0 }),
  discount: percent({ label: say('折扣', 'Discount'), min: 0, max: 1, default: '0' }),
  vatRate: text({ label: say('税率', 'VAT rate'), check: 'vatRate', maxLength: 20 }),
  deliveryDate: date({ label: say('交货日期', 'Delivery date') }),
  net: money({ label: say('不含税金额', 'Net'), computed: true }),
  tax: money({ label: say('税额', 'Tax'), computed: true }),
  gross: money({ label: say('价税合计', 'Gross'), computed: true }),
  cost: money({ label: say('成本', 'Cost'), computed: true, hide: costHidden }),
} as const
