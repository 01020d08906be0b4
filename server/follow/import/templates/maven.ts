/** The Maven sales data: teams with their people, products, accounts, and deals that were won, lost or are open. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { Kit, StepSpec, Template } from '../pack/template.ts'
import { ownNumber } from './shared.ts'

const team = '{regional_office} – {manager}'
const keyed = (step: string, pattern: string) => {
  const read = is.words(pattern)
  return { ...read, read: (kit: Kit) => kit.keyOf(step, read.read(kit)) }
}
const teams = (
  given: Pick<StepSpec, 'name' | 'object' | 'title' | 'key' | 'fields'> & Partial<StepSpec>,
): StepSpec => ({
  file: 'teams',
  distinct: true,
  ...given,
})

const people = [
  teams({
    name: 'regions',
    object: 'department',
    title: say('区域', 'Regions'),
    key: is.text('regional_office'),
    fields: { name: is.text('regional_office') },
  }),
  teams({
    name: 'teams',
    object: 'department',
    title: say('团队', 'Teams'),
    key: is.words(team),
    fields: { name: is.words(team), parentId: is.ref('regions', 'regional_office') },
  }),
  teams({
    name: 'managers',
    of: 'people',
    object: 'user',
    title: say('经理', 'Managers'),
    key: is.text('manager'),
    fields: {
      name: is.text('manager'),
      roles: is.fixed('SM'),
      language: is.fixed('en'),
      departmentId: keyed('teams', team),
    },
  }),
  teams({
    name: 'heads',
    of: 'teams',
    object: 'department',
    title: say('团队负责人', 'Heads of teams'),
    key: is.words(team),
    fields: { headId: is.ref('people', 'manager') },
    again: true,
  }),
  teams({
    name: 'agents',
    of: 'people',
    object: 'user',
    title: say('销售', 'Agents'),
    key: is.text('sales_agent'),
    fields: {
      name: is.text('sales_agent'),
      roles: is.fixed('REP'),
      language: is.fixed('en'),
      departmentId: keyed('teams', team),
    },
  }),
]

const spelt = (header: string, wrong: string, right: string) => {
  const read = is.text(header)
  return { ...read, read: (kit: Kit) => (read.read(kit) === wrong ? right : read.read(kit)) }
}
const misspelt = (header: string, wrong: string, right: string) => ({
  label: say(`“${wrong}”改为“${right}”`, `“${wrong}” read as “${right}”`),
  when: (kit: Kit) => kit.get(header).trim() === wrong,
})

const products: StepSpec = {
  name: 'products',
  object: 'product',
  file: 'products',
  title: say('产品', 'Products'),
  key: is.text('product'),
  fields: {
    code: is.text('product'),
    name: is.text('product'),
    category: is.text('series'),
    listPrice: is.number('sales_price'),
    vatRate: is.fixed('exempt'),
  },
}

const accounts: StepSpec = {
  name: 'accounts',
  object: 'account',
  file: 'accounts',
  title: say('客户', 'Accounts'),
  key: is.text('account'),
  fields: {
    name: is.text('account'),
    type: is.fixed('customer'),
    industry: spelt('sector', 'technolgy', 'technology'),
    'region.country': spelt('office_location', 'Philipines', 'Philippines'),
    parentId: is.ref('accounts', 'subsidiary_of'),
    'custom.yearEstablished': is.number('year_established'),
    'custom.annualRevenue': is.number('revenue'),
    'custom.employees': is.number('employees'),
  },
  customFields: [
    { ...ownNumber('yearEstablished', '成立年份', 'Year established'), scale: 0 },
    { ...ownNumber('annualRevenue', '年营业额（百万美元）', 'Annual revenue (million USD)'), filterable: true },
    { ...ownNumber('employees', '员工人数', 'Employees'), scale: 0, filterable: true },
  ],
  shared: { name: 'name', field: 'nameShared' },
  notes: [misspelt('sector', 'technolgy', 'technology'), misspelt('office_location', 'Philipines', 'Philippines')],
}

const line = is.words('{product}')
const productKey = (kit: Kit) => kit.keyOf('products', line.read(kit) === 'GTXPro' ? 'GTX Pro' : line.read(kit))

const deals: StepSpec = {
  name: 'deals',
  object: 'opportunity',
  file: 'pipeline',
  title: say('商机', 'Deals'),
  key: is.text('opportunity_id'),
  fields: {
    no: is.text('opportunity_id'),
    name: is.words('{account} {product}'),
    accountId: is.ref('accounts', 'account'),
    ownerId: is.ref('people', 'sales_agent'),
    lines: { headers: ['product'], read: (kit) => JSON.stringify([{ productId: productKey(kit), qty: '1' }]) },
    pipelineId: is.answer('pipeline'),
    state: is.pick('deal_stage', { Won: 'won', Lost: 'lost' }, 'open'),
    stage: is.pick('deal_stage', { Prospecting: 'prospecting' }, 'engaging'),
    probability: is.pick('deal_stage', { Won: '1', Lost: '0' }),
    forecastCategory: is.pick('deal_stage', { Won: 'closed', Lost: 'omitted' }),
    createdAt: is.moment('engage_date'),
    stageEnteredAt: is.moment('engage_date'),
    firstContactAt: is.moment('engage_date'),
    closedAt: is.moment('close_date'),
    expectedCloseDate: is.day('close_date'),
    amount: is.amount('close_value'),
    currency: is.answer('currency'),
  },
  sums: [{ column: 'close_value', field: 'amount' }],
  notes: [
    misspelt('product', 'GTXPro', 'GTX Pro'),
    { label: say('没有客户的商机', 'Deals without an account'), when: (kit) => kit.get('account').trim() === '' },
  ],
}

export const maven: Template = {
  key: 'maven',
  title: say('Maven 销售数据', 'Maven sales data'),
  help: say('把数据集的 CSV 文件或 zip 放到这里', 'Drop the CSV files of the data set, or its zip, here'),
  dates: 'ymd',
  currency: 'USD',
  files: {
    teams: { title: say('销售团队', 'Sales teams'), has: ['sales_agent', 'manager', 'regional_office'] },
    products: { title: say('产品', 'Products'), has: ['product', 'series', 'sales_price'] },
    accounts: { title: say('客户', 'Accounts'), has: ['account', 'sector', 'year_established'] },
    pipeline: { title: say('商机', 'Deals'), has: ['opportunity_id', 'sales_agent', 'deal_stage', 'close_value'] },
    dictionary: {
      title: say('数据字典', 'Data dictionary'),
      has: ['Table', 'Field', 'Description'],
      unused: say('说明文件，没有记录', 'A description, no records'),
    },
  },
  steps: [...people, products, accounts, deals],
  pipeline: {
    name: say('Maven 销售流程', 'Maven pipeline'),
    stages: [
      { key: 'prospecting', zh: '寻找', en: 'Prospecting', probability: '0.1', category: 'pipeline' },
      { key: 'engaging', zh: '洽谈', en: 'Engaging', probability: '0.4', category: 'pipeline' },
    ],
  },
}
