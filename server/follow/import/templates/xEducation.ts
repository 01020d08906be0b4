/** X Education: web leads of a course seller, with where they came from, what they did, and whether they bought. */
import { say } from '../../../../kernel/label.ts'
import * as is from '../pack/cells.ts'
import type { Cell, Kit, StepSpec, Template } from '../pack/template.ts'
import { ownNumber, ownText } from './shared.ts'

/** 'Select' is a drop-down that nobody touched. */
const chosen = (...headers: string[]): Cell => {
  const read = is.text(...headers)
  return { ...read, read: (kit: Kit) => (read.read(kit) === 'Select' ? '' : read.read(kit)) }
}
const untouched = (header: string) => ({
  label: say(`“${header}”未选择`, `“${header}” left at “Select”`),
  when: (kit: Kit) => kit.get(header).trim() === 'Select',
})
const yes = (header: string) => (kit: Kit) => kit.get(header).trim().toLowerCase() === 'yes'
const won = (kit: Kit) => kit.get('Converted').trim() === '1'

const leads: StepSpec = {
  name: 'leads',
  object: 'lead',
  file: 'leads',
  title: say('线索', 'Leads'),
  key: is.text('Prospect ID'),
  fields: {
    no: is.words('XE-{Lead Number}'),
    contactName: is.answer('name', { number: is.words('Lead {Lead Number}'), id: is.text('Prospect ID') }),
    source: is.pick(
      'Lead Source',
      {
        Google: 'ads',
        'Pay per Click Ads': 'ads',
        'Organic Search': 'web',
        'Direct Traffic': 'web',
        'Olark Chat': 'web',
        'Live Chat': 'web',
        bing: 'web',
        blog: 'web',
        'Welingak Website': 'web',
        WeLearn: 'web',
        welearnblog_Home: 'web',
        testone: 'other',
        Reference: 'referral',
        'Referral Sites': 'referral',
        Facebook: 'social',
        'Social Media': 'social',
        youtubechannel: 'social',
      },
      'other',
    ),
    state: is.either(is.where(won, is.fixed('converted')), is.fixed('pool')),
    'region.country': is.text('Country'),
    'region.city': chosen('City'),
    doNotContact: is.either(
      is.where(yes('Do Not Email'), is.fixed('yes')),
      is.where(yes('Do Not Call'), is.fixed('yes')),
    ),
    'custom.leadOrigin': is.text('Lead Origin'),
    'custom.sourceAsWritten': is.text('Lead Source'),
    'custom.totalVisits': is.number('TotalVisits'),
    'custom.timeOnWebsite': is.number('Total Time Spent on Website'),
    'custom.pageViews': is.number('Page Views Per Visit'),
    'custom.lastActivity': is.text('Last Activity'),
    'custom.specialization': chosen('Specialization'),
    'custom.occupation': chosen('What is your current occupation'),
    'custom.tags': is.text('Tags'),
    'custom.leadQuality': is.text('Lead Quality'),
  },
  customFields: [
    { ...ownText('leadOrigin', '线索入口', 'Lead origin'), filterable: true },
    ownText('sourceAsWritten', '原来源', 'Lead source as written'),
    ownNumber('totalVisits', '访问次数', 'Visits'),
    ownNumber('timeOnWebsite', '网站停留（秒）', 'Time on website (s)'),
    ownNumber('pageViews', '每次浏览页数', 'Pages per visit'),
    ownText('lastActivity', '最近行为', 'Last activity'),
    ownText('specialization', '专业方向', 'Specialization'),
    ownText('occupation', '职业', 'Occupation'),
    ownText('tags', '标签', 'Tags'),
    ownText('leadQuality', '线索质量', 'Lead quality'),
  ],
  notes: [
    {
      label: say('没有姓名：按所选以编号代替', 'Leads without a name: their number stands for it, as chosen'),
      when: () => true,
    },
    untouched('Specialization'),
    untouched('City'),
    { label: say('已成交的线索', 'Leads that bought'), when: won },
  ],
}

export const xEducation: Template = {
  key: 'xeducation',
  title: say('X Education 线索', 'X Education leads'),
  help: say('把 Leads.csv 放到这里', 'Drop Leads.csv here'),
  dates: 'dmy',
  files: {
    leads: { title: say('线索', 'Leads'), has: ['Prospect ID', 'Lead Number', 'Lead Origin', 'TotalVisits'] },
    dictionary: {
      title: say('数据字典', 'Data dictionary'),
      has: ['Variables|#1', 'Description|#2'],
      unused: say('说明文件，没有记录', 'A description, no records'),
    },
  },
  steps: [leads],
  questions: [
    {
      key: 'name',
      file: 'leads',
      label: say('这些线索没有姓名，用什么代替？', 'These leads have no names. What stands for it?'),
      options: [
        { value: 'number', label: say('线索编号（Lead 660737）', 'The lead number (Lead 660737)') },
        { value: 'id', label: say('Prospect ID', 'The prospect id') },
      ],
    },
  ],
}
