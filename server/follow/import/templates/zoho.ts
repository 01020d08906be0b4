/** Zoho CRM: what its export (CSV files, one per module) becomes here. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { Kit, StepSpec, Template } from '../pack/template.ts'
import { asWritten, ownText } from './shared.ts'
import { campaigns, priceBooks, products } from './zohoCatalogue.ts'
import { caseAccount, cases, invoices, orders, quotes } from './zohoDocuments.ts'
import { leadSources, zohoFiles } from './zohoFiles.ts'

const converted = (kit: Kit) => kit.get('CONVERTED').toLowerCase() === 'yes'
const blank = (header: string) => (kit: Kit) => kit.get(header).trim() === ''

const accounts: StepSpec = {
  name: 'accounts',
  object: 'account',
  file: 'accounts',
  title: say('客户', 'Accounts'),
  key: is.text('ACCOUNTID', 'Record Id'),
  fields: {
    name: is.text('Account Name'),
    type: is.pick('Account Type', { Customer: 'customer', Partner: 'partner', Competitor: 'competitor' }, 'prospect'),
    industry: is.text('Industry'),
    website: is.text('Website'),
    ownerId: is.person('Account Owner'),
    createdAt: is.moment('Created Time'),
  },
  shared: { name: 'name', field: 'nameShared' },
  notes: [{ label: say('没有名称的客户', 'Accounts without a name'), when: blank('Account Name') }],
}

const contacts: StepSpec = {
  name: 'contacts',
  object: 'contact',
  file: 'contacts',
  title: say('联系人', 'Contacts'),
  key: is.text('CONTACTID', 'Record Id'),
  fields: {
    name: is.words('{First Name} {Last Name}'),
    accountId: is.ref('accounts', 'Account Id', 'Account Name.id'),
    email: is.email('Email'),
    mobile: is.phone('1', 'Mobile'),
    phone: is.phone('1', 'Phone'),
    title: is.text('Title'),
    ownerId: is.person('Contact Owner'),
    createdAt: is.moment('Created Time'),
    'custom.leadSource': is.text('Lead Source'),
    'custom.asWritten': is.asWritten('1', ['Mobile', 'Phone'], ['Email']),
  },
  customFields: [ownText('leadSource', '来源', 'Lead source'), asWritten],
}

const leads: StepSpec = {
  name: 'leads',
  object: 'lead',
  file: 'leads',
  title: say('线索', 'Leads'),
  key: is.text('LEADID', 'Record Id'),
  fields: {
    companyName: is.text('Company'),
    contactName: is.words('{First Name} {Last Name}'),
    email: is.email('Email'),
    mobile: is.phone('1', 'Mobile'),
    industry: is.text('Industry'),
    source: is.pick('Lead Source', leadSources, 'other'),
    state: is.either(
      is.where(converted, is.fixed('converted')),
      is.pick(
        'Lead Status',
        {
          'Junk Lead': 'disqualified',
          'Lost Lead': 'disqualified',
          'Not Contacted': 'assigned',
          'Attempted to Contact': 'working',
          Contacted: 'working',
          'Contact in Future': 'nurturing',
          'Pre Qualified': 'qualified',
          Qualified: 'qualified',
        },
        'assigned',
      ),
    ),
    ownerId: is.person('Lead Owner'),
    createdAt: is.moment('Created Time'),
    'custom.zohoStatus': is.text('Lead Status'),
    'custom.website': is.text('Website'),
    'custom.asWritten': is.asWritten('1', ['Mobile'], ['Email']),
  },
  customFields: [
    { ...ownText('zohoStatus', 'Zoho 线索状态', 'Lead status in Zoho'), filterable: true },
    ownText('website', '网站', 'Website'),
    asWritten,
  ],
}

const dealOf = is.refIfThere('potentials', { file: 'potentials', at: 'LEADID' }, 'LEADID')

const stageOf = is.pick('Stage', {
  Prospect: 'prospect',
  Qualification: 'qualification',
  'Needs Analysis': 'needs_analysis',
  'Value Proposition': 'needs_analysis',
  'Initial Offer': 'initial_offer',
  'Proposal/Price Quote': 'proposal',
  'Negotiation/Review': 'negotiation',
  'Closed Won': 'negotiation',
  'Closed Lost': 'negotiation',
})
const isClosed = (kit: Kit) => /^closed/i.test(kit.get('Stage').trim())

const potentials: StepSpec = {
  name: 'potentials',
  object: 'opportunity',
  file: 'potentials',
  title: say('商机', 'Deals'),
  key: is.text('POTENTIALID', 'Record Id', 'LEADID'),
  fields: {
    name: is.text('Potential Name', 'Deal Name'),
    accountId: is.ref('accounts', 'Account Id', 'ACCOUNTID'),
    primaryContactId: is.ref('contacts', 'Contact Id', 'CONTACTID'),
    pipelineId: is.answer('pipeline'),
    stage: stageOf,
    state: is.pick('Stage', { 'Closed Won': 'won', 'Closed Lost': 'lost' }, 'open'),
    amount: is.amount('Amount'),
    currency: is.answer('currency'),
    probability: is.share('Probability', 'Probability (%)'),
    forecastCategory: is.pick('Forecast Type', { Won: 'closed', Lost: 'omitted' }),
    expectedCloseDate: is.day('Closing Date'),
    closedAt: is.where(isClosed, is.closing(is.moment('Closing Date'), is.moment('Created Time'))),
    oppType: is.pick('Type', { 'Existing Business': 'expansion' }, 'new'),
    source: is.pick('Lead Source', leadSources, 'other'),
    leadId: is.ref('leads', 'LEADID'),
    campaignId: is.ref('campaigns', 'Campaign Id', 'CAMPAIGNID'),
    ownerId: is.person('Potential Owner', 'Deal Owner'),
    createdAt: is.moment('Created Time'),
    stageEnteredAt: is.moment('Created Time'),
    'custom.zohoStage': is.text('Stage'),
    'custom.expectedRevenue': is.number('Expected Revenue'),
  },
  customFields: [
    ownText('zohoStage', 'Zoho 阶段', 'Stage in Zoho'),
    { key: 'expectedRevenue', kind: 'number', labelZh: '预期收入', labelEn: 'Expected revenue', scale: 2 },
  ],
  sums: [{ column: 'Amount', field: 'amount' }],
  notes: [
    {
      label: say('商机没有客户：导出文件未写明', 'Deals without an account: the export names none'),
      when: (kit) => kit.get('Account Id') === '' && kit.get('ACCOUNTID') === '',
    },
  ],
}

/** Which deal a lead became. */
const conversions: StepSpec = {
  name: 'conversions',
  of: 'leads',
  object: 'lead',
  file: 'leads',
  title: say('线索转化的商机', 'What leads became'),
  key: is.text('LEADID', 'Record Id'),
  leaveOut: { label: say('没有商机的线索', 'Leads without a deal'), when: (kit) => dealOf.read(kit) === '' },
  fields: { opportunityId: dealOf },
  again: true,
}

