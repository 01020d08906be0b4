/** Tests of renminbi amounts in capital characters. */
import { expect, test } from 'vitest'
import { rmbUpper } from './rmb.ts'

test.each([
  [123456789n, '壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分'],
  [1005000n, '壹万零伍拾元整'],
  [101010n, '壹仟零壹拾元壹角'],
  [101005n, '壹仟零壹拾元零伍分'],
  [5n, '伍分'],
  [50n, '伍角'],
  [0n, '零元整'],
  [10000000000n, '壹亿元整'],
  [10001000000n, '壹亿零壹万元整'],
  [-11300000n, '负壹拾壹万叁仟元整'],
  [100000100n, '壹佰万零壹元整'],
  [100500000n, '壹佰万伍仟元整'],
  [100000000000000n, '壹万亿元整'],
  [100000001000000n, '壹万亿零壹万元整'],
])('%s fen is %s', (minor, text) => {
  expect(rmbUpper(minor)).toBe(text)
})
