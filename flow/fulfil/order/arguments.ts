/** What the transitions of an order share: their type, groups of states, and arguments. */
import { data, money } from '../../../kernel/field.ts'
import { say } from '../../../kernel/label.ts'
import type { Transition } from '../../../kernel/object.ts'
import type { facts, OrderState } from './facts.ts'
import type { fields, parts } from './fields.ts'

export type OrderTransition = Transition<typeof fields, typeof parts, typeof facts, OrderState>
export const typed = <const T extends string>(transitions: Readonly<Record<T, OrderTransition>>) => transitions

export const checks = [
  'account',
  'contract',
  'quote',
  'products',
  'stocks',
  'backlog',
  'incoming',
  'openAr',
  'unbilled',
  'openOrders',
  'unapplied',
  'overdue',
  'invoices',
] as const
export const started = ['confirmed', 'in_fulfilment', 'partially_shipped'] as const
export const afterStart = [...started, 'on_hold', 'shipped', 'delivered', 'completed', 'closed_short'] as const
export const postable = [
  'submitted',
  'on_hold',
  ...started,
  'shipped',
  'delivered',
  'completed',
  'closed_short',
  'draft',
] as const

export const quantities = data<readonly { lineId: string; qty: string }[]>({
  label: say('行与数量', 'Lines and quantities'),
})
export const inBase = (zh: string, en: string) => money({ label: say(zh, en), base: true })
export const balances = {
  unbilledGross: money({ label: say('已交付未开票变动', 'Change of delivered, not invoiced') }),
  unbilledTax: money({ label: say('待转销项税变动', 'Change of deferred tax') }),
  unbilledBase: inBase('已交付未开票变动（本位币）', 'The same in base currency'),
  unbilledTaxBase: inBase('待转销项税变动（本位币）', 'Deferred tax in base currency'),
}
