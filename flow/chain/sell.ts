/** The arrows from opportunity to contract: what a quote, a contract or an order sets going in the deal, and back. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { count, type Loose, one, rows, self } from '../../kernel/fact.ts'
import { Exact } from '../../kernel/money.ts'
import { fulfilled, readyToActivate } from '../sell/contract/rules.ts'
import { contractText } from '../sell/contract/text.ts'
import { inBase } from '../sell/currency.ts'
import { applies, verdict } from '../sell/gates.ts'
import {
  contractFromQuote,
  nextVersion,
  orderFromDocument,
  pipelineVersion,
  quoteFromDeal,
  renewal,
} from './drafting.ts'
import { answered, contractWaits, gateSpoke, gateWaits, quoteWaits } from './telling.ts'

const openQuotes = ['draft', 'in_approval', 'approved', 'sent']

const oneDefault = arrow({
  name: 'Only one pipeline is the default',
  on: ['pipeline.created', 'pipeline.changed'],
  needs: { defaults: rows('pipeline', { state: 'active', isDefault: true }) },
  when: ({ record }) => record.isDefault === true,
  then: ({ record, facts }) =>
    facts.defaults
      .filter((other) => other.id !== record.id)
      .map((other) => ({ object: 'pipeline', act: 'stepBack', id: other.id, input: {} })),
})

const oneMainQuote = arrow({
  name: 'One quote of a deal is its main one; a sent quote takes the place of those sent before',
  on: ['quote.sent', 'quote.made_primary', 'quote.accepted'],
  needs: { siblings: rows('quote', { opportunityId: self('opportunityId'), state: openQuotes }) },
  when: ({ record }) => record.opportunityId !== null,
  then: ({ record, event, facts }) =>
    facts.siblings
      .filter((other) => other.id !== record.id && other.opportunityId === record.opportunityId)
      .flatMap((other): Effect[] => {
        const replaced = other.state === 'sent' || (other.state === 'approved' && other.id === record.previousId)
        if (replaced && event.type !== 'quote.made_primary')
          return [{ object: 'quote', act: 'supersede', id: other.id, input: {} }]
        return other.isPrimary ? [{ object: 'quote', act: 'stepAside', id: other.id, input: {} }] : []
      }),
})

const amountAccepted = arrow({
  name: 'An accepted quote sets the amount of its opportunity',
  on: 'quote.accepted',
  needs: { opportunity: one('opportunity', self('opportunityId'), { lock: true }) },
  when: ({ facts }) => facts.opportunity?.state === 'open',
  then: ({ record, facts }) => [
    {
      object: 'opportunity',
      act: 'change',
      id: facts.opportunity?.id,
      input: { amount: record.net, currency: record.currency, fxRate: record.fxRate },
    },
  ],
})

const quotesFall = arrow({
  name: 'A lost or invalid deal cancels its open quotes',
  on: ['opportunity.lost', 'opportunity.invalidated'],
  needs: { quotes: rows('quote', { opportunityId: self('id'), state: openQuotes }) },
  then: ({ event, facts }) =>
    facts.quotes.map((quote) => ({ object: 'quote', act: 'cancel', id: quote.id, input: {}, reason: event.type })),
})

const won = arrow({
  name: 'A contract in force or a confirmed order wins the deal',
  on: ['contract.activated', 'order.confirmed'],
  needs: { opportunity: one('opportunity', self('opportunityId'), { lock: true }) },
  when: ({ facts }) => facts.opportunity?.state === 'open',
  then: ({ facts }) => [{ object: 'opportunity', act: 'win', id: facts.opportunity?.id, input: {} }],
})

const inForce = arrow({
  name: 'A contract signed by all comes into force by itself',
  on: ['contract.signature_recorded', 'contract.plan_settled'],
  when: ({ record, settings, today }) => record.state === 'signing' && readyToActivate(record, settings, today),
  then: ({ record }) => [{ object: 'contract', act: 'activate', id: record.id, input: {} }],
})

const byItself = arrow({
  name: 'A contract on standard terms and in policy passes its gate by itself',
  on: 'contract.submitted',
  needs: { gates: rows('gate', { state: 'active' }), decisions: rows('gateDecision', { contractId: self('id') }) },
  then: ({ record, facts, settings, today, newId }) => {
    const amount = inBase(record.gross, record, settings)
    const situation = {
      point: 'contract.approve',
      about: [record.id],
      amount,
      margin: record.marginRate,
      text: contractText(record),
    } as const
    return facts.gates
      .filter((gate) => applies(gate, situation, settings) && inPolicy(record, gate, { amount, ...settings }))
      .filter(
        (gate) =>
          verdict(
            facts.decisions.filter((one) => one.gateId === gate.id),
            situation,
            today,
          ) !== 'passed',
      )
      .filter(
        (gate) => !facts.decisions.some((one) => one.gateId === gate.id && ['draft', 'requested'].includes(one.state)),
      )
      .flatMap((gate) => passedBySystem(gate, record, newId()))
  },
})

interface Policy {
  readonly amount: bigint
  readonly marginFloor: string
  readonly creditDaysPolicy: number
}

function inPolicy(contract: Loose, gate: Loose, { amount, marginFloor, creditDaysPolicy }: Policy): boolean {
  const small = gate.autoGoUpTo !== null && gate.autoGoUpTo !== undefined && amount <= gate.autoGoUpTo
  const standard = contract.paper === 'template' && !contract.deviations && !contract.mandatoryChanged
  const rich = contract.marginRate !== null && new Exact(contract.marginRate).gte(marginFloor)
  return small && standard && rich && (contract.creditDays ?? 0) <= creditDaysPolicy
}

function passedBySystem(gate: Loose, contract: Loose, id: string): Effect[] {
  const input = {
    gateId: gate.id,
    contractId: contract.id,
    ownerId: contract.ownerId,
    deptId: contract.deptId,
    isTest: contract.isTest,
  }
  return [
    {
      object: 'gateDecision',
      act: 'create',
      id,
      input: { ...input, derivedFrom: { object: 'contract', id: contract.id } },
    },
    { object: 'gateDecision', act: 'request', id, input: {} },
    { object: 'gateDecision', act: 'decide', id, input: { outcome: 'go' }, reason: 'standard_terms_in_policy' },
  ]
}

const running = (contract: Loose | null): contract is Loose =>
  contract !== null && ['active', 'completed'].includes(contract.state)

const progress = arrow({
  name: 'A contract knows what was ordered and completed under it',
  on: ['order.confirmed', 'order.completed', 'order.closed_short', 'order.cancelled', 'order.amended'],
  needs: { contract: one('contract', self('contractId'), { lock: true }) },
  when: ({ facts }) => running(facts.contract),
  then: ({ event, facts, today }) => [
    { object: 'contract', act: 'noteProgress', id: facts.contract?.id, input: {} },
    ...(event.type === 'order.confirmed' ? reached(facts.contract, 'on_order', today) : []),
  ],
})

/** Tells the plan only what it waits for. */
function reached(contract: Loose | null, trigger: string, on: string): Effect[] {
  const waits = (row: Loose) => !row.triggeredOn && [trigger, 'warranty_end'].includes(row.trigger)
  if (!contract || !(contract.plan as readonly Loose[]).some(waits)) return []
  return [{ object: 'contract', act: 'reachTrigger', id: contract.id, input: { trigger, on } }]
}

