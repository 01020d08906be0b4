/** A change of a contract in force: requested, reviewed, decided, signed, and then written into the contract. */
import { say } from '../../../kernel/label.ts'
import { object } from '../../../kernel/object.ts'
import { systemOnly } from '../../../kernel/role.ts'
import { versionRow, withDocument } from '../contract/signing.ts'
import { reworked, summedUp, takenOver } from './content.ts'
import { facts, fields, parts } from './fields.ts'
import { messages } from './messages.ts'
import { contractRuns, discountStillFits, onlyOne, settledKept } from './rules.ts'
import { steps } from './steps.ts'

const asking = { REP: 'self', DPM: 'self', LEG: 'all' } as const
const drafting = { REP: 'self', LEG: 'all' } as const
const approving = { SM: 'tree', LEG: 'all', ARF: 'all', EXE: 'all' } as const

export const amendment = object('amendment', {
  label: say('合同变更', 'Contract amendment'),
  plural: 'amendments',
  area: 'sell',
  title: 'title',
  numbered: 'AM',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('起草', 'Draft'), draft: true },
    in_review: { label: say('审阅', 'In review'), locked: true },
    negotiating: { label: say('谈判', 'Negotiating') },
    in_approval: { label: say('审批', 'In approval'), locked: true },
    approved: { label: say('已批准', 'Approved'), locked: true },
    signing: { label: say('签署', 'Signing'), locked: true },
    effective: { label: say('已生效', 'Effective'), ends: 'well', locked: true },
    void: { label: say('作废', 'Void'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  thread: { after: ['contractId'], amount: 'deltaGross' },
  create: {
    emits: 'requested',
    needs: ['contract', 'siblings', 'billed', 'contractDecisions'],
    guards: [contractRuns, onlyOne],
    sets: (context) => {
      if (!context.facts.contract) return {}
      const begun = takenOver(context)
      return { ...begun, versions: [versionRow(context, 1)] }
    },
  },
  change: {
    needs: ['contract', 'billed', 'account', 'products', 'units', 'books', 'entries'],
    guards: [discountStillFits, settledKept],
    sets: (context) => ({ ...reworked(context), ...withDocument(context) }),
  },
  derive: summedUp,
  transitions: steps,
  permits: {
    read: {
      REP: 'self',
      SM: 'tree',
      PRE: 'self',
      LEG: 'all',
      ODK: 'all',
      DPM: 'self',
      ARF: 'all',
      SVC: 'self',
      OPS: 'all',
      EXE: 'all',
    },
    create: asking,
    change: asking,
    remove: asking,
    requestReview: asking,
    addVersion: asking,
    submit: asking,
    rework: asking,
    void: asking,
    sendForSignature: drafting,
    sign: drafting,
    rejectSignature: drafting,
    raiseIssue: { LEG: 'all' },
    resolveIssue: { LEG: 'all' },
    review: { LEG: 'all' },
    approve: approving,
    sendBack: approving,
    takeEffect: systemOnly,
    noteBooking: systemOnly,
  },
  messages,
  quiet: ['approvedSnapshot', 'deltaNetBase'],
})