export const zoho: Template = {
  key: 'zoho',
  title: say('Zoho CRM', 'Zoho CRM'),
  help: say(
    '在 Zoho CRM 中：设置 › 数据管理 › 导出，逐个模块导出 CSV，然后把全部文件（或打成一个 zip）放到这里',
    'In Zoho CRM: Setup › Data Administration › Export, one CSV per module; drop all files (or one zip) here',
  ),
  dates: 'dmy',
  currency: 'USD',
  files: zohoFiles,
  steps: [
    campaigns,
    products,
    priceBooks,
    accounts,
    contacts,
    leads,
    potentials,
    conversions,
    quotes,
    orders,
    invoices,
    caseAccount,
    cases,
  ],
  questions: [
    {
      key: 'invoices',
      file: 'invoices',
      label: say(
        '未作废的发票（文件中没有回款信息）',
        'Invoices that are not cancelled (the file says nothing of payments)',
      ),
      options: [
        { value: 'paid', label: say('都已付清，只作历史', 'All paid: history only') },
        { value: 'issued', label: say('都未付，作为期初应收', 'All open: opening receivables') },
      ],
    },
  ],
  pipeline: {
    name: say('Zoho 销售流程', 'Zoho pipeline'),
    stages: [
      { key: 'prospect', zh: '潜在', en: 'Prospect', probability: '0.1', category: 'pipeline' },
      { key: 'qualification', zh: '资格确认', en: 'Qualification', probability: '0.2', category: 'pipeline' },
      { key: 'needs_analysis', zh: '需求分析', en: 'Needs Analysis', probability: '0.3', category: 'pipeline' },
      { key: 'initial_offer', zh: '初步报价', en: 'Initial Offer', probability: '0.5', category: 'pipeline' },
      { key: 'proposal', zh: '方案与报价', en: 'Proposal/Price Quote', probability: '0.75', category: 'best_case' },
      { key: 'negotiation', zh: '谈判', en: 'Negotiation/Review', probability: '0.9', category: 'commit' },
    ],
  },
  people: {
    file: 'users',
    name: is.words('{First Name} {Last Name}'),
    email: is.text('Email'),
    id: is.text('USER_ID'),
  },
}
