/** A deal rehearsed from opportunity to order: each document made from the one before, nothing typed twice. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import type { Role } from '../../kernel/role.ts'
import { modes, settingsOf } from '../../kernel/settings.ts'
import { Rehearsal } from '../../test/support/rehearsal.ts'
import { objects } from '../index.ts'
import { defaultGates, defaultPipeline } from '../sell/defaults.ts'
import { sell } from './sell.ts'

const rep = '00000000-0000-7000-8000-000000000001'
const boss = '00000000-0000-7000-8000-000000000002'
const lawyer = '00000000-0000-7000-8000-000000000003'

function stage(settings = settingsOf('standard', { evidenceFiles: false })) {
  const world = new Rehearsal(objects, sell)
  world.settings = settings
  world.place('legalEntity', { code: 'E1', name: '示例制造', currency: 'CNY', invoiceSeries: 'INV', isDefault: true })
  const accountId = world.place('account', {
    name: '客户甲',
    nameKey: '客户甲',
    state: 'held',
    ownerId: rep,
    creditDays: 30,
    creditStatus: 'ok',
  })
  const pipelineId = world.place('pipeline', { ...defaultPipeline, state: 'active' })
  const productId = world.place('product', {
    code: 'P1',
    name: '减速机',
    kind: 'goods',
    unit: '台',
    vatRate: '0.13',
    listPrice: '1000',
    standardCost: '600',
  })
  /** 'quote.send', on which record, with what; by the salesperson unless said otherwise. */
  const act = (
    what: string,
    id: string | null,
    { by, ...input }: Loose & { readonly by?: readonly [Role, string] } = {},
  ) => {
    const [object = '', name = ''] = what.split('.')
    const [role, who] = by ?? ['REP', rep]
    const reason = input.reason ? { reason: input.reason as string } : {}
    return world.do(role, who, { object, act: name, ...(id ? { id } : {}), input, ...reason })
  }
  const deal = act('opportunity.create', null, {
    name: '减速机项目',
    accountId,
    pipelineId,
    expectedCloseDate: '2026-07-01',
    lines: [{ productId, qty: '100', price: '900' }],
  })
  const latest = (object: string): Loose => world.all(object).at(-1) as Loose
  return { world, act, deal, latest, productId, accountId }
}

describe('a deal in standard mode', () => {
  it('becomes quote, contract and order, and is won when the contract comes into force', () => {
    const { world, act, deal, latest } = stage()
    act('opportunity.draftQuote', deal.id)
    const offered = latest('quote')
    expect(offered).toMatchObject({
      accountId: deal.accountId,
      net: 9_000_000n,
      gross: 10_170_000n,
      approvalLevel: 'L0',
      derivedFrom: { object: 'opportunity', id: deal.id },
      ownerId: rep,
    })
    act('quote.submit', offered.id)
    act('quote.send', offered.id)
    act('quote.accept', offered.id)
    expect(() => act('quote.draftOrder', offered.id, { requestedDate: '2026-06-01' })).toThrow('CONTRACT_REQUIRED')
    act('quote.draftContract', offered.id)
    const drafted = latest('contract')
    expect(drafted).toMatchObject({
      net: 9_000_000n,
      quoteId: offered.id,
      opportunityId: deal.id,
      creditDays: 30,
      title: '客户甲 减速机项目',
    })
    act('contract.requestReview', drafted.id)
    act('contract.submit', drafted.id)
    expect(() => act('contract.approve', drafted.id, { by: ['LEG', rep] })).toThrow('SOD_VIOLATION')
    act('contract.approve', drafted.id, { by: ['LEG', lawyer] })
    act('contract.sendForSignature', drafted.id)
    act('contract.sign', drafted.id, { signedOn: '2026-05-01' })
    expect(world.get(drafted.id)).toMatchObject({ state: 'active', signDate: '2026-05-01' })
    expect(world.get(deal.id)).toMatchObject({ state: 'won', wonContractId: drafted.id, amount: 9_000_000n })
    expect(world.get(deal.id).stageHistory.filter((row: Loose) => row.skipped)).toHaveLength(3)
    act('contract.draftOrder', drafted.id, { requestedDate: '2026-06-01', poNo: 'PO-1' })
    expect(latest('order')).toMatchObject({
      contractId: drafted.id,
      net: 9_000_000n,
      gross: 10_170_000n,
      poNo: 'PO-1',
      requestedDate: '2026-06-01',
    })
    expect(world.events.filter((type) => type === 'opportunity.won')).toHaveLength(1)
  })

  it('keeps one main quote: a new version takes the place of the old once it is sent', () => {
    const { world, act, deal, latest } = stage()
    act('opportunity.draftQuote', deal.id)
    const first = latest('quote')
    act('quote.submit', first.id)
    act('quote.send', first.id)
    act('quote.revise', first.id)
    const second = latest('quote')
    expect(second).toMatchObject({
      versionNo: 2,
      previousId: first.id,
      state: 'draft',
      isPrimary: false,
      net: first.net,
    })
    act('quote.submit', second.id)
    act('quote.send', second.id)
    expect(world.get(first.id)).toMatchObject({ state: 'superseded', isPrimary: false })
    expect(
      world
        .all('quote')
        .filter((one) => one.isPrimary)
        .map((one) => one.id),
    ).toEqual([second.id])
    act('opportunity.lose', deal.id, { lossReason: 'price' })
    expect(world.get(second.id).state).toBe('cancelled')
  })
})

describe('a deal in strict mode', () => {
  it('is contracted only after its gate, which its requester does not decide', () => {
    const { world, act, deal, latest } = stage(settingsOf('strict', { evidenceFiles: false }))
    const atc = defaultGates.find((one) => one.code === 'ATC') as Loose
    const gateId = act('gate.create', null, { ...atc, by: ['OPS', boss] }).id as string
    act('opportunity.draftQuote', deal.id)
    const offered = latest('quote')
    for (const step of ['submit', 'send', 'accept', 'draftContract']) act(`quote.${step}`, offered.id)
    const { id } = latest('contract')
    act('contract.requestReview', id)
    act('contract.submit', id)
    expect(world.all('gateDecision')).toEqual([])
    expect(() => act('contract.approve', id, { by: ['EXE', boss] })).toThrow('GATE_NOT_PASSED')
    const decision = act('gateDecision.create', null, { gateId, contractId: id })
    const deliverables = decision.deliverables.map((row: Loose) => ({ id: row.id, name: row.name, note: '已核对' }))
    act('gateDecision.request', decision.id, { deliverables })
    act('gateDecision.decide', decision.id, { outcome: 'go', reason: '条款合规', by: ['LEG', lawyer] })
    act('contract.approve', id, { by: ['EXE', boss] })
    expect(world.get(id).state).toBe('approved')
  })
})

describe('a deal in light mode', () => {
  it('goes from opportunity to order in five clicks, by one person', () => {
    const { world, act, deal, latest, productId } = stage(modes.light)
    act('opportunity.change', deal.id, { lines: [{ productId, qty: '10', price: '1000' }], amount: null })
    act('opportunity.draftQuote', deal.id)
    const { id } = latest('quote')
    for (const step of ['submit', 'send', 'accept']) act(`quote.${step}`, id)
    act('quote.draftOrder', id, { requestedDate: '2026-06-01' })
    expect(latest('order')).toMatchObject({ quoteId: id, net: 1_000_000n })
    act('opportunity.win', deal.id, { winReason: 'price' })
    expect(world.get(deal.id)).toMatchObject({ state: 'won', wonQuoteId: id })
  })
})
