/** Text as people type it: brought to one form for comparing, searching and exporting, and masked for reading. */

/** Legal forms at the end of a company name; Latin ones only as a word of their own, so that Cisco stays Cisco. */
const legalSuffix = /(?:股份有限公司|有限责任公司|有限公司|集团|(?<![\p{Script=Latin}\p{N}])(?:co|ltd|inc|llc))$/u
const trailingMarks = /[\p{P}\p{Z}\p{C}\s]+$/u
const marks = /[\p{P}\p{Z}\p{C}\s]+/gu
/** Characters that show nothing, which a spreadsheet skips before it looks for a formula. */
const invisible = /^[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]+/u
const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** A company name for comparing: NFKC, lower case, without spaces, punctuation and legal suffixes. */
export function normaliseName(name: string): string {
  const full = name.normalize('NFKC').toLowerCase().replace(trailingMarks, '')
  let core = full
  for (;;) {
    const shorter = core.replace(legalSuffix, '').replace(trailingMarks, '')
    if (shorter === core || shorter === '') break
    core = shorter
  }
  return core.replace(marks, '')
}

/**
 * A telephone number as E.164, '+8613812345678'; null when it is none. Without a prefix it is Chinese (or of the
 * given country code). '1.38E+10', the trace of a spreadsheet, is refused rather than repaired.
 */
export function normalisePhone(text: string, countryCode = '86'): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Z}\s]/gu, '')
    .replace(/\(0\)/g, '')
  const digits = plain.replace(/[()\-\p{Pd}/]/gu, '').replace(/^\+?00(?=[1-9])/, '+')
  if (digits.startsWith('+')) return e164(digits.replace(/\./g, ''))
  if (!/^[0-9]+$/.test(digits)) return null
  if (countryCode !== '86') return e164(`+${countryCode}${digits.replace(/^0/, '')}`)
  if (/^861[3-9][0-9]{9}$/.test(digits)) return `+${digits}`
  const mobile = /^1[3-9][0-9]{9}$/
  const fixedLine = /^0[1-9][0-9]{1,2}[2-9][0-9]{6,7}$/
  const nationwide = /^[48]00[0-9]{7}$/
  if (fixedLine.test(digits)) return `+86${digits.slice(1)}`
  return mobile.test(digits) || nationwide.test(digits) ? `+86${digits}` : null
}

/** An e-mail address for comparing: trimmed and lower case; null when it is none. */
export function normaliseEmail(text: string): string | null {
  const email = text.normalize('NFKC').trim().toLowerCase()
  return email.length <= 254 && /^[^\s@<>(),;:"\p{C}]+@[^\s@<>(),;:"\p{C}.]+(\.[^\s@<>(),;:"\p{C}.]+)+$/u.test(email)
    ? email
    : null
}

/** Jaro–Winkler similarity, 0–1: prefix scale 0.1, at most four characters of common prefix (Winkler 1990). */
export function jaroWinkler(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0
  const jaro = jaroSimilarity(left, right)
  let prefix = 0
  while (prefix < Math.min(4, left.length, right.length) && left[prefix] === right[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** The check digit of a unified social credit code (统一社会信用代码, GB 32100). */
export function usccValid(code: string): boolean {
  const values = [...code].map((char) => usccAlphabet.indexOf(char))
  if (values.length !== 18 || values.includes(-1)) return false
  const weighted = usccWeights.reduce((total, weight, i) => total + weight * (values[i] as number), 0)
  return values[17] === (31 - (weighted % 31)) % 31
}

/** What no database column can hold unharmed: NUL, and halves of a surrogate pair. */
export function textProblem(value: string): 'nul' | 'surrogate' | null {
  if (value.includes('\0')) return 'nul'
  return /\p{Surrogate}/u.test(value) ? 'surrogate' : null
}

/** 138****1234. Always four stars, so that the length tells nothing; too short a number is hidden whole. */
export function maskMobile(mobile: string): string {
  const shown = [...mobile.trim().replace(/^\+86[\s-]?/, '')]
  return shown.length < 8 ? '****' : `${shown.slice(0, 3).join('')}****${shown.slice(-4).join('')}`
}

/** a***@x.com */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${[...email][0]}***${email.slice(at)}`
}

/**
 * The grams a record is found by: every character and every pair of neighbours, within runs of letters and digits.
 * A record holds a phrase only if it has all of `queryGrams(phrase)`; the reverse still has to be looked at.
 */
export function indexGrams(text: string): string[] {
  return [...new Set(runsOf(text).flatMap((run) => [...run, ...pairsOf(run)]))]
}

/** The grams to look for: pairs, and the character itself where one stands alone. */
export function queryGrams(text: string): string[] {
  return [...new Set(runsOf(text).flatMap((run) => (run.length === 1 ? run : pairsOf(run))))]
}

/** A CSV cell that no spreadsheet takes for a formula; what it changes, `stripFormulaGuard` restores exactly. */
export function formulaSafe(cell: string): string {
  return needsGuard(cell) ? `'${cell}` : cell
}

/** Takes off the apostrophe that `formulaSafe` put on, and no other. */
export function stripFormulaGuard(cell: string): string {
  return cell.startsWith("'") && needsGuard(cell.slice(1)) ? cell.slice(1) : cell
}

/** A guarded cell takes a second apostrophe when it already had one, else the way back would lose it. */
function needsGuard(cell: string): boolean {
  const bare = cell.replace(/^'+/, '')
  if (/^-[0-9]+(\.[0-9]+)?$/.test(bare)) return false
  if (/^[\t\r\n]/.test(bare)) return true
  const first = [...bare.replace(invisible, '')][0] ?? ''
  return '=+-@'.includes(first.normalize('NFKC')) && first !== ''
}

function e164(text: string): string | null {
  return /^\+[1-9][0-9]{6,14}$/.test(text) ? text : null
}

function runsOf(text: string): string[][] {
  const runs =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return runs.map((run) => [...run])
}

function pairsOf(run: readonly string[]): string[] {
  return run.slice(1).map((char, i) => (run[i] as string) + char)
}

function jaroSimilarity(left: readonly string[], right: readonly string[]): number {
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken = new Set<number>()
  const matched: string[] = []
  left.forEach((char, i) => {
    for (let j = Math.max(0, i - reach); j <= Math.min(right.length - 1, i + reach); j++) {
      if (taken.has(j) || right[j] !== char) continue
      taken.add(j)
      matched.push(char)
      return
    }
  })
  if (matched.length === 0) return 0
  const others = [...taken].sort((a, b) => a - b).map((j) => right[j])
  const swaps = matched.filter((char, i) => char !== others[i]).length / 2
  const n = matched.length
  return (n / left.length + n / right.length + (n - swaps) / n) / 3
}
