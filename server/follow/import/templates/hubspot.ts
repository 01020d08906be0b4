/** HubSpot: what its exports of companies, contacts and deals become here. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { StepSpec, Template } from '../pack/template.ts'
import { asWritten, ownText } from './shared.ts'

/** By the ids beside the record, or by the company's name. */
const company = is.either(
  is.refIfThere('companies', { file: 'companies', at: 'Record ID' }, 'Associated Company IDs'),
  is.refIfThere('companies', { file: 'companies', at: 'Record ID' }, 'Associated Company'),
  is.joined('companies', { file: 'companies', at: 'Company name' }, ['Associated Company', 'Record ID']),
)

const companies: StepSpec = {
  name: 'companies',
  object: 'account',
  file: 'companies',
  title: say('客户', 'Companies'),
  key: is.text('Record ID'),
  fields: {
    name: is.cut(is.text('Company name'), 120),
    type: is.pick('Lifecycle Stage', { customer: 'customer', evangelist: 'customer' }, 'prospect'),
    website: is.text('Website URL', 'Domain', 'Company Domain Name'),
    industry: is.text('Industry'),
    phone: is.phone('1', 'Phone Number'),
    'region.country': is.text('Country/Region'),
    'region.city': is.text('City'),
    ownerId: is.person('Company owner'),
    createdAt: is.moment('Create Date'),
    'custom.asWritten': is.asWritten('1', ['Phone Number'], []),
  },
  customFields: [asWritten],
  shared: { name: 'name', field: 'nameShared' },
}

const contacts: StepSpec = {
  name: 'contacts',
  object: 'contact',
  file: 'contacts',
  title: say('联系人', 'Contacts'),
  key: is.text('Record ID'),
  fields: {
    name: is.either(is.words('{First Name} {Last Name}'), is.text('Email')),
    accountId: company,
    email: is.email('Email'),
    mobile: is.phone('1', 'Mobile Phone Number'),
    phone: is.phone('1', 'Phone Number'),
    title: is.cut(is.text('Job Title'), 50),
    ownerId: is.person('Contact owner'),
    createdAt: is.moment('Create Date'),
    'custom.lifecycleStage': is.text('Lifecycle Stage'),
    'custom.leadStatus': is.text('Lead Status'),
    'custom.asWritten': is.asWritten('1', ['Phone Number', 'Mobile Phone Number'], ['Email']),
  },
  customFields: [
    ownText('lifecycleStage', '生命周期阶段', 'Lifecycle stage'),
    ownText('leadStatus', '线索状态', 'Lead status'),
    asWritten,
  ],
  notes: [{ label: say('没有公司的联系人', 'Contacts without a company'), when: (kit) => company.read(kit) === '' }],
}

const stages = {
  appointmentscheduled: 'appointment',
  'appointment scheduled': 'appointment',
  qualifiedtobuy: 'qualified',
  'qualified to buy': 'qualified',
  presentationscheduled: 'presentation',
  'presentation scheduled': 'presentation',
  decisionmakerboughtin: 'decision_maker',
  'decision maker bought-in': 'decision_maker',
  contractsent: 'contract',
  'contract sent': 'contract',
  closedwon: 'contract',
  'closed won': 'contract',
  closedlost: 'contract',
  'closed lost': 'contract',
}

const deals: StepSpec = {
  name: 'deals',
  object: 'opportunity',
  file: 'deals',
  title: say('商机', 'Deals'),
  key: is.text('Record ID'),
  fields: {
    name: is.cut(is.text('Deal Name'), 120),
    accountId: company,
    primaryContactId: is.refIfThere('contacts', { file: 'contacts', at: 'Record ID' }, 'Associated Contact IDs'),
    pipelineId: is.answer('pipeline'),
    stage: is.pick('Deal Stage', stages, 'appointment'),
    state: is.pick(
      'Deal Stage',
      { closedwon: 'won', 'closed won': 'won', closedlost: 'lost', 'closed lost': 'lost' },
      'open',
    ),
    amount: is.amount('Amount'),
    currency: is.text('Currency'),
    expectedCloseDate: is.day('Close Date'),
    closedAt: is.where(
      (kit) => /^closed/i.test(kit.get('Deal Stage')),
      is.closing(is.moment('Close Date'), is.moment('Create Date')),
    ),
    ownerId: is.person('Deal owner'),
    stageEnteredAt: is.moment('Create Date'),
    createdAt: is.moment('Create Date'),
    'custom.sourceStage': is.text('Deal Stage'),
  },
  customFields: [ownText('sourceStage', 'HubSpot 阶段', 'Stage in HubSpot')],
  sums: [{ column: 'Amount', field: 'amount' }],
  notes: [{ label: say('没有公司的商机', 'Deals without a company'), when: (kit) => company.read(kit) === '' }],
}

export const hubspot: Template = {
  key: 'hubspot',
  title: say('HubSpot', 'HubSpot'),
  help: say(
    '在 HubSpot 的公司、联系人、交易列表中点“导出”（CSV，含全部属性和关联），然后把文件放到这里',
    'In HubSpot’s lists of companies, contacts and deals: Export (CSV, all properties); drop the files here',
  ),
  dates: 'ymd',
  files: {
    companies: { title: say('公司', 'Companies'), has: ['Record ID', 'Company name'] },
    contacts: { title: say('联系人', 'Contacts'), has: ['Record ID', 'First Name', 'Last Name'] },
    deals: { title: say('交易', 'Deals'), has: ['Record ID', 'Deal Name', 'Deal Stage'] },
  },
  steps: [companies, contacts, deals],
  pipeline: {
    name: say('HubSpot 销售流程', 'HubSpot pipeline'),
    stages: [
      { key: 'appointment', zh: '已约见', en: 'Appointment scheduled', probability: '0.2', category: 'pipeline' },
      { key: 'qualified', zh: '有购买资格', en: 'Qualified to buy', probability: '0.4', category: 'pipeline' },
      { key: 'presentation', zh: '已约演示', en: 'Presentation scheduled', probability: '0.6', category: 'pipeline' },
      {
        key: 'decision_maker',
        zh: '决策人认可',
        en: 'Decision maker bought-in',
        probability: '0.8',
        category: 'best_case',
      },
      { key: 'contract', zh: '已发合同', en: 'Contract sent', probability: '0.9', category: 'commit' },
    ],
  },
}
