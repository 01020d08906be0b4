/** Under which code the books keep an account: a company's own instead of the shipped one (R29). */

import { type Loose, rows } from '../../kernel/fact.ts'
import { choice, data, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import type { Permit } from '../../kernel/role.ts'
import { accountKeys, codesOf } from './mapping.ts'
import { accountNames } from './postings.ts'

const finance: Permit = { ARF: 'all', ADM: 'all' }

interface Mapping {
  readonly record: Loose
  readonly facts: Loose
}

/** Two accounts in one code could not be told apart any more, not even by their past. */
const codeFree = {
  code: 'ACCOUNT_CODE_TAKEN',
  field: 'code',
  onInput: true,
  holds: ({ record, facts }: Mapping) =>
    !accountKeys.some((key) => key !== record.key && codesOf(key, facts.mappings).includes(record.code)),
  details: ({ record }: Mapping) => ({ code: record.code }),
}

export const accountMapping = object('accountMapping', {
  label: say('科目映射', 'Account mapping'),
  plural: 'accountMappings',
  area: 'setup',
  title: 'code',
  fields: {
    key: choice(accountNames, {
      label: say('系统科目', 'Account'),
      required: true,
      fixed: true,
      unique: true,
      listed: true,
    }),
    code: text({
      label: say('科目编码', 'Code'),
      required: true,
      unique: true,
      maxLength: 20,
      listed: true,
      help: say(
        '从下一笔凭证起使用；未设置的科目用出厂编码',
        'Used from the next entry on; others keep their shipped code',
      ),
    }),
    nameZh: text({ label: say('科目名称', 'Chinese name'), maxLength: 60, listed: true }),
    nameEn: text({ label: say('英文名称', 'English name'), maxLength: 60 }),
    formerCodes: data<readonly string[]>({ label: say('曾用编码', 'Former codes'), computed: true }),
  },
  facts: { mappings: rows('accountMapping', {}) },
  states: { active: { label: say('启用', 'Active') } },
  starts: 'active',
  create: { takesOwner: false, needs: ['mappings'], guards: [codeFree] },
  change: {
    needs: ['mappings'],
    guards: [codeFree],
    sets: ({ record, before }) => {
      const used = before?.code
      if (!used || used === record.code) return {}
      return { formerCodes: [...new Set([...(record.formerCodes ?? []), used])] }
    },
  },
  transitions: {},
  permits: { read: { ARF: 'all', ADM: 'all', OPS: 'all', EXE: 'all' }, create: finance, change: finance },
  messages: {
    ACCOUNT_CODE_TAKEN: say(
      '编码 {code} 已用于其他科目，请改用别的编码',
      'Code {code} stands for another account; choose a different one',
    ),
  },
})
