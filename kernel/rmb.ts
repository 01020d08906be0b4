/** Renminbi amounts in the capital characters that Chinese contracts, invoices and cheques carry. */

const numerals = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const
const places = ['', '拾', '佰', '仟'] as const
const tenThousand = 10_000n
const hundredMillion = 100_000_000n

/** Takes fen: 123456789n is 壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分; whole yuan end in 整. */
export function rmbUpper(minor: bigint): string {
  if (minor < 0n) return `负${rmbUpper(-minor)}`
  const yuan = minor / 100n
  const jiao = Number((minor / 10n) % 10n)
  const fen = Number(minor % 10n)
  const head = yuan > 0n ? `${spell(yuan)}元` : ''
  if (jiao === 0 && fen === 0) return `${head || '零元'}整`
  const tenths = jiao > 0 ? `${numerals[jiao]}角` : head ? '零' : ''
  return head + tenths + (fen > 0 ? `${numerals[fen]}分` : '')
}

/** Speaks a positive whole number: by 亿, then by 万, then digit by digit, with one 零 for skipped places. */
function spell(n: bigint): string {
  if (n >= hundredMillion) return joined(n, hundredMillion, '亿')
  if (n >= tenThousand) return joined(n, tenThousand, '万')
  const digits = n.toString()
  let text = ''
  let skipped = false
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[i])
    if (digit === 0) {
      skipped = true
      continue
    }
    text += (skipped ? '零' : '') + numerals[digit] + places[digits.length - 1 - i]
    skipped = false
  }
  return text
}

function joined(n: bigint, unit: bigint, name: string): string {
  const rest = n % unit
  const gap = rest > 0n && rest < unit / 10n ? '零' : ''
  return spell(n / unit) + name + (rest > 0n ? gap + spell(rest) : '')
}
