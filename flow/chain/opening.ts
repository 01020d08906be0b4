/** The arrows of what comes in from before: an open invoice becomes an opening item of its entity (R37). */
import { arrow } from '../../kernel/arrow.ts'
import { isOwed } from '../cash/invoice/opening.ts'
import { accountsOf, mapping } from '../cash/mapping.ts'
import { openingItem } from '../cash/postings.ts'
import { placeOf } from './placing.ts'

const cameIn = arrow({
  name: 'An imported invoice that is open is brought forward',
  on: 'invoice.imported',
  when: ({ record }) => isOwed(record),
  then: ({ record }) => [{ object: 'invoice', act: 'bringForward', id: record.id as string, input: {} }],
})

const broughtForward = arrow({
  name: 'What is brought forward is posted as an opening item of the day',
  on: 'invoice.brought_forward',
  needs: { mapping },
  then: ({ record, facts }) => {
    const place = { ...placeOf('invoice', record, record.openedOn), accounts: accountsOf(facts.mapping) }
    return openingItem(place, record.openBase)
  },
})

export const opening = [cameIn, broughtForward]
