/** Two records suspected to be the same party 疑似重复: found by a matching rule, judged by a person. */
import { choice, data, decimal, link } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import type { Evidence } from '../../kernel/likeness.ts'
import { object } from '../../kernel/object.ts'
import { roleNames, systemOnly } from '../../kernel/role.ts'
import { type Fingerprint, pairPermit } from './pairing.ts'

const computed = { computed: true } as const
const found = {
  points: decimal({ label: say('得分', 'Points'), ...computed, scale: 1, listed: true }),
  verdict: choice(
    { sure: ['几乎确定', 'Almost certain'], suspect: ['疑似', 'Suspected'] },
    { label: say('判断', 'Verdict'), ...computed, listed: true },
  ),
  evidence: data<readonly Evidence[]>({ label: say('依据', 'Evidence'), ...computed }),
  /** What the compared values were, as hashes: a dismissed pair comes back only when one of them changed. */
  fingerprint: data<Fingerprint>({ label: say('指纹', 'Fingerprint'), ...computed, hide: roleNames }),
} as const
const renewed = Object.keys(found) as (keyof typeof found)[]

export const duplicatePair = object('duplicatePair', {
  label: say('疑似重复', 'Suspected duplicate'),
  plural: 'duplicatePairs',
  area: 'manage',
  title: 'no',
  numbered: 'DP',
  fields: {
    object: choice(
      { lead: ['线索', 'Lead'], account: ['客户', 'Account'], contact: ['联系人', 'Contact'] },
      { label: say('对象', 'Object'), ...computed, required: true, listed: true },
    ),
    ...found,
    leadId: link('lead', { label: say('线索', 'Lead'), ...computed, listed: true }),
    otherLeadId: link('lead', { label: say('相似线索', 'Similar lead'), ...computed, listed: true }),
    accountId: link('account', { label: say('客户', 'Account'), ...computed, listed: true }),
    otherAccountId: link('account', { label: say('相似客户', 'Similar account'), ...computed, listed: true }),
    contactId: link('contact', { label: say('联系人', 'Contact'), ...computed, listed: true }),
    otherContactId: link('contact', { label: say('相似联系人', 'Similar contact'), ...computed, listed: true }),
    ruleId: link('matchRule', { label: say('查重规则', 'Matching rule'), ...computed }),
  },
  parts: {},
  facts: {},
  states: {
    open: { label: say('待核对', 'To review') },
    merged: { label: say('已合并', 'Merged'), ends: 'well' },
    dismissed: { label: say('不是重复', 'Not a duplicate'), ends: 'badly' },
    cleared: { label: say('不再相似', 'No longer alike'), ends: 'badly' },
  },
  starts: 'open',
  create: { takesOwner: false },
  transitions: {
    dismiss: {
      label: say('不是重复', 'Not a duplicate'),
      help: say(
        '这两条不再提示，除非其中一条用于查重的内容有变',
        'These two are not shown again unless what is compared changes in one of them',
      ),
      from: ['open'],
      to: 'dismissed',
      emits: 'dismissed',
      undo: 'reopen',
    },
    reopen: {
      label: say('重新核对', 'Review again'),
      from: ['dismissed'],
      to: 'open',
      emits: 'reopened',
    },
    settle: {
      label: say('已合并', 'Merged'),
      from: ['open', 'dismissed', 'cleared'],
      to: 'merged',
      emits: 'settled',
    },
    renew: {
      label: say('再次发现', 'Found again'),
      from: ['open', 'dismissed', 'cleared', 'merged'],
      to: 'open',
      emits: 'renewed',
      takes: [...renewed, 'ruleId'],
    },
    clear: {
      label: say('不再相似', 'No longer alike'),
      from: ['open', 'dismissed'],
      to: 'cleared',
      emits: 'cleared',
    },
  },
  permits: {
    read: pairPermit,
    create: systemOnly,
    change: systemOnly,
    dismiss: { SM: 'tree', MKT: 'all', OPS: 'all' },
    reopen: { SM: 'tree', MKT: 'all', OPS: 'all' },
    settle: systemOnly,
    renew: systemOnly,
    clear: systemOnly,
  },
  board: 'state',
  quiet: ['fingerprint'],
})
