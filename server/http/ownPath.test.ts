import { describe, expect, test } from 'vitest'
import { ownPath } from './ownPath.ts'

describe('AUT-14: where one is led after signing in', () => {
  test('is a place of this server', () => {
    for (const path of ['/', '/leads', '/leads?filter=%7B%7D', '/admin/mail', '/leads/1?a=//b']) {
      expect(ownPath(path)).toBe(path)
    }
  })

  test('or else the home page', () => {
    const odd = [
      '',
      '//evil',
      '///evil',
      '/\\evil',
      '\\\\evil',
      'https:evil',
      'https://evil.example',
      'javascript:alert(1)',
    ]
    for (const path of [
      ...odd,
      '/\t/evil',
      '/\n/evil',
      '/a\\..\\..//evil',
      ' /x',
      '/.//evil',
      '/..//evil',
      'data:,x',
    ]) {
      expect(ownPath(path), JSON.stringify(path)).toBe('/')
    }
  })
})
