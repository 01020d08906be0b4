/** Salesforce: what its object exports (API names as headings) become here, with the history of its opportunities. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { Kit, StepSpec, Template } from '../pack/template.ts'
import { asWritten, ownNumber, ownText } from './shared.ts'

const deleted = {
  label: say('在 Salesforce 中已删除', 'Deleted in Salesforce'),
  when: (kit: Kit) => /^(true|1)$/i.test(kit.get('IsDeleted')),
}
const true_ = (header: string) => (kit: Kit) => /^(true|1)$/i.test(kit.get(header))
const account = is.refIfThere('accounts', { file: 'accounts', at: 'Id' }, 'AccountId')
const noAccount = (kit: Kit) => account.read(kit) === ''
const sources = {
  Web: 'web',
  'Phone Inquiry': 'call_in',
  'Partner Referral': 'partner',
  Partner: 'partner',
  'Purchased List': 'purchased_list',
  'Trade Show': 'expo',
  'Employee Referral': 'referral',
  'External Referral': 'referral',
  'Word of mouth': 'referral',
  Advertisement: 'ads',
}

const accounts: StepSpec = {
  name: 'accounts',
  object: 'account',
  file: 'accounts',
  title: say('客户', 'Accounts'),
  key: is.text('Id'),
  leaveOut: deleted,
  fields: {
    name: is.text('Name'),
    type: is.pick(
      'Type',
      {
        'Customer - Direct': 'customer',
        'Customer - Channel': 'customer',
        Customer: 'customer',
        Partner: 'partner',
        'Channel Partner / Reseller': 'partner',
        Competitor: 'competitor',
      },
      'prospect',
    ),
    tier: is.pick('Rating', { Hot: 'A', Warm: 'B', Cold: 'C' }),
    industry: is.text('Industry'),
    website: is.text('Website'),
    phone: is.phone('1', 'Phone'),
    'region.country': is.text('BillingCountry'),
    'region.province': is.text('BillingState'),
    'region.city': is.text('BillingCity'),
    address: is.words('{BillingStreet} {BillingPostalCode}'),
    parentId: is.refIfThere('accounts', { file: 'accounts', at: 'Id' }, 'ParentId'),
    ownerId: is.person('OwnerId'),
    createdAt: is.moment('CreatedDate'),
    'custom.annualRevenue': is.number('AnnualRevenue'),
    'custom.employees': is.number('NumberOfEmployees'),
    'custom.ownership': is.text('Ownership'),
    'custom.asWritten': is.asWritten('1', ['Phone'], []),
  },
  customFields: [
    ownNumber('annualRevenue', '年营业额', 'Annual revenue'),
    ownNumber('employees', '员工人数', 'Employees'),
    ownText('ownership', '所有制', 'Ownership'),
    asWritten,
  ],
  shared: { name: 'name', field: 'nameShared' },
}

const contacts: StepSpec = {
  name: 'contacts',
  object: 'contact',
  file: 'contacts',
  title: say('联系人', 'Contacts'),
  key: is.text('Id'),
  leaveOut: deleted,
  fields: {
    name: is.words('{FirstName} {LastName}'),
    accountId: account,
    title: is.cut(is.text('Title'), 50),
    departmentName: is.text('Department'),
    phone: is.phone('1', 'Phone'),
    mobile: is.phone('1', 'MobilePhone'),
    email: is.email('Email'),
    ownerId: is.person('OwnerId'),
    createdAt: is.moment('CreatedDate'),
    'custom.leadSource': is.text('LeadSource'),
    'custom.asWritten': is.asWritten('1', ['Phone', 'MobilePhone', 'AssistantPhone'], ['Email']),
  },
  customFields: [ownText('leadSource', '来源', 'Lead source'), asWritten],
  notes: [
    { label: say('客户不在导出文件中的联系人', 'Contacts whose account is not in the export'), when: noAccount },
    {
      label: say(
        '无法识别的电话或邮箱，原样保留在单独字段',
        'Telephones or addresses that cannot be read: kept as written',
      ),
      when: (kit) => is.asWritten('1', ['Phone', 'MobilePhone', 'AssistantPhone'], ['Email']).read(kit) !== '',
    },
  ],
}

const leads: StepSpec = {
  name: 'leads',
  object: 'lead',
  file: 'leads',
  title: say('线索', 'Leads'),
  key: is.text('Id'),
  leaveOut: deleted,
  fields: {
    companyName: is.text('Company'),
    contactName: is.words('{FirstName} {LastName}'),
    title: is.cut(is.text('Title'), 50),
    phone: is.phone('1', 'Phone'),
    mobile: is.phone('1', 'MobilePhone'),
    email: is.email('Email'),
    industry: is.text('Industry'),
    source: is.pick('LeadSource', sources, 'other'),
    state: is.either(
      is.where(true_('IsConverted'), is.fixed('converted')),
      is.pick(
        'Status',
        {
          'Open - Not Contacted': 'assigned',
          'Working - Contacted': 'working',
          'Closed - Converted': 'converted',
          'Closed - Not Converted': 'disqualified',
        },
        'assigned',
      ),
    ),
    convertedAt: is.moment('ConvertedDate'),
    accountId: is.refIfThere('accounts', { file: 'accounts', at: 'Id' }, 'ConvertedAccountId'),
    ownerId: is.person('OwnerId'),
    createdAt: is.moment('CreatedDate', 'LastModifiedDate'),
    'custom.sourceStatus': is.text('Status'),
    'custom.asWritten': is.asWritten('1', ['Phone', 'MobilePhone'], ['Email']),
  },
  customFields: [ownText('sourceStatus', 'Salesforce 状态', 'Status in Salesforce'), asWritten],
  notes: [
    {
      label: say('状态为“已转化”但没有转化记录的线索', 'Leads closed as converted that name no conversion'),
      when: (kit) => /^closed - converted/i.test(kit.get('Status')) && !true_('IsConverted')(kit),
    },
  ],
}

const stages = {
  Prospecting: 'prospecting',
  Qualification: 'qualification',
  'Needs Analysis': 'needs_analysis',
  'Value Proposition': 'value_proposition',
  'Id. Decision Makers': 'decision_makers',
  'Perception Analysis': 'perception_analysis',
  'Proposal/Price Quote': 'proposal',
  'Negotiation/Review': 'negotiation',
  'Closed Won': 'negotiation',
  'Closed Lost': 'negotiation',
}
const turn = {
  stage: is.pick('StageName', stages),
  state: is.pick('StageName', { 'Closed Won': 'won', 'Closed Lost': 'lost' }, 'open'),
  amount: is.amount('Amount'),
  probability: is.share('Probability'),
  expectedCloseDate: is.day('CloseDate'),
  forecastCategory: is.pick('StageName', { 'Closed Won': 'closed', 'Closed Lost': 'omitted' }, 'pipeline'),
}

const opportunities: StepSpec = {
  name: 'opportunities',
  object: 'opportunity',
  file: 'opportunities',
  title: say('商机', 'Opportunities'),
  key: is.text('Id'),
  leaveOut: deleted,
  fields: {
    name: is.cut(is.text('Name'), 120),
    accountId: account,
    pipelineId: is.answer('pipeline'),
    currency: is.answer('currency'),
    ...turn,
    source: is.pick('LeadSource', sources, 'other'),
    needSummary: is.text('Description'),
    closedAt: is.where(true_('IsClosed'), is.closing(is.moment('CloseDate'), is.moment('CreatedDate'))),
    leadId: is.joined('leads', { file: 'leads', at: 'ConvertedOpportunityId' }, ['Id', 'Id']),
    ownerId: is.person('OwnerId'),
    stageEnteredAt: is.moment('CreatedDate'),
    createdAt: is.moment('CreatedDate'),
    'custom.sourceStage': is.text('StageName'),
    'custom.expectedRevenue': is.number('ExpectedRevenue'),
  },
  customFields: [
    ownText('sourceStage', 'Salesforce 阶段', 'Stage in Salesforce'),
    ownNumber('expectedRevenue', '预期收入', 'Expected revenue'),
  ],
  past: { file: 'history', document: 'OpportunityId', at: is.moment('CreatedDate'), fields: turn },
  sums: [{ column: 'Amount', field: 'amount' }],
  notes: [
    { label: say('客户不在导出文件中的商机', 'Opportunities whose account is not in the export'), when: noAccount },
  ],
}

const conversions: StepSpec = {
  name: 'conversions',
  of: 'leads',
  object: 'lead',
  file: 'leads',
  title: say('线索转化的商机', 'What leads became'),
  key: is.text('Id'),
  leaveOut: {
    label: say('未转化的线索', 'Leads that were not converted'),
    when: (kit) => kit.get('ConvertedOpportunityId') === '',
  },
  fields: {
    opportunityId: is.refIfThere('opportunities', { file: 'opportunities', at: 'Id' }, 'ConvertedOpportunityId'),
    contactId: is.refIfThere('contacts', { file: 'contacts', at: 'Id' }, 'ConvertedContactId'),
  },
  again: true,
}

const stage = (key: string, [zh, en]: readonly [string, string], probability: string) =>
  ({ key, zh, en, probability, category: Number(probability) >= 0.75 ? 'best_case' : 'pipeline' }) as const

export const salesforce: Template = {
  key: 'salesforce',
  title: say('Salesforce', 'Salesforce'),
  help: say(
    '在 Salesforce 中：设置 › 数据 › 数据导出（或用 Data Loader 逐个导出对象），然后把 CSV 文件或 zip 放到这里',
    'In Salesforce: Setup › Data › Data Export (or Data Loader, by object); drop the CSV files or the zip here',
  ),
  dates: 'mdy',
  currency: 'USD',
  files: {
    accounts: { title: say('客户', 'Accounts'), has: ['Id', 'Name', 'BillingCity|BillingAddress', 'Industry'] },
    contacts: { title: say('联系人', 'Contacts'), has: ['Id', 'AccountId', 'LastName', 'FirstName', 'Email'] },
    leads: { title: say('线索', 'Leads'), has: ['Id', 'LastName', 'Company', 'Status', 'IsConverted'] },
    opportunities: {
      title: say('商机', 'Opportunities'),
      has: ['Id', 'AccountId', 'StageName', 'Amount', 'CloseDate'],
    },
    history: {
      title: say('商机历史', 'Opportunity history'),
      has: ['Id', 'OpportunityId', 'StageName', 'CreatedDate'],
    },
    users: { title: say('用户', 'Users'), has: ['Id', 'Username', 'Name', 'Email', 'ProfileId'] },
    groups: {
      title: say('阶段分组', 'Groups of stages'),
      has: ['StageName', 'Count', 'StageName (groups)'],
      unused: say('报表的分组，不是记录', 'Groups of a report, no records'),
    },
  },
  steps: [accounts, contacts, leads, opportunities, conversions],
  pipeline: {
    name: say('Salesforce 销售流程', 'Salesforce pipeline'),
    stages: [
      stage('prospecting', ['寻找', 'Prospecting'], '0.1'),
      stage('qualification', ['资格确认', 'Qualification'], '0.1'),
      stage('needs_analysis', ['需求分析', 'Needs Analysis'], '0.2'),
      stage('value_proposition', ['价值主张', 'Value Proposition'], '0.5'),
      stage('decision_makers', ['确认决策人', 'Id. Decision Makers'], '0.6'),
      stage('perception_analysis', ['认知分析', 'Perception Analysis'], '0.7'),
      stage('proposal', ['方案与报价', 'Proposal/Price Quote'], '0.75'),
      stage('negotiation', ['谈判', 'Negotiation/Review'], '0.9'),
    ],
  },
  people: { file: 'users', name: is.text('Name'), email: is.text('Email'), id: is.text('Id') },
}
