import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { matchOf, proposalOf, type Receipt } from './matching.ts'

const invoice = (id: string, open: bigint, more: Loose = {}): Loose => ({
  id,
  no: `IV2605-${id}`,
  fiscalNo: `01-INV-2026-0000${id}`,
  dueDate: '2026-06-01',
  openAmount: open,
  disputedAmount: 0n,
  ...more,
})
const receipt = (unapplied: bigint, more: Partial<Receipt> = {}): Receipt => ({
  unapplied,
  reference: null,
  payerMatched: true,
  ...more,
})
const said = (match: ReturnType<typeof matchOf>) =>
  match && [match.by, match.sure, ...match.wishes.map((one) => `${one.invoiceId} ${one.amount}`)]

describe('a receipt', () => {
  it('goes first to the invoice its reference names, also in part, also of another payer', () => {
    const invoices = [invoice('0001', 500n), invoice('0002', 700n)]
    const named = { reference: '货款 01－INV－2026－00000002，谢谢', payerMatched: false }
    expect(said(matchOf(receipt(500n, named), invoices))).toEqual(['reference', true, '0002 500'])
    expect(said(matchOf(receipt(900n, named), invoices))).toEqual(['reference', true, '0002 700'])
    const byNumber = { reference: 'PAY IV2605-0001 AND IV2605-0002' }
    expect(said(matchOf(receipt(1200n, byNumber), invoices))).toEqual(['reference', true, '0001 500', '0002 700'])
  })

  it('is for a person to split where it does not pay all the invoices it names', () => {
    const invoices = [invoice('0001', 500n), invoice('0002', 700n)]
    const match = matchOf(receipt(600n, { reference: 'IV2605-0002 IV2605-0001' }), invoices)
    expect(said(match)).toEqual(['reference', false, '0001 500', '0002 100'])
  })

  it('reads a number only where it stands by itself', () => {
    const invoices = [invoice('0001', 500n)]
    for (const reference of ['IV2605-00011', 'XIV2605-0001', 'IV2605', '']) {
      expect(said(matchOf(receipt(90n, { reference }), invoices))).toEqual(['oldest', false, '0001 90'])
    }
  })

  it('then to the invoice that is open with exactly its amount, the oldest of several', () => {
    const invoices = [
      invoice('0001', 300n, { dueDate: '2026-07-01' }),
      invoice('0002', 300n, { dueDate: '2026-05-01' }),
      invoice('0003', 100n),
      invoice('0004', 200n),
    ]
    expect(said(matchOf(receipt(300n), invoices))).toEqual(['amount', true, '0002 300'])
  })

  it('then to the smallest set of at most five that adds up to it, the oldest of equal ones', () => {
    const aged = (id: string, open: bigint, day: string) => invoice(id, open, { dueDate: `2026-05-${day}` })
    const invoices = [
      aged('0001', 100n, '01'),
      aged('0002', 200n, '02'),
      aged('0003', 300n, '03'),
      aged('0004', 500n, '04'),
      aged('0005', 100n, '05'),
    ]
    expect(said(matchOf(receipt(600n), invoices))).toEqual(['sum', true, '0001 100', '0004 500'])
    expect(said(matchOf(receipt(1200n), invoices))).toEqual([
      'sum',
      true,
      '0001 100',
      '0002 200',
      '0003 300',
      '0004 500',
      '0005 100',
    ])
    const six = Array.from({ length: 6 }, (_, i) => aged(`000${i}`, 7n, `0${i + 1}`))
    expect(matchOf(receipt(42n), six)?.by).toBe('oldest')
    expect(matchOf(receipt(35n), six)?.wishes).toHaveLength(5)
  })

  it('is only proposed where amounts alone speak for another payer, or nothing fits', () => {
    const invoices = [
      invoice('0001', 10_000n, { dueDate: '2026-05-10' }),
      invoice('0002', 5_000n),
      invoice('0003', 7_000n),
    ]
    expect(said(matchOf(receipt(5_000n, { payerMatched: false }), invoices))).toEqual(['amount', false, '0002 5000'])
    expect(said(matchOf(receipt(12_000n, { payerMatched: false }), invoices))).toEqual([
      'sum',
      false,
      '0002 5000',
      '0003 7000',
    ])
    expect(said(matchOf(receipt(18_000n), invoices))).toEqual(['oldest', false, '0001 10000', '0002 5000', '0003 3000'])
    expect(matchOf(receipt(18_000n), [])).toBeNull()
  })

  it('never goes to a disputed invoice by itself', () => {
    const disputed = invoice('0001', 500n, { disputedAmount: 1n })
    expect(matchOf(receipt(500n), [disputed])).toBeNull()
    expect(said(matchOf(receipt(500n, { reference: 'IV2605-0001' }), [disputed]))).toEqual([
      'reference',
      false,
      '0001 500',
    ])
    expect(said(matchOf(receipt(700n), [disputed, invoice('0002', 200n)]))).toEqual(['oldest', false, '0002 200'])
  })

  it('looks only at invoices in its own currency and entity, and says what it found as an allocation would', () => {
    const own = { currency: 'CNY', entityId: 'e1' }
    const payment = { ...own, unapplied: 50_000n, reference: null, payerName: '客户甲（上海）有限公司' }
    const invoices = [
      invoice('0001', 50_000n, { currency: 'USD', entityId: 'e1' }),
      invoice('0002', 50_000n, { currency: 'CNY', entityId: 'e2' }),
      invoice('0003', 50_000n, own),
    ]
    const account = { name: '客户甲(上海)有限公司', invoiceName: null }
    expect(proposalOf(payment, account, invoices)).toEqual({
      by: 'amount',
      sure: true,
      allocations: [{ invoiceId: '0003', amount: '500' }],
    })
    expect(proposalOf(payment, { name: '客户乙' }, invoices)?.sure).toBe(false)
    expect(proposalOf({ ...payment, unapplied: 0n }, account, invoices)).toBeNull()
  })

  it('is matched fast among many', () => {
    const many = Array.from({ length: 500 }, (_, i) => invoice(String(1000 + i), BigInt(1_000_003 + i * 7919)))
    const began = performance.now()
    expect(matchOf(receipt(9_999_999_999n), many)?.by).toBe('oldest')
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
