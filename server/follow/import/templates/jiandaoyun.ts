/** 简道云: what workbooks of its usual CRM forms become here, forms within forms as lines. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import { recordHeader } from '../pack/sheet.ts'
import type { Cell, StepSpec, Template } from '../pack/template.ts'
import { asWritten, ownText } from './shared.ts'

/** Forms refer to a customer by name. */
const customerBy = (heading: string): readonly Cell[] => [
  is.joined('accounts', { file: 'accounts', at: '客户名称' }, [heading, '数据ID']),
  is.refIfThere('accounts', { file: 'accounts', at: '客户名称' }, heading),
]
const customer = is.either(...customerBy('客户名称'), ...customerBy('所属客户'))
const people = is.person('负责人', '跟进人', '提交人')
const created = is.moment('创建时间', '提交时间')
const withoutCustomer = {
  label: say('没有找到客户的记录', 'Records whose customer was not found'),
  when: (kit: Parameters<Cell['read']>[0]) => customer.read(kit) === '',
}

const accounts: StepSpec = {
  name: 'accounts',
  object: 'account',
  file: 'accounts',
  title: say('客户', 'Customers'),
  key: is.text('数据ID', '客户名称'),
  fields: {
    name: is.text('客户名称'),
    type: is.pick(
      '客户类型',
      { 成交客户: 'customer', 客户: 'customer', 合作伙伴: 'partner', 竞争对手: 'competitor' },
      'prospect',
    ),
    tier: is.pick('客户等级', { A: 'A', B: 'B', C: 'C', D: 'D', A级: 'A', B级: 'B', C级: 'C', D级: 'D' }),
    industry: is.text('客户行业', '所属行业', '行业'),
    phone: is.phone('86', '电话', '联系电话'),
    address: is.text('详细地址', '地址', '客户地址'),
    website: is.text('网址', '官网'),
    source: is.text('客户来源'),
    ownerId: people,
    createdAt: created,
    'custom.asWritten': is.asWritten('86', ['电话', '联系电话'], []),
  },
  customFields: [asWritten],
  shared: { name: 'name', field: 'nameShared' },
}

const contacts: StepSpec = {
  name: 'contacts',
  object: 'contact',
  file: 'contacts',
  title: say('联系人', 'Contacts'),
  key: is.either(is.text('数据ID'), is.content('联系人姓名', '姓名', '手机', '手机号')),
  fields: {
    name: is.text('联系人姓名', '姓名'),
    accountId: customer,
    mobile: is.phone('86', '手机', '手机号', '手机号码'),
    phone: is.phone('86', '电话'),
    email: is.email('邮箱', '电子邮箱'),
    wechat: is.text('微信', '微信号'),
    title: is.cut(is.text('职务', '职位'), 50),
    ownerId: people,
    createdAt: created,
    'custom.asWritten': is.asWritten('86', ['手机', '手机号', '手机号码', '电话'], ['邮箱', '电子邮箱']),
  },
  customFields: [asWritten],
  notes: [withoutCustomer],
}

const closed = (kit: Parameters<Cell['read']>[0]) =>
  /赢单|成交|输单|丢单|失败/.test(kit.get('商机阶段') + kit.get('销售阶段'))

