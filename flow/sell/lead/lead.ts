/** A lead 线索: someone who may buy, from the pool 公海 through qualification to an opportunity. */
import { say } from '../../../kernel/label.ts'
import { object } from '../../../kernel/object.ts'
import { erasure, keepsErased } from '../erasure.ts'
import { facts, fields, openStates } from './fields.ts'
import { handing } from './handing.ts'
import { started } from './holding.ts'
import { messages } from './messages.ts'
import { permits } from './permits.ts'
import { onChange, onCreate } from './rules.ts'
import { scored } from './score.ts'
import { working } from './working.ts'

export const lead = object('lead', {
  label: say('线索', 'Lead'),
  plural: 'leads',
  area: 'sell',
  title: 'name',
  numbered: 'LD',
  fields,
  parts: {},
  facts,
  states: {
    pool: { label: say('公海', 'In the pool') },
    assigned: { label: say('待跟进', 'Assigned') },
    working: { label: say('跟进中', 'Working') },
    nurturing: { label: say('培育中', 'Nurturing') },
    qualified: { label: say('已合格', 'Qualified') },
    converted: { label: say('已转商机', 'Converted'), ends: 'well' },
    disqualified: { label: say('无效', 'Disqualified'), ends: 'badly' },
    merged: { label: say('已合并', 'Merged'), ends: 'badly' },
  },
  starts: ({ record }) => (record.ownerId === null ? 'pool' : 'assigned'),
  create: {
    takesOwner: true,
    needs: ['pool', 'defaultPools', 'owner', 'heldByOwner', 'duplicates', 'scoringRules', 'activities', 'responses'],
    guards: onCreate,
    sets: started,
  },
  change: {
    needs: ['duplicates', 'scoringRules', 'activities', 'responses'],
    guards: [keepsErased, ...onChange],
    sets: ({ record, facts: signsOf, now }) => scored(record, signsOf, now),
  },
  derive: (record) => ({ name: record.companyName ?? record.contactName }),
  transitions: {
    ...handing,
    ...working,
    erase: erasure(['pool', ...openStates, 'converted', 'disqualified', 'merged'] as const, {
      name: 'contactName',
      fields: () => fields,
    }),
  },
  permits,
  messages,
  thread: { amount: 'estAmount' },
  board: 'state',
})
