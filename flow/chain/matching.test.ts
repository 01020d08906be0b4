import { describe, expect, it } from 'vitest'
import { settingsOf } from '../../kernel/settings.ts'
import { book, codes, company, people, receive, sound } from '../../test/support/firm.ts'
import { shippedAccounts } from '../cash/postings.ts'

/** Three invoices that wait for money, and who pays them. */
function owed() {
  const given = company()
  const { world, accountId, entityId } = given
  const bill = (gross: bigint, dueDate: string) => {
    const invoice = world.do('ARF', people.arf, {
      object: 'invoice',
      act: 'create',
      input: {
        accountId,
        entityId,
        lines: [{ description: '服务', qty: '1', price: (Number(gross) / 100).toFixed(2), vatRate: '0.00' }],
        creditDays: Math.round((Date.parse(dueDate) - Date.parse(world.today)) / 86_400_000),
      },
    })
    world.do('ARF', people.arf, { object: 'invoice', act: 'request', id: invoice.id })
    return world.do('ARF', people.arf2, { object: 'invoice', act: 'issue', id: invoice.id })
  }
  const [a, b, c] = [bill(1_000_000n, '2026-05-10'), bill(500_000n, '2026-06-01'), bill(700_000n, '2026-06-01')]
  return { ...given, a, b, c }
}

const alone = (given: ReturnType<typeof owed>) => {
  given.world.settings = settingsOf('standard', { evidenceFiles: false, autoAllocate: true })
  return given
}

describe('a receipt of a known payer', () => {
  it('shows what it may be for, and takes a person’s word for it', () => {
    const { world, b, c } = owed()
    const payment = receive(world, '12000.00', 'B-1')
    expect(payment).toMatchObject({
      state: 'claimed',
      unapplied: 1_200_000n,
      proposal: {
        by: 'sum',
        sure: true,
        allocations: [
          { invoiceId: b.id, amount: '5000' },
          { invoiceId: c.id, amount: '7000' },
        ],
      },
    })
    const done = world.do('ARF', people.arf, { object: 'payment', act: 'match', id: payment.id })
    expect(done).toMatchObject({ state: 'allocated', proposal: null })
    expect([b, c].map((one) => world.get(one.id).state)).toEqual(['paid', 'paid'])
    sound(world)
  })

  it('is matched by nobody where nothing is certain', () => {
    const { world, a } = owed()
    const payment = receive(world, '18000.00', 'B-1')
    expect(payment.proposal).toMatchObject({ by: 'oldest', sure: false })
    const act = () => world.do('ARF', people.arf, { object: 'payment', act: 'match', id: payment.id })
    expect(codes(act)).toEqual(['MATCH_UNSURE'])
    const { allocations } = payment.proposal
    world.do('ARF', people.arf, { object: 'payment', act: 'allocate', id: payment.id, input: { allocations } })
    expect(world.get(a.id).state).toBe('paid')
    sound(world)
  })

  it('pays by itself what is certain, where the company wants it so', () => {
    const { world, a } = alone(owed())
    const exact = receive(world, '10000.00', 'B-1')
    expect(world.get(exact.id)).toMatchObject({ state: 'allocated', unapplied: 0n })
    expect(world.get(a.id)).toMatchObject({ state: 'paid', openAmount: 0n })
    const unsure = receive(world, '11000.00', 'B-2')
    expect(world.get(unsure.id)).toMatchObject({ state: 'claimed', proposal: { by: 'oldest', sure: false } })
    expect(book(world)[shippedAccounts.unapplied]).toBe(-1_100_000n)
    sound(world)
  })

  it('never pays a disputed invoice by itself', () => {
    const { world, a, b } = alone(owed())
    const dispute = { amount: { amount: '100.00', currency: 'CNY' }, reasonKind: 'price' }
    world.do('ARF', people.arf, { object: 'invoice', act: 'openDispute', id: a.id, input: dispute })
    const payment = receive(world, '10000.00', 'B-1')
    expect(world.get(payment.id)).toMatchObject({ state: 'claimed', unapplied: 1_000_000n })
    expect(world.get(payment.id).proposal.allocations.map((one: { invoiceId: string }) => one.invoiceId)).toContain(
      b.id,
    )
    const named = world.do('ARF', people.arf, {
      object: 'payment',
      act: 'create',
      input: {
        amount: '10000.00',
        currency: 'CNY',
        payerName: '客户甲',
        bankRef: 'B-2',
        reference: `货款 ${world.get(a.id).fiscalNo}`,
      },
    })
    expect(world.get(named.id)).toMatchObject({ state: 'claimed', proposal: { by: 'reference', sure: false } })
    expect(world.get(a.id).state).toBe('issued')
    sound(world)
  })

  it('of an unknown payer waits for its customer, and then proposes only', () => {
    const { world, a, accountId } = alone(owed())
    const input = { amount: '10000.00', currency: 'CNY', payerName: '某代付公司', bankRef: 'B-1' }
    const payment = world.do('ARF', people.arf, { object: 'payment', act: 'create', input })
    expect(payment).toMatchObject({ state: 'registered', proposal: null })
    const payerProof = [world.newId()]
    const claim = { object: 'payment', act: 'claim', id: payment.id, input: { accountId, payerProof } }
    expect(world.do('ARF', people.arf, claim)).toMatchObject({
      state: 'claimed',
      proposal: { by: 'amount', sure: false, allocations: [{ invoiceId: a.id, amount: '10000' }] },
    })
    expect(world.get(a.id).state).toBe('issued')
  })
})

describe('the accounts of a company', () => {
  it('are its own where it names them: from the next entry on, and every account under one code only', () => {
    const { world } = owed()
    const put = (input: Record<string, string>) =>
      world.do('ARF', people.arf, { object: 'accountMapping', act: 'create', input })
    const bank = put({ key: 'bank', code: '1002.01', nameZh: '工商银行' })
    expect(codes(() => put({ key: 'revenue', code: '1002.01' }))).toEqual(['ACCOUNT_CODE_TAKEN'])
    expect(codes(() => put({ key: 'revenue', code: '1122' }))).toEqual(['ACCOUNT_CODE_TAKEN'])
    receive(world, '11.00', 'B-1')
    const change = (code: string) =>
      world.do('ARF', people.arf, { object: 'accountMapping', act: 'change', id: bank.id, input: { code } })
    expect(change('1002.02')).toMatchObject({ formerCodes: ['1002.01'] })
    receive(world, '22.00', 'B-2')
    expect(codes(() => put({ key: 'revenue', code: '1002.01' }))).toEqual(['ACCOUNT_CODE_TAKEN'])
    expect([book(world)['1002.01'], book(world)['1002.02'], book(world)['1002']]).toEqual([1_100n, 2_200n, undefined])
  })
})
