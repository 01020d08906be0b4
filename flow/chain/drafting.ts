/** The next document of a sale, made from the one before it with everything it holds: nobody types a thing twice. */
import { arrow } from '../../kernel/arrow.ts'
import { addDays } from '../../kernel/calendar.ts'
import { type Loose, one, self } from '../../kernel/fact.ts'

const renewalDays = 60

/** Who holds the new document, who sees it, and what it came from. */
function passedOn(object: string, record: Loose): Loose {
  return {
    ownerId: record.ownerId,
    deptId: record.deptId,
    memberIds: record.memberIds,
    isTest: record.isTest,
    derivedFrom: { object, id: record.id },
  }
}

const pick = (record: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.filter((name) => (record[name] ?? null) !== null).map((name) => [name, record[name]]))

const offerTerms = [
  'opportunityId',
  'accountId',
  'contactId',
  'entityId',
  'currency',
  'fxRate',
  'priceMode',
  'headerDiscount',
  'paymentTermId',
  'creditDays',
  'deliveryTerms',
  'deliveryDate',
] as const
const lineColumns = ['productId', 'description', 'unit', 'qty', 'price', 'discount', 'vatRate', 'deliveryDate'] as const
const linesOf = (record: Loose): Loose[] => (record.lines as readonly Loose[]).map((line) => pick(line, lineColumns))

export const quoteFromDeal = arrow({
  name: 'A quote is made from its opportunity',
  on: 'opportunity.quote_drafted',
  then: ({ record, input, newId }) => [
    {
      object: 'quote',
      act: 'create',
      id: newId(),
      input: {
        ...passedOn('opportunity', record),
        opportunityId: record.id,
        contactId: record.primaryContactId,
        subject: record.name,
        ...pick(record, ['accountId', 'currency', 'fxRate']),
        ...pick(input, ['validUntil']),
        lines: linesOf(record),
      },
    },
  ],
})

export const nextVersion = arrow({
  name: 'A new version of a quote starts as a copy of the last',
  on: 'quote.revised',
  then: ({ record, today, newId }) => [
    {
      object: 'quote',
      act: 'create',
      id: newId(),
      input: {
        ...passedOn('quote', record),
        ...pick(record, [...offerTerms, 'subject', 'nonStandardTerms', 'notes']),
        ...(record.validUntil >= today ? { validUntil: record.validUntil } : {}),
        previousId: record.id,
        versionNo: (record.versionNo ?? 1) + 1,
        lines: linesOf(record),
      },
    },
  ],
})

export const contractFromQuote = arrow({
  name: 'A contract is made from its quote',
  on: 'quote.contract_drafted',
  needs: { account: one('account', self('accountId')) },
  then: ({ record, facts, newId }) => [
    {
      object: 'contract',
      act: 'create',
      id: newId(),
      input: {
        ...passedOn('quote', record),
        ...pick(record, [...offerTerms, 'poNo']),
        quoteId: record.id,
        title: [...titleOf(facts.account?.name ?? '', record.subject ?? record.no ?? '')].slice(0, 150).join(''),
        type: record.hasServices ? 'service' : 'sales',
        lines: linesOf(record),
      },
    },
  ],
})

/** The order itself takes lines and terms from its source: what of them is not yet ordered. */
export const orderFromDocument = arrow({
  name: 'An order is made from its contract or accepted quote',
  on: ['quote.order_drafted', 'contract.order_drafted'],
  then: ({ record, event, input, newId }) => [
    {
      object: 'order',
      act: 'create',
      id: newId(),
      input: {
        ...passedOn(event.object, record),
        ...pick(record, ['accountId', 'contactId', 'opportunityId', 'poNo']),
        ...(event.object === 'contract'
          ? { contractId: record.id, ...pick(record, ['quoteId']) }
          : { quoteId: record.id }),
        ...pick(input, ['shipTo', 'poNo']),
        requestedDate: input.requestedDate ?? record.deliveryDate ?? latest(record.lines as readonly Loose[]),
      },
    },
  ],
})

const latest = (lines: readonly Loose[]): string | null =>
  lines
    .map((line) => line.deliveryDate as string | null)
    .reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null)

export const renewal = arrow({
  name: 'An expired contract opens the opportunity to renew it',
  on: 'contract.expired',
  when: ({ record }) => record.type !== 'nda',
  then: ({ record, today, newId }) => [
    {
      object: 'opportunity',
      act: 'create',
      id: newId(),
      input: {
        ...passedOn('contract', record),
        ...pick(record, ['accountId', 'currency', 'fxRate']),
        name: [...`${record.title}`].slice(0, 120).join(''),
        primaryContactId: record.contactId,
        oppType: 'renewal',
        source: 'existing_customer',
        amount: record.net > 0n ? record.net : null,
        expectedCloseDate: addDays(today, renewalDays),
        lines: [],
      },
    },
  ],
})

export const pipelineVersion = arrow({
  name: 'A revised pipeline goes on as a new version, running opportunities keep theirs',
  on: 'pipeline.revised',
  then: ({ record, newId }) => [
    {
      object: 'pipeline',
      act: 'create',
      id: newId(),
      input: {
        ...passedOn('pipeline', record),
        ...pick(record, ['name', 'isDefault']),
        versionNo: (record.versionNo ?? 1) + 1,
        previousId: record.id,
        stages: withoutIds(record.stages),
        checklist: withoutIds(record.checklist),
      },
    },
  ],
})

const withoutIds = (rows: readonly Loose[]): Loose[] => rows.map(({ id: _id, position: _position, ...row }) => row)

/** A subject that begins with the customer's name does not say it twice. */
const titleOf = (customer: string, subject: string): string =>
  subject.startsWith(customer) ? subject : `${customer} ${subject}`.trim()
