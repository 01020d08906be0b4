/** What was agreed with a customer: lines, terms, payment plan, document versions and signatures. */
import { say } from '../../../kernel/label.ts'
import { object } from '../../../kernel/object.ts'
import { systemOnly } from '../../../kernel/role.ts'
import { inBase, rateKnown } from '../currency.ts'
import { amountsOf, headerOf, marginOf } from '../documentLines.ts'
import { facts, fields, type Here, parts } from './fields.ts'
import { amountOfQuote, discountFits, refreshed, withQuote } from './inheritance.ts'
import { messages } from './messages.ts'
import { plannedLines } from './plan.ts'
import { accountAllowed, planLinesKept, quoteApproved, quoteOrDirect } from './rules.ts'
import { running } from './running.ts'
import { versionRow, withDocument } from './signing.ts'
import { steps } from './steps.ts'

const catalogue = ['account', 'paymentTerm', 'products', 'units', 'books', 'entries', 'rate'] as const
const drafting = { REP: 'self', LEG: 'all' } as const
const approving = { SM: 'tree', LEG: 'all', ARF: 'all', EXE: 'all' } as const

export const contract = object('contract', {
  label: say('合同', 'Contract'),
  plural: 'contracts',
  area: 'sell',
  title: 'title',
  numbered: 'CT',
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
    active: { label: say('生效', 'Active'), locked: true },
    completed: { label: say('履行完毕', 'Completed'), locked: true },
    closed: { label: say('关闭', 'Closed'), ends: 'well', locked: true },
    terminated: { label: say('终止', 'Terminated'), ends: 'badly', locked: true },
    expired: { label: say('到期', 'Expired'), ends: 'well', locked: true },
    void: { label: say('作废', 'Void'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  thread: { after: ['quoteId', 'opportunityId'], amount: 'gross' },
  create: {
    needs: ['quote', 'entities', ...catalogue],
    guards: [quoteOrDirect, quoteApproved, amountOfQuote, accountAllowed, discountFits, rateKnown],
    sets: (context) => {
      const full = withQuote(context)
      const { record } = full
      const versions = record.versions.length > 0 ? record.versions : [versionRow(full, 1)]
      const entityId = record.entityId ?? (context.facts.entities[0]?.id as string | undefined) ?? null
      return { ...taken(record), ...refreshed(full), versions, entityId }
    },
  },
  change: {
    needs: [...catalogue],
    guards: [accountAllowed, discountFits, planLinesKept, rateKnown],
    sets: (context) => ({ ...refreshed(context), ...withDocument(context) }),
  },
  derive: (record, settings) => {
    const { lines, net, tax, gross } = amountsOf(record.lines, headerOf(record, settings.baseCurrency))
    const customerPaper = record.paper === 'redline_customer'
    return {
      lines,
      net,
      tax,
      gross,
      ...marginOf(lines, net),
      netBase: inBase(net, record, settings),
      plan: plannedLines(record, gross),
      riskLevel: record.mandatoryChanged
        ? ('high' as const)
        : customerPaper || record.deviations
          ? ('mid' as const)
          : ('low' as const),
    }
  },
  transitions: { ...steps, ...running },
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
    create: drafting,
    change: drafting,
    remove: drafting,
    requestReview: drafting,
    addVersion: drafting,
    submit: drafting,
    rework: drafting,
    void: drafting,
    sendForSignature: drafting,
    sign: drafting,
    rejectSignature: drafting,
    raiseIssue: { LEG: 'all' },
    resolveIssue: { LEG: 'all' },
    review: { LEG: 'all' },
    approve: approving,
    sendBack: approving,
    draftOrder: { REP: 'self', ODK: 'all' },
    draftAmendment: { REP: 'self', DPM: 'self', LEG: 'all' },
    close: { ARF: 'all' },
    terminate: { LEG: 'all', EXE: 'all' },
    activate: systemOnly,
    amend: systemOnly,
    reachTrigger: systemOnly,
    settlePlan: systemOnly,
    noteProgress: systemOnly,
    complete: systemOnly,
    expire: systemOnly,
  },
  messages,
  quiet: ['approvedSnapshot', 'netBase', 'orderedNet', 'completedNet'],
})

/** What a contract may have taken from its quote, besides lines, currency and plan. */
const taken = ({
  accountId,
  contactId,
  opportunityId,
  priceMode,
  headerDiscount,
  paymentTermId,
  deliveryTerms,
  deliveryDate,
  poNo,
}: Pick<Here['record'], Taken>) => ({
  accountId,
  contactId,
  opportunityId,
  priceMode,
  headerDiscount,
  paymentTermId,
  deliveryTerms,
  deliveryDate,
  poNo,
})

type Taken =
  | 'accountId'
  | 'contactId'
  | 'opportunityId'
  | 'priceMode'
  | 'headerDiscount'
  | 'paymentTermId'
  | 'deliveryTerms'
  | 'deliveryDate'
  | 'poNo'
