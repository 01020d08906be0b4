/** An offer to a customer: lines, prices, terms, its approval, and the customer's answer. */
import { addDays } from '../../../kernel/calendar.ts'
import { say } from '../../../kernel/label.ts'
import { discountRate, type TaxedLine } from '../../../kernel/lines.ts'
import { object } from '../../../kernel/object.ts'
import { systemOnly } from '../../../kernel/role.ts'
import { inBase, rateKnown } from '../currency.ts'
import { amountsOf, headerOf, marginOf } from '../documentLines.ts'
import { approvalOf } from './approval.ts'
import { facts, fields, type Here, parts } from './fields.ts'
import { messages } from './messages.ts'
import {
  accountAllowed,
  dealOpen,
  dealOrDirect,
  discountFits,
  refreshed,
  sameAccount,
  usualDays,
  validityInRange,
} from './rules.ts'
import { steps } from './steps.ts'

const catalogue = ['account', 'paymentTerm', 'products', 'units', 'books', 'entries', 'rate'] as const
const offering = { REP: 'self', PRE: 'self' } as const
const selling = { REP: 'self' } as const

export const quote = object('quote', {
  label: say('报价', 'Quote'),
  plural: 'quotes',
  area: 'sell',
  title: 'no',
  numbered: 'QT',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    in_approval: { label: say('审批中', 'In approval'), locked: true },
    approved: { label: say('已批准', 'Approved'), locked: true },
    sent: { label: say('已发送', 'Sent'), locked: true },
    accepted: { label: say('已接受', 'Accepted'), ends: 'well', locked: true },
    rejected: { label: say('客户拒绝', 'Rejected'), ends: 'badly', locked: true },
    expired: { label: say('已过期', 'Expired'), ends: 'badly', locked: true },
    superseded: { label: say('已被取代', 'Superseded'), ends: 'badly', locked: true },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  thread: { after: ['opportunityId'], amount: 'gross' },
  create: {
    needs: ['opportunity', 'siblings', 'entities', ...catalogue],
    guards: [dealOrDirect, dealOpen, sameAccount, accountAllowed, validityInRange, discountFits, rateKnown],
    sets: (context) => ({ ...fromDeal(context), ...refreshed(withDealCurrency(context)) }),
  },
  change: {
    needs: ['opportunity', ...catalogue],
    guards: [sameAccount, accountAllowed, validityInRange, discountFits, rateKnown],
    sets: refreshed,
  },
  derive: (record, settings) => {
    const header = headerOf(record, settings.baseCurrency)
    const { lines, net, tax, gross } = amountsOf(record.lines, header)
    const listed = lines.filter((line) => line.net !== null && line.listPrice !== null)
    const asked = listed.map((line) => ({ ...line, priceMode: header.priceMode }) as unknown as Listed)
    const margin = marginOf(lines, net)
    const overLimit = inBase(gross, record, settings) > BigInt(settings.contractFrom)
    const services = record.hasServices === true && !settings.directDocuments
    return {
      lines,
      net,
      tax,
      gross,
      ...margin,
      netBase: inBase(net, record, settings),
      discountRate: discountRate(asked, header.currency),
      needsContract: overLimit || record.nonStandardTerms === true || services,
      ...approvalOf({ ...record, lines, marginRate: margin.marginRate }, header, settings),
    }
  },
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
      OPS: 'all',
      EXE: 'all',
    },
    create: offering,
    change: offering,
    remove: offering,
    revise: offering,
    rework: offering,
    submit: selling,
    accept: selling,
    reject: selling,
    makePrimary: selling,
    send: { REP: 'self', EXE: 'all' },
    cancel: { REP: 'self', SM: 'tree' },
    endorse: { ARF: 'all', LEG: 'all' },
    approve: { SM: 'tree', EXE: 'all' },
    sendBack: { SM: 'tree', EXE: 'all', ARF: 'all', LEG: 'all' },
    draftContract: { REP: 'self', LEG: 'all' },
    draftOrder: { REP: 'self', ODK: 'all' },
    expire: systemOnly,
    supersede: systemOnly,
    stepAside: systemOnly,
  },
  messages: {
    ...messages,
    QUOTE_WITHOUT_OPPORTUNITY: say(
      '该报价没有商机，无需设为主报价',
      'This quote has no opportunity, so it is the only one',
    ),
  },
  quiet: ['approvedSnapshot', 'netBase'],
})

type Listed = TaxedLine & { readonly qty: string; readonly listPrice: string }

/** A quote made from a deal takes over whom it is for; the first of a deal is its main one. */
function fromDeal({ record, facts: found, today }: Here) {
  const deal = found.opportunity
  const others = found.siblings.filter((one) => one.opportunityId === record.opportunityId && one.id !== record.id)
  return {
    accountId: record.accountId ?? (deal?.accountId as string | undefined) ?? null,
    contactId: record.contactId ?? (deal?.primaryContactId as string | undefined) ?? null,
    entityId: record.entityId ?? (found.entities[0]?.id as string | undefined) ?? null,
    validUntil: record.validUntil ?? addDays(today, usualDays),
    isPrimary: record.opportunityId !== null && !others.some((one) => one.isPrimary),
    memberIds: [...new Set([...record.memberIds, ...((deal?.memberIds ?? []) as string[])])],
  }
}

function withDealCurrency(context: Here): Here {
  const deal = context.facts.opportunity
  const { currency, fxRate } = context.record
  const inherited = currency === null && deal ? { currency: deal.currency, fxRate: fxRate ?? deal.fxRate } : {}
  return { ...context, record: { ...context.record, ...inherited } }
}
