/** Which codes a company's books use: its own where it named them, else the shipped ones (R29). */
import type { Loose } from '../../kernel/fact.ts'
import { rows } from '../../kernel/fact.ts'
import { type AccountKey, type Accounts, accountNames, shippedAccounts } from './postings.ts'

type Rows = readonly Loose[]

export const mapping = rows('accountMapping', {})

export const accountKeys = Object.keys(shippedAccounts) as readonly AccountKey[]

export function accountsOf(mappings: Rows): Accounts {
  const own = Object.fromEntries(mappings.map((one) => [one.key, one.code]))
  return { ...shippedAccounts, ...own }
}

/** Every code that stands or stood for an account. */
export function codesOf(key: AccountKey, mappings: Rows): string[] {
  const own = mappings.filter((one) => one.key === key)
  return [
    ...new Set([
      shippedAccounts[key],
      ...own.flatMap((one) => [one.code as string, ...((one.formerCodes ?? []) as readonly string[])]),
    ]),
  ]
}

/** Balances by the code they were posted to, as if all had gone to the shipped accounts. */
export function asShipped(balances: Readonly<Record<string, bigint>>, mappings: Rows): Record<string, bigint> {
  const keyOf = new Map(accountKeys.flatMap((key) => codesOf(key, mappings).map((code) => [code, key] as const)))
  const sums: Record<string, bigint> = {}
  for (const [code, balance] of Object.entries(balances)) {
    const key = keyOf.get(code)
    const shipped = key ? shippedAccounts[key] : code
    sums[shipped] = (sums[shipped] ?? 0n) + balance
  }
  return sums
}

/** What an account is called in a voucher; a code of another hand has no name. */
export function accountNamesOf(mappings: Rows): ReadonlyMap<string, readonly [zh: string, en: string]> {
  return new Map(
    accountKeys.flatMap((key) => {
      const own = mappings.find((one) => one.key === key)
      const [zh, en] = accountNames[key]
      const name = [(own?.nameZh ?? zh) as string, (own?.nameEn ?? own?.nameZh ?? en) as string] as const
      return codesOf(key, mappings).map((code) => [code, name] as const)
    }),
  )
}
