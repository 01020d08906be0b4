/** An open opportunity of the rep with its customer and contact, ready to be worked on. */
import type { Loose } from '../../kernel/fact.ts'
import { yuan } from '../support/company.ts'
import type { House } from './house.ts'

let phones = 0

export async function openDeal({ company, staff }: House, customer: string): Promise<Loose> {
  const { rep } = staff
  const account = await company.act(rep, { object: 'account', act: 'create', input: { name: customer } })
  const contact = { name: '季工', mobile: `137${10_000_000 + ++phones}`, accountId: account.id }
  const person = await company.act(rep, { object: 'contact', act: 'create', input: contact })
  const input = {
    name: `${customer}二期`,
    accountId: account.id,
    primaryContactId: person.id,
    source: 'referral',
    amount: yuan('80000.00'),
    expectedCloseDate: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
  }
  return company.act(rep, { object: 'opportunity', act: 'create', input })
}
