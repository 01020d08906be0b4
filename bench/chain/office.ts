/** A company staffed for whole chains: everyone signed in, two products in stock, evidence at hand. */
import type { Loose } from '../../kernel/fact.ts'
import { hireStaff, type Staff, stockedProduct } from '../../test/support/chain.ts'
import type { Company } from '../../test/support/company.ts'
import { type Person, upload } from '../client.ts'
import type { Stage } from '../stage.ts'

export interface Office {
  readonly company: Company
  readonly people: Readonly<Record<keyof Staff, Person>>
  readonly repId: string
  readonly entityId: string
  readonly termId: string
  readonly productIds: readonly string[]
  /** Files that serve as evidence, one of each person who must show some. */
  readonly evidence: Readonly<Record<'rep' | 'store' | 'desk', string>>
}

export async function openOffice(stage: Stage, name: string): Promise<Office> {
  const company = await stage.found(name)
  const staff = await hireStaff(company)
  const people = {} as Record<keyof Staff, Person>
  for (const [post, { userId }] of Object.entries(staff)) {
    people[post as keyof Staff] = { cookie: await stage.signIn(company, userId as string) }
  }
  const products: Loose[] = []
  for (let n = 0; n < 2; n++) products.push(await stockedProduct(company, staff, '1000000'))
  const [entity] = await company.list('legalEntity')
  const [term] = await company.list('paymentTerm', (one) => one.isDefault === true)
  const file = (post: keyof Staff) => upload(stage.base, people[post], 'evidence.pdf')
  return {
    company,
    people,
    repId: staff.rep.userId as string,
    entityId: entity?.id,
    termId: term?.id,
    productIds: products.map((one) => one.id),
    evidence: { rep: await file('rep'), store: await file('store'), desk: await file('desk') },
  }
}
