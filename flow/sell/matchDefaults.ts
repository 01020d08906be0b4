/** The matching rules a company begins with, as it could have written them itself. */
import type { Loose } from '../../kernel/fact.ts'

type Word = (zh: string, en: string) => string

const same = (fields: string) => ({ fields, by: 'same' })
const start = (fields: string) => ({ fields, by: 'start' })
const pairs = (fields: string) => ({ fields, by: 'pairs' })

/** What is compared how, points for agreeing and differing, and from which likeness on points rise. */
const row = (fields: string, compare: string, [agree, differ, from]: readonly [string, string, number?]) => ({
  fields,
  compare,
  agree,
  differ,
  ...(from === undefined ? {} : { from }),
})

export const defaultMatchRules = (word: Word): Loose[] => [
  {
    name: word('线索查重', 'Duplicate leads'),
    object: 'lead',
    suspectAt: '6',
    sureAt: '14',
    compare: [
      row('companyName', 'company', ['9', '-4', 70]),
      row('contactName', 'name', ['4', '0', 80]),
      row('uscc', 'exact', ['15', '-8']),
      row('mobile', 'phone', ['12', '-1']),
      row('phone', 'phone', ['8', '0']),
      row('email', 'email', ['12', '-1']),
      row('region.city', 'exact', ['2', '-2']),
    ],
    passes: [same('uscc'), same('mobile'), same('phone'), same('email'), start('companyName'), pairs('companyName')],
  },
  {
    name: word('客户查重', 'Duplicate accounts'),
    object: 'account',
    suspectAt: '6',
    sureAt: '14',
    compare: [
      row('name', 'company', ['9', '-5', 70]),
      row('uscc', 'exact', ['15', '-8']),
      row('mobile', 'phone', ['8', '0']),
      row('phone', 'phone', ['6', '0']),
      row('email', 'email', ['8', '-1']),
      row('website', 'exact', ['6', '0']),
      row('region.city', 'exact', ['2', '-2']),
      row('address', 'address', ['3', '-1', 60]),
    ],
    passes: [same('uscc'), same('mobile'), same('phone'), same('email'), same('website'), start('name'), pairs('name')],
  },
  {
    name: word('联系人查重', 'Duplicate contacts'),
    object: 'contact',
    suspectAt: '8',
    sureAt: '15',
    compare: [
      row('name', 'name', ['6', '-5', 80]),
      row('mobile', 'phone', ['12', '-1']),
      row('email', 'email', ['12', '-1']),
      row('phone', 'phone', ['4', '0']),
      row('wechat', 'exact', ['8', '0']),
      row('accountId', 'exact', ['5', '-2']),
    ],
    passes: [same('mobile'), same('email'), same('wechat'), same('phone'), same('accountId')],
  },
]
