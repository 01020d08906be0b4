/** Campaigns, products and price books of a Zoho export. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { StepSpec } from '../pack/template.ts'
import { ownText } from './shared.ts'

export const campaigns: StepSpec = {
  name: 'campaigns',
  object: 'campaign',
  file: 'campaigns',
  title: say('市场活动', 'Campaigns'),
  key: is.text('CAMPAIGNID', 'Record Id'),
  fields: {
    name: is.text('Campaign Name'),
    type: is.pick(
      'Type',
      {
        Conference: 'expo',
        'Trade Show': 'expo',
        Webinar: 'webinar',
        Advertisement: 'ads',
        'Banner Ads': 'ads',
        Email: 'email',
        'Direct mail': 'email',
        'Referral Program': 'referral',
        Partners: 'partner',
        'Public Relations': 'content',
      },
      'other',
    ),
    state: is.pick(
      'Status',
      { Planning: 'planned', Active: 'active', Complete: 'completed', Inactive: 'cancelled' },
      'draft',
    ),
    startDate: is.day('Start Date'),
    endDate: is.day('End Date'),
    currency: is.answer('currency'),
    budget: is.amount('Budgeted Cost'),
    actualCost: is.amount('Actual Cost'),
    targetRevenue: is.amount('Expected Revenue'),
    createdAt: is.moment('Created Time'),
    'custom.zohoType': is.text('Type'),
  },
  customFields: [ownText('zohoType', 'Zoho 活动类型', 'Campaign type in Zoho')],
  sums: [
    { column: 'Budgeted Cost', field: 'budget' },
    { column: 'Actual Cost', field: 'actualCost' },
    { column: 'Expected Revenue', field: 'targetRevenue' },
  ],
}

export const products: StepSpec = {
  name: 'products',
  object: 'product',
  file: 'products',
  title: say('产品', 'Products'),
  key: is.text('PRODUCTID', 'Record Id'),
  fields: {
    code: is.either(is.text('Product Code'), is.text('PRODUCTID')),
    name: is.text('Product Name'),
    category: is.text('Product Category'),
    standardCost: is.number('Cost'),
    listPrice: is.number('Unit Price'),
    vatRate: is.fixed('exempt'),
    state: is.pick('Product Active', { No: 'retired', false: 'retired' }, 'active'),
    ownerId: is.person('Product Owner'),
    createdAt: is.moment('Created Time'),
    'custom.manufacturer': is.text('Product Manufacturer', 'Manufacturer'),
    'custom.quantityInStock': is.number('Quantity In Stock'),
  },
  customFields: [
    ownText('manufacturer', '制造商', 'Manufacturer'),
    { key: 'quantityInStock', kind: 'number', labelZh: 'Zoho 库存数量', labelEn: 'In stock in Zoho', scale: 2 },
  ],
}

export const priceBooks: StepSpec = {
  name: 'priceBooks',
  object: 'priceBook',
  file: 'priceBooks',
  title: say('价格表', 'Price books'),
  key: is.text('BOOKID', 'Record Id'),
  fields: {
    name: is.text('Price Book Name'),
    currency: is.answer('currency'),
    scope: is.fixed('standard'),
    validFrom: is.day('Created Time'),
    state: is.pick('Active', { Yes: 'draft', true: 'draft' }, 'retired'),
    ownerId: is.person('Price Book Owner'),
    createdAt: is.moment('Created Time'),
  },
  notes: [
    {
      label: say(
        '价格表没有价格：导出文件中没有明细，以草稿导入',
        'Price books without prices: the export has none, so they come in as drafts',
      ),
      when: () => true,
    },
  ],
}
