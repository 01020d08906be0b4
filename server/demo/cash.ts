/** Tales of invoices and money: asked for, issued, disputed, paid early, late, in part, too much or never. */
import type { Loose } from '../../kernel/fact.ts'
import type { Tale, Teller } from './teller.ts'

type Payer = 'prompt' | 'late' | 'parts' | 'half' | 'over' | 'never' | 'disputes' | 'quarrels' | 'asked' | 'forgotten'

/** In this order again and again, so that also a small year has each of them. */
const payers: readonly Payer[] = [
  'prompt',
  'half',
  'late',
  'never',
  'prompt',
  'quarrels',
  'over',
  'prompt',
  'late',
  'parts',
  'prompt',
  'asked',
  'late',
  'prompt',
  'prompt',
  'forgotten',
  'late',
  'prompt',
  'disputes',
  'prompt',
  'late',
  'parts',
  'prompt',
  'never',
]

/** Begins with the draft that the chain makes on its own. */
export async function* invoiceTale(t: Teller, id: string): Tale {
  const payer = payers[t.turn() % payers.length] as Payer
  if (payer === 'forgotten') return
  const draft = await t.find('invoice', id)
  const seat = [...t.ground.sessions].find(([, session]) => session.userId === draft.ownerId)?.[0] ?? 'finance'
  // In the south invoices are asked for weeks after the delivery (docs/demo.md).
  const slow = t.chance.yes(seat.startsWith('south') ? 0.6 : 0.04)
  yield slow ? t.days(20, 35) : t.days(0, 3)
  if ((await t.find('invoice', id)).state !== 'draft') return
  await t.act(seat, 'invoice.request', { id })
  if (payer === 'asked') return
  yield t.hours(2, 24)
  const issued = await t.act('finance', 'invoice.issue', { id })
  await t.act('finance', 'invoice.send', { id, input: { to: 'fapiao@kehu.example' } })
  if (payer === 'never') return
  if (payer === 'disputes' || payer === 'quarrels') return yield* disputed(t, id, payer === 'disputes')
  const wait = daysUntil(t, issued.dueDate) + (payer === 'prompt' ? t.chance.int(-8, 3) : t.chance.int(4, 55))
  yield t.days(Math.max(1, wait))
  const open = (await t.find('invoice', id)).openAmount as bigint
  if (payer === 'parts' || payer === 'half') {
    yield* paid(t, id, (open * 6n) / 10n)
    if (payer === 'half') return
    yield t.days(15, 45)
  }
  const rest = (await t.find('invoice', id)).openAmount as bigint
  yield* paid(t, id, payer === 'over' ? rest + 500_000n : rest)
}

const daysUntil = (t: Teller, date: string): number => Math.round((Date.parse(date) - Date.parse(t.today)) / 86_400_000)

async function* disputed(t: Teller, id: string, ends: boolean): Tale {
  yield t.days(5, 20)
  await t.act('service', 'invoice.openDispute', {
    id,
    input: { reasonKind: t.chance.pick(['quality', 'qty', 'document']), note: '客户对数量有异议' },
  })
  if (!ends) return
  yield t.days(8, 25)
  await t.act('finance', 'invoice.closeDispute', { id, input: { outcome: 'rejected' } })
  yield t.days(3, 12)
  yield* paid(t, id, (await t.find('invoice', id)).openAmount as bigint)
}

/** Comes into the bank, is known by the payer's name, and spent on its invoice. */
async function* paid(t: Teller, id: string, amount: bigint): Tale {
  if (amount <= 0n) return
  const invoice = await t.find('invoice', id)
  const account = await t.find('account', invoice.accountId)
  const payment = await received(t, account.name, amount)
  if (payment.state === 'registered') {
    yield t.hours(2, 20)
    await t.act('cashier', 'payment.claim', { id: payment.id, input: { accountId: account.id } })
  }
  yield t.hours(1, 30)
  if (((await t.find('invoice', id)).openAmount as bigint) <= 0n) return
  await t.act('finance', 'payment.allocate', { id: payment.id, input: { invoiceId: id } })
}

export const minor = (amount: bigint): Loose => ({
  amount: `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`,
  currency: 'CNY',
})

export function received(t: Teller, payerName: string, amount: bigint): Promise<Loose> {
  return t.act('cashier', 'payment.create', {
    input: {
      receivedAt: t.now,
      method: t.chance.yes(0.9) ? 'bank' : 'wechat',
      amount: minor(amount),
      currency: 'CNY',
      entityId: t.ground.entityId,
      payerName,
      bankRef: `LS${t.today.replaceAll('-', '')}${t.serial()}`,
    },
  })
}

/** Money whose sender nobody knows. */
export async function* strangerPays(t: Teller): Tale {
  yield t.hours(0, 2)
  await received(t, t.luck.words.person().name, BigInt(t.chance.int(8, 90)) * 100_000n)
}
