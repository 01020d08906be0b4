/** R17: one person stands in several records; with one of them all go. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'

const forget = (object: string, record: Loose | null, reason: unknown): Effect[] =>
  record === null || record.erasedAt !== null ? [] : [{ object, act: 'erase', id: record.id, input: { reason } }]

const all = (object: string, list: readonly Loose[], reason: unknown): Effect[] =>
  list.flatMap((record) => forget(object, record, reason))

const forgottenContact = arrow({
  name: 'With a contact goes the lead they came from, and the account that is this person',
  on: 'contact.erased',
  needs: {
    account: one('account', self('accountId')),
    source: one('lead', self('leadId')),
    leads: rows('lead', { contactId: self('id') }),
  },
  then: ({ facts, event }) => [
    ...forget('lead', facts.source, event.reason),
    ...all('lead', facts.leads, event.reason),
    ...(facts.account?.kind === 'person' ? forget('account', facts.account, event.reason) : []),
  ],
})

const forgottenLead = arrow({
  name: 'With a lead go the contact made from it and the leads that were merged into it',
  on: 'lead.erased',
  needs: { contact: one('contact', self('contactId')), merged: rows('lead', { mergedIntoId: self('id') }) },
  then: ({ facts, event }) => [
    ...forget('contact', facts.contact, event.reason),
    ...all('lead', facts.merged, event.reason),
  ],
})

const forgottenAccount = arrow({
  name: 'With an account that is a person go its contacts, its leads and the accounts merged into it',
  on: 'account.erased',
  needs: {
    contacts: rows('contact', { accountId: self('id') }),
    source: one('lead', self('leadId')),
    merged: rows('account', { mergedIntoId: self('id'), kind: 'person' }),
  },
  then: ({ facts, event }) => [
    ...all('contact', facts.contacts, event.reason),
    ...forget('lead', facts.source, event.reason),
    ...all('account', facts.merged, event.reason),
  ],
})

export const forgetting = [forgottenContact, forgottenLead, forgottenAccount]
