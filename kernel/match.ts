/** Duplicate check: how surely two leads, accounts or contacts are the same party. */
import { jaroWinkler, normaliseEmail, normaliseName, normalisePhone, usccValid } from './text.ts'

export interface Party {
  readonly uscc?: string | null | undefined
  readonly mobile?: string | null | undefined
  readonly email?: string | null | undefined
  readonly name?: string | null | undefined
  readonly city?: string | null | undefined
}

export type MatchVerdict = 'block' | 'warn' | 'none'

/**
 * The highest that applies: same credit code 100; same mobile or e-mail 90; name similarity of at least 0.90 in
 * the same city 80, of at least 0.85 anywhere 60; else 0. What is missing or malformed on either side never matches.
 */
export function matchScore(a: Party, b: Party): 0 | 60 | 80 | 90 | 100 {
  if (same(creditCode(a.uscc), creditCode(b.uscc))) return 100
  if (same(normalisePhone(a.mobile ?? ''), normalisePhone(b.mobile ?? ''))) return 90
  if (same(normaliseEmail(a.email ?? ''), normaliseEmail(b.email ?? ''))) return 90
  const names = [normaliseName(a.name ?? ''), normaliseName(b.name ?? '')] as const
  if (names[0] === '' || names[1] === '') return 0
  const similarity = jaroWinkler(names[0], names[1])
  if (similarity >= 0.9 && same(cityName(a.city), cityName(b.city))) return 80
  return similarity >= 0.85 ? 60 : 0
}

/** 90 and more blocks, 60 and more warns. */
export function matchVerdict(score: number): MatchVerdict {
  return score >= 90 ? 'block' : score >= 60 ? 'warn' : 'none'
}

function same(a: string | null, b: string | null): boolean {
  return a !== null && a !== '' && a === b
}

/** A placeholder such as 无 typed into two records must not make them one company. */
function creditCode(code: string | null | undefined): string | null {
  const plain = (code ?? '').normalize('NFKC').toUpperCase().replace(/\s/g, '')
  return usccValid(plain) ? plain : null
}

/** 上海 and 上海市 are one city. */
function cityName(city: string | null | undefined): string {
  return normaliseName(city ?? '').replace(/(?<=..)市$/u, '')
}
