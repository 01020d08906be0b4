/** What waits for each role: a name and the list behind it; the count of a tile is the length of that list. */
import type { Role } from '../../kernel/role.ts'
import type { Condition, Filter, Label } from '../api/types.ts'
import { homeWords as w } from '../words/home.ts'

export interface Tile {
  readonly key: keyof typeof w
  readonly label: Label
  readonly object: string
  readonly filter: Filter
  /** Shown in the colour of a warning when it is not zero. */
  readonly alarms?: boolean
}

const is = (...states: string[]): Condition => ({ field: 'state', op: 'in', value: states })
const mine: Condition = { field: 'ownerId', op: '=', value: '$me' }
const all = (...and: Filter[]): Filter => ({ and })
const within = (field: string, value: string): Condition => ({ field, op: 'within', value })
const before = (field: string, day: string): Condition => ({ field, op: '<', value: day })

const tile = (key: keyof typeof w, object: string, filter: Filter): Tile => ({ key, label: w[key], object, filter })
const alarm = (each: Tile): Tile => ({ ...each, alarms: true })

const openLead = is('assigned', 'working', 'nurturing', 'qualified')
const openInvoice = is('issued', 'partially_paid')

/** Every tile there is; `today` is the day in the company's zone. */
function known(today: string): Readonly<Record<string, Tile>> {
  const tiles = [
    alarm(tile('tasksOverdue', 'activity', all(mine, is('planned'), before('plannedAt', today)))),
    alarm(tile('newLeads', 'lead', all(mine, is('assigned')))),
    tile('myLeads', 'lead', all(mine, openLead)),
    tile('poolLeads', 'lead', is('pool')),
    tile('teamLeads', 'lead', openLead),
    tile('myDeals', 'opportunity', all(mine, is('open'))),
    tile('teamDeals', 'opportunity', is('open')),
    tile('closingSoon', 'opportunity', all(mine, is('open'), within('expectedCloseDate', 'next30days'))),
    alarm(tile('closingLate', 'opportunity', all(is('open'), before('expectedCloseDate', today)))),
    tile('quotesOut', 'quote', is('sent')),
    tile('quotesToApprove', 'quote', is('in_approval')),
    tile('contractsToReview', 'contract', is('in_review')),
    tile('contractsToApprove', 'contract', is('in_approval')),
    tile('contractsSigning', 'contract', is('signing')),
    tile('ordersSubmitted', 'order', is('submitted')),
    alarm(tile('ordersHeld', 'order', is('on_hold'))),
    tile('ordersToShip', 'order', is('confirmed', 'in_fulfilment', 'partially_shipped')),
    tile('shipmentsOpen', 'shipment', is('draft', 'picked')),
    tile('shipmentsUnderway', 'shipment', is('shipped')),
    alarm(tile('shortages', 'shortage', is('open', 'ordered'))),
    tile('invoicesToIssue', 'invoice', is('draft', 'requested')),
    tile('invoicesDue', 'invoice', all(openInvoice, within('dueDate', 'next7days'))),
    alarm(tile('invoicesOverdue', 'invoice', all(openInvoice, before('dueDate', today)))),
    tile('paymentsToAllocate', 'payment', is('registered', 'claimed', 'partially_allocated')),
    tile('gatesOpen', 'gateDecision', is('requested')),
    tile('campaignsActive', 'campaign', is('active')),
    tile('people', 'user', is('active')),
    tile('disabledPeople', 'user', is('disabled')),
  ]
  return Object.fromEntries(tiles.map((each) => [each.key, each]))
}

const byRole: Readonly<Record<Role, readonly (keyof typeof w)[]>> = {
  SDR: ['tasksOverdue', 'newLeads', 'myLeads', 'poolLeads'],
  REP: ['tasksOverdue', 'newLeads', 'myLeads', 'myDeals', 'closingSoon', 'closingLate', 'quotesOut'],
  SM: ['teamLeads', 'teamDeals', 'closingLate', 'quotesToApprove', 'contractsToApprove', 'gatesOpen'],
  PRE: ['tasksOverdue', 'myDeals', 'gatesOpen'],
  LEG: ['contractsToReview', 'contractsToApprove', 'contractsSigning'],
  ODK: ['ordersSubmitted', 'ordersHeld', 'ordersToShip', 'shortages'],
  WHS: ['ordersToShip', 'shipmentsOpen', 'shipmentsUnderway', 'shortages'],
  DPM: ['tasksOverdue', 'ordersToShip', 'shipmentsUnderway'],
  ARF: ['invoicesToIssue', 'invoicesDue', 'invoicesOverdue', 'paymentsToAllocate', 'ordersHeld'],
  MKT: ['campaignsActive', 'poolLeads', 'teamLeads'],
  SVC: ['tasksOverdue'],
  OPS: ['ordersHeld', 'closingLate', 'invoicesOverdue', 'poolLeads'],
  EXE: ['teamDeals', 'closingLate', 'ordersHeld', 'invoicesOverdue', 'gatesOpen', 'quotesToApprove'],
  ADM: ['people', 'disabledPeople'],
  CUS: [],
}

/** Of several roles each tile once, in the order of the roles held. */
export function tilesFor(roles: readonly Role[], today: string): readonly Tile[] {
  const tiles = known(today)
  const names = [...new Set(roles.flatMap((role) => byRole[role] ?? []))]
  return names.flatMap((name) => tiles[name] ?? [])
}

export const showsRiver = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'SM' || role === 'EXE' || role === 'OPS')

export const hasTasks = (roles: readonly Role[]): boolean =>
  roles.some((role) => ['SDR', 'REP', 'SM', 'PRE', 'DPM', 'SVC'].includes(role))

export const sells = (roles: readonly Role[]): boolean => roles.some((role) => role === 'REP' || role === 'SM')