const deals: StepSpec = {
  name: 'deals',
  object: 'opportunity',
  file: 'deals',
  title: say('商机', 'Deals'),
  key: is.either(is.text('数据ID', '商机编号'), is.content('商机名称', '客户名称')),
  fields: {
    name: is.cut(is.text('商机名称'), 120),
    accountId: customer,
    pipelineId: is.answer('pipeline'),
    stage: is.pick(
      ['商机阶段', '销售阶段'],
      {
        初步接洽: 'contact',
        初步接触: 'contact',
        需求确认: 'needs',
        需求分析: 'needs',
        方案报价: 'proposal',
        方案制定: 'proposal',
        商务谈判: 'negotiation',
        赢单: 'negotiation',
        成交: 'negotiation',
        输单: 'negotiation',
        丢单: 'negotiation',
      },
      'contact',
    ),
    state: is.pick(
      ['商机阶段', '销售阶段'],
      { 赢单: 'won', 成交: 'won', 输单: 'lost', 丢单: 'lost', 失败: 'lost' },
      'open',
    ),
    amount: is.amount('预计金额', '商机金额', '预计成交金额'),
    expectedCloseDate: is.day('预计成交日期', '预计成交时间'),
    closedAt: is.where(closed, is.closing(is.moment('成交日期', '更新时间'), created)),
    needSummary: is.text('需求描述', '备注'),
    ownerId: people,
    stageEnteredAt: created,
    createdAt: created,
    'custom.sourceStage': is.text('商机阶段', '销售阶段'),
  },
  customFields: [ownText('sourceStage', '简道云阶段', 'Stage in Jiandaoyun')],
  sums: [{ column: '预计金额', field: 'amount' }],
  notes: [withoutCustomer],
}

const part = '产品明细'
const lines: Readonly<Record<string, Cell>> = {
  productId: is.text(`${part}.产品名称`, `${part}.产品`),
  qty: is.number(`${part}.数量`),
  price: is.number(`${part}.单价`),
  unit: is.text(`${part}.单位`),
  vatRate: is.fixed('exempt'),
}

const orders: StepSpec = {
  name: 'orders',
  object: 'order',
  file: 'orders',
  title: say('订单', 'Orders'),
  key: is.text('订单编号', recordHeader),
  fields: {
    no: is.text('订单编号'),
    accountId: customer,
    state: is.pick('订单状态', { 已完成: 'completed', 已取消: 'cancelled', 待审核: 'submitted' }, 'confirmed'),
    orderDate: is.day('下单日期', '签订日期', '提交时间'),
    requestedDate: is.day('交货日期', '要求交期'),
    note: is.text('备注'),
    ownerId: people,
    createdAt: created,
  },
  lines: { file: 'orders', part: 'lines', document: ['订单编号', recordHeader], fields: lines, worth: `${part}.金额` },
  total: { column: '订单金额', part: 'lines', by: 'headerDiscount' },
  distinct: true,
  createMissing: ['product'],
  sums: [{ column: '订单金额', field: 'gross' }],
  notes: [withoutCustomer],
}

export const jiandaoyun: Template = {
  key: 'jiandaoyun',
  title: say('简道云', 'Jiandaoyun'),
  help: say(
    '在简道云各表单的数据管理中导出 Excel（含子表单与数据 ID），然后把全部工作簿放到这里',
    'In each form of Jiandaoyun: export to Excel (with sub-forms and data ids); then drop the workbooks here',
  ),
  dates: 'ymd',
  files: {
    accounts: { title: say('客户', 'Customers'), has: ['客户名称', '客户等级|客户行业|所属行业|客户类型|客户来源'] },
    contacts: {
      title: say('联系人', 'Contacts'),
      has: ['联系人姓名|姓名', '客户名称|所属客户', '手机|手机号|手机号码|电话'],
    },
    deals: { title: say('商机', 'Deals'), has: ['商机名称', '客户名称|所属客户', '商机阶段|销售阶段'] },
    orders: {
      title: say('订单（含明细）', 'Orders with lines'),
      has: ['订单编号', '客户名称|所属客户', `${part}.数量`],
    },
  },
  steps: [accounts, contacts, deals, orders],
  pipeline: {
    name: say('简道云销售流程', 'Jiandaoyun pipeline'),
    stages: [
      { key: 'contact', zh: '初步接洽', en: 'First contact', probability: '0.1', category: 'pipeline' },
      { key: 'needs', zh: '需求确认', en: 'Needs confirmed', probability: '0.3', category: 'pipeline' },
      { key: 'proposal', zh: '方案报价', en: 'Proposal and price', probability: '0.6', category: 'best_case' },
      { key: 'negotiation', zh: '商务谈判', en: 'Negotiation', probability: '0.8', category: 'commit' },
    ],
  },
}
