/** What a new company begins with, so that its first lead can become cash at once: each of it can be changed later. */
import type { Command } from '../../kernel/command.ts'
import type { Loose } from '../../kernel/fact.ts'
import { defaultGates, defaultPipeline } from '../sell/defaults.ts'
import { defaultMatchRules } from '../sell/matchDefaults.ts'

export interface Founding {
  /** The company's id, which is the tenant's. */
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly language: 'zh' | 'en'
  readonly admin: { readonly id: string; readonly name: string; readonly email: string } | null
  readonly newId: () => string
}

/** Commands of the system, each after those whose records it names. */
export function defaultsOf(founding: Founding): Command[] {
  const { newId, name, admin, language, currency } = founding
  const word = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const departmentId = newId()
  const create = (object: string, input: Loose, id = newId()): Command => ({ object, act: 'create', id, input })
  const pool = (serves: 'lead' | 'account', title: string) =>
    create('pool', { name: title, serves, isDefault: true, departmentId, members: [{ departmentId }] })
  return [
    create('department', { name }, departmentId),
    ...(admin
      ? [create('user', { name: admin.name, email: admin.email, departmentId, roles: ['ADM'], language }, admin.id)]
      : []),
    create('legalEntity', { code: '01', name, currency, isDefault: true }),
    create('warehouse', { code: 'W01', name: word('主仓库', 'Main warehouse'), isDefault: true }),
    create('priceBook', {
      name: word('标准价格表', 'Standard prices'),
      currency,
      scope: 'standard',
      validFrom: '2000-01-01',
    }),
    ...terms(word).map((term) => create('paymentTerm', term)),
    create('pipeline', { ...defaultPipeline, name: word('标准销售流程', 'Standard pipeline') }),
    ...defaultGates.map((gate) => create('gate', gate)),
    pool('lead', word('线索公海', 'Lead pool')),
    pool('account', word('客户公海', 'Customer pool')),
    ...scoring(word).map((rule) => create('scoringRule', rule)),
    ...defaultMatchRules(word).map((rule) => create('matchRule', rule)),
  ]
}

type Word = (zh: string, en: string) => string

function terms(word: Word): Loose[] {
  const line = (name: string, trigger: string, rest: Loose) => ({ name, trigger, offsetDays: 0, ...rest })
  return [
    {
      name: word('签收后 30 天', '30 days after delivery'),
      isDefault: true,
      lines: [line(word('货款', 'Payment'), 'on_delivery', { offsetDays: 30, percent: '1', invoiceRequired: true })],
    },
    {
      name: word('预付 30%，发货前 60%，验收后 10%', '30 % on signing, 60 % on delivery, 10 % on acceptance'),
      lines: [
        line(word('预付款', 'Advance'), 'on_sign', { percent: '0.3' }),
        line(word('交付款', 'On delivery'), 'on_delivery', { percent: '0.6', invoiceRequired: true }),
        line(word('验收款', 'On acceptance'), 'on_acceptance', { percent: '0.1', invoiceRequired: true }),
      ],
    },
    {
      name: word('款到发货', 'Payment in advance'),
      lines: [line(word('全款', 'Payment'), 'on_sign', { percent: '1' })],
    },
  ]
}

/** chain.md §3.3 in its simplest form: points for being reachable and for having answered. */
function scoring(word: Word): Loose[] {
  return [
    { name: word('填写了行业', 'Industry known'), kind: 'fit', field: 'industry', operator: 'filled', points: 10 },
    { name: word('填写了规模', 'Size known'), kind: 'fit', field: 'companySize', operator: 'filled', points: 10 },
    { name: word('描述了需求', 'Need described'), kind: 'fit', field: 'needDesc', operator: 'filled', points: 15 },
    { name: word('参加了会面', 'Took part in a meeting'), kind: 'engagement', signal: 'meeting', points: 20 },
    { name: word('接受了拜访', 'Was visited'), kind: 'engagement', signal: 'visit', points: 20 },
    { name: word('看了演示', 'Saw a demo'), kind: 'engagement', signal: 'demo', points: 25 },
  ]
}
