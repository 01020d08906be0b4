/** A loan: a machine lent to a customer to be tried, until it comes back or is lost. */
import { count, self } from '../../kernel/fact.ts'
import { date, files, link, longText, money } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

const mostAtOnce = 3

export const loan = object('loan', {
  label: say('样机借用', 'Loan'),
  plural: 'loans',
  area: 'sell',
  title: 'no',
  numbered: 'LN',
  fields: {
    accountId: link('account', { label: say('客户', 'Account'), required: true, listed: true }),
    opportunityId: link('opportunity', { label: say('商机', 'Opportunity'), listed: true }),
    returnBy: date({ label: say('归还日期', 'Back by'), listed: true }),
    deposit: money({ label: say('押金', 'Deposit'), min: 0 }),
    receipt: files({ label: say('签收单', 'Receipt') }),
    note: longText({ label: say('说明', 'Note') }),
    returnedOn: date({ label: say('实际归还', 'Came back'), computed: true }),
  },
  parts: {
    lines: part({
      label: say('样机', 'Machines'),
      min: 1,
      fields: { productId: link('product', { label: say('产品', 'Product'), required: true }) },
    }),
  },
  facts: { out: count('loan', { accountId: self('accountId'), state: 'out' }) },
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    out: { label: say('借出', 'Out') },
    back: { label: say('已归还', 'Back'), ends: 'well', locked: true },
    lost: { label: say('遗失', 'Lost'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  transitions: {
    lend: {
      label: say('借出', 'Lend'),
      from: ['draft'],
      to: 'out',
      emits: 'lent',
      tone: 'primary',
      asks: ['returnBy', 'lines'],
      takes: ['receipt'],
      needs: ['out'],
      guards: [
        {
          code: 'LOAN_DATE_PAST',
          field: 'returnBy',
          onInput: true,
          holds: ({ record, today }) => record.returnBy === null || record.returnBy >= today,
        },
        {
          code: 'LOANS_TOO_MANY',
          holds: ({ facts }) => facts.out < mostAtOnce,
          details: () => ({ max: mostAtOnce }),
          override: ['SM'],
        },
      ],
    },
    takeBack: {
      label: say('归还', 'Take back'),
      from: ['out'],
      to: 'back',
      emits: 'returned',
      sets: ({ today }) => ({ returnedOn: today }),
    },
    writeOff: {
      label: say('报失', 'Write off'),
      from: ['out'],
      to: 'lost',
      emits: 'written_off',
      tone: 'danger',
      guards: [reasonGiven],
      notBy: [{ rule: 'L1', say: say('借用与报失', 'lend and write off'), doneBy: ({ record }) => record.ownerId }],
    },
  },
  permits: {
    read: everyone('all'),
    create: { REP: 'self', SM: 'tree' },
    change: { REP: 'self', SM: 'tree' },
    remove: { REP: 'self' },
    lend: { REP: 'self', SM: 'tree' },
    takeBack: { REP: 'self', WHS: 'all' },
    writeOff: { SM: 'tree' },
  },
  messages: {
    LOAN_DATE_PAST: say('归还日期已过', 'The date to be back has passed'),
    LOANS_TOO_MANY: say(
      '该客户已借用 {max} 台，须由主管放行',
      'This customer has {max} out; a manager may let it pass',
    ),
  },
  thread: { after: ['opportunityId'] },
  board: 'state',
})