const triggerOf: Readonly<Record<string, string>> = {
  'shipment.shipped': 'on_shipment',
  'shipment.delivered': 'on_delivery',
  'order.accepted': 'on_acceptance',
}

const instalmentsDue = arrow({
  name: 'Shipping, delivery and acceptance make instalments due',
  on: Object.keys(triggerOf),
  needs: { contract: one('contract', self('contractId'), { lock: true }) },
  when: ({ facts }) => running(facts.contract),
  then: ({ event, facts, today }) => reached(facts.contract, triggerOf[event.type] as string, today),
})

const done = arrow({
  name: 'A contract is completed when all of it is ordered and done',
  on: ['contract.progressed', 'contract.amended'],
  needs: {
    ordersOpen: count('order', {
      contractId: self('id'),
      state: { is: 'notIn', value: ['completed', 'cancelled', 'closed_short'] },
    }),
  },
  when: ({ record, facts, today }) => record.state === 'active' && fulfilled(record, facts.ordersOpen, today),
  then: ({ record }) => [{ object: 'contract', act: 'complete', id: record.id, input: {} }],
})

export const sell = [
  oneDefault,
  pipelineVersion,
  quoteFromDeal,
  nextVersion,
  oneMainQuote,
  amountAccepted,
  quotesFall,
  contractFromQuote,
  orderFromDocument,
  byItself,
  inForce,
  won,
  progress,
  instalmentsDue,
  done,
  renewal,
  quoteWaits,
  contractWaits,
  gateWaits,
  gateSpoke,
  answered,
]
