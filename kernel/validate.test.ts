/** Texts that must be what they claim: zones of time and addresses of the web. */
import { describe, expect, it } from 'vitest'
import { text } from './field.ts'
import { say } from './label.ts'
import { readValue } from './validate.ts'

const place = { name: 'x', currency: 'CNY' }
const passes = (check: 'timeZone' | 'url', value: string): boolean =>
  readValue(text({ label: say('值', 'Value'), check }), value, place).ok

describe('a zone of time', () => {
  it.each(['Asia/Shanghai', 'America/New_York', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])(
    '%s is one',
    (name) => expect(passes('timeZone', name)).toBe(true),
  )
  it.each(["'; drop table x;--", 'Mars/X', 'UTC+8', '+08:00', '../etc/passwd', 'asia', 'Asia/Shanghai x'])(
    '%s is none',
    (name) => expect(passes('timeZone', name)).toBe(false),
  )
})

describe('a web address', () => {
  it.each(['https://example.com', 'http://例子.中国/路径?a=1', 'www.example.com', 'example.com:8080/x'])(
    '%s is one',
    (url) => expect(passes('url', url)).toBe(true),
  )
  it.each(['javascript:alert(1)', 'data:text/html,x', 'https://a b', '//evil.com', 'ftp://example.com', '" onclick=x'])(
    '%s is none',
    (url) => expect(passes('url', url)).toBe(false),
  )
})
