import { describe, expect, test } from 'vitest'
import { addressKey, bucket } from './limits.ts'

describe('token bucket', () => {
  test('lets the burst through, then says how long to wait, then refills', () => {
    let now = 0
    const limit = bucket({ burst: 3, perSecond: 0.5 }, () => now)
    expect([1, 2, 3].map(() => limit.take('a'))).toEqual([0, 0, 0])
    expect(limit.take('a')).toBe(2)
    expect(limit.take('b')).toBe(0)
    now = 2000
    expect(limit.take('a')).toBe(0)
    expect(limit.take('a')).toBe(2)
    limit.give('a')
    expect(limit.take('a')).toBe(0)
  })

  test('its memory is bounded', () => {
    const limit = bucket({ burst: 2, perSecond: 1 }, () => 0, 100)
    for (let i = 0; i < 10_000; i++) limit.take(`address ${i}`)
    expect(limit.take('address 9999')).toBe(0)
    expect(limit.take('address 9999')).toBeGreaterThan(0)
  })
})

describe('address of a caller', () => {
  test('forms of one IPv4 address are one', () => {
    const forms = ['1.2.3.4', '::ffff:1.2.3.4', '::FFFF:1.2.3.4', '::ffff:102:304']
    expect(new Set(forms.map(addressKey))).toEqual(new Set(['1.2.3.4']))
  })

  test('an IPv6 address counts by its /64, however it is written', () => {
    const forms = ['2001:db8:0:1::1', '2001:0DB8:0000:0001:ffff:ffff:ffff:ffff', '2001:db8::1:9:9:9:9', 'fe80::1%eth0']
    expect(forms.map(addressKey)).toEqual([
      '2001:db8:0:1::/64',
      '2001:db8:0:1::/64',
      '2001:db8:0:1::/64',
      'fe80:0:0:0::/64',
    ])
  })
})
