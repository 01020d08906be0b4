/** The arrows of an amendment: requested from its contract, and in effect written into contract, orders and deal. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import { applied } from '../sell/amendment/applied.ts'
import { orderChanges } from '../sell/amendment/fulfilled.ts'
import { readyForEffect } from '../sell/amendment/rules.ts'

const requested = arrow({
  name: 'A requested change of a contract starts as a copy of it',
  on: 'contract.amendment_drafted',
  then: ({ record, input, actor, newId }) => [
    {
      object: 'amendment',
      act: 'create',
      id: newId(),
      input: {
        contractId: record.id,
        ...(input.why ? { why: input.why } : {}),
        ownerId: record.ownerId,
        deptId: record.deptId,
        memberIds: [...new Set([...record.memberIds, actor.id].filter(Boolean))],
        createdBy: actor.id,
        isTest: record.isTest,
        derivedFrom: { object: 'contract', id: record.id },
      },
    },
  ],
})

const signedByAll = arrow({
  name: 'An amendment signed by all takes effect by itself',
  on: 'amendment.signature_recorded',
  when: ({ record, settings, today }) => record.state === 'signing' && readyForEffect(record, settings, today),
  then: ({ record }) => [{ object: 'amendment', act: 'takeEffect', id: record.id as string, input: {} }],
})

const inEffect = arrow({
  name: 'An amendment in effect becomes the next version of its contract, and its orders follow',
  on: 'amendment.effective',
  needs: {
    contract: one('contract', self('contractId'), { lock: true }),
    ordered: rows('order.lines', { contractId: self('contractId') }),
    orders: rows('order', { contractId: self('contractId'), state: { is: '!=', value: 'cancelled' } }, { lock: true }),
    billed: rows('invoice.lines', { contractId: self('contractId'), counted: true }),
  },
  then: ({ record, facts, today, newId }) => {
    const contract = facts.contract as Loose
    const orders = orderChanges(record, contract, facts)
    return [
      {
        object: 'contract',
        act: 'amend',
        id: contract.id as string,
        input: {
          ...applied(record, contract),
          amendmentId: record.id,
          paper: record.signedCopy ?? record.document ?? null,
          note: record.why,
        },
      },
      ...orders.map(
        ({ orderId, requestedDate, lines }): Effect => ({
          object: 'order',
          act: 'amend',
          id: orderId,
          input: { amendmentId: record.id, lines, ...(requestedDate ? { requestedDate } : {}) },
        }),
      ),
      ...booking(record, contract, { id: newId(), today }),
    ]
  },
})

/** More or less money is a booking of its own, of the day it was agreed; a contract without a deal has none. */
function booking(amendment: Loose, contract: Loose, { id, today }: { id: string; today: string }): Effect[] {
  if (amendment.deltaNet === 0n || !contract.opportunityId) return []
  return [
    {
      object: 'opportunity',
      act: 'create',
      id,
      input: {
        name: [...`${amendment.title}`].slice(0, 120).join(''),
        accountId: contract.accountId,
        primaryContactId: contract.contactId,
        currency: contract.currency,
        fxRate: contract.fxRate,
        amendmentId: amendment.id,
        oppType: 'expansion',
        source: 'existing_customer',
        amount: amendment.deltaNet,
        expectedCloseDate: today,
        ownerId: contract.ownerId,
        deptId: contract.deptId,
        memberIds: contract.memberIds,
        isTest: contract.isTest,
        derivedFrom: { object: 'amendment', id: amendment.id },
      },
    },
    { object: 'opportunity', act: 'win', id, input: {} },
    { object: 'amendment', act: 'noteBooking', id: amendment.id, input: { bookedId: id } },
  ]
}

export const amending = [requested, signedByAll, inEffect]
