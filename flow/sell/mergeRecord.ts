/** A merge 合并记录: which record went into which, what it wrote and moved, so that it can be undone as a whole. */
import { type FactValue, type Loose, one, self, source, valueAt } from '../../kernel/fact.ts'
import { choice, data, integer, link, text } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { type Guard, object, part } from '../../kernel/object.ts'
import { roleNames, systemOnly } from '../../kernel/role.ts'
import { pairPermit } from './pairing.ts'
import { differs } from './takeover.ts'

/** A record that pointed at the one that went, as the merge left it. */
export interface Moved {
  readonly object: string
  readonly recordId: string
  /** 'accountId', 'members.leadId' or 'custom.key'. */
  readonly place: string
  readonly rowId: string | null
  readonly stateThen: string
  /** Values that moving changed besides the link. */
  readonly was: Loose | null
}

/**
 * What the merge wrote on the one that stays, as the log tells it: name → [before, after]. It stands nowhere else, so
 * that it goes with the person when they are erased; null where it is gone.
 */
export const absorbed = source<Readonly<Record<string, readonly [unknown, unknown]>> | null>('absorbedValues')

/** The moved records as they are now, by id. */
export const movedNow = source<Readonly<Record<string, Loose>>>('movedNow')

/** For the undoing alone: what stands here may be masked or out of sight in the records themselves. */
const kept = { computed: true, hide: roleNames } as const
const computed = { computed: true } as const

export const mergeRecord = object('mergeRecord', {
  label: say('合并记录', 'Merge'),
  plural: 'mergeRecords',
  area: 'manage',
  title: 'no',
  numbered: 'MG',
  fields: {
    object: choice(
      { lead: ['线索', 'Lead'], account: ['客户', 'Account'], contact: ['联系人', 'Contact'] },
      { label: say('对象', 'Object'), ...computed, required: true, listed: true },
    ),
    leadId: link('lead', { label: say('保留的线索', 'Lead kept'), ...computed, listed: true }),
    goneLeadId: link('lead', { label: say('并入的线索', 'Lead merged'), ...computed, listed: true }),
    accountId: link('account', { label: say('保留的客户', 'Account kept'), ...computed, listed: true }),
    goneAccountId: link('account', { label: say('并入的客户', 'Account merged'), ...computed, listed: true }),
    contactId: link('contact', { label: say('保留的联系人', 'Contact kept'), ...computed, listed: true }),
    goneContactId: link('contact', { label: say('并入的联系人', 'Contact merged'), ...computed, listed: true }),
    goneState: text({ label: say('并入前状态', 'State before'), ...kept, maxLength: 40 }),
    goneBefore: data<Loose>({ label: say('并入前', 'Merged record before'), ...kept }),
    absorbedVersion: integer({ label: say('保留记录合并时的版本', 'Version of the kept record'), ...kept }),
  },
  parts: {
    moved: part({
      label: say('随同转移的记录', 'Records that moved'),
      computed: true,
      max: 50_000,
      fields: {
        object: text({ label: say('对象', 'Object'), maxLength: 40, ...computed }),
        recordNo: text({ label: say('编号', 'Number'), maxLength: 40, ...computed }),
        recordId: text({ label: say('记录', 'Record'), maxLength: 40, ...kept }),
        place: text({ label: say('字段', 'Field'), maxLength: 120, ...kept }),
        rowId: text({ label: say('行', 'Row'), maxLength: 40, ...kept }),
        stateThen: text({ label: say('当时状态', 'State then'), maxLength: 40, ...kept }),
        was: data<Loose>({ label: say('原值', 'Values before'), ...kept }),
      },
    }),
  },
  facts: {
    lead: one('lead', self('leadId'), { lock: true }),
    goneLead: one('lead', self('goneLeadId'), { lock: true }),
    account: one('account', self('accountId'), { lock: true }),
    goneAccount: one('account', self('goneAccountId'), { lock: true }),
    contact: one('contact', self('contactId'), { lock: true }),
    goneContact: one('contact', self('goneContactId'), { lock: true }),
    movedNow,
    absorbed,
  },
  states: {
    merged: { label: say('已合并', 'Merged'), locked: true },
    undone: { label: say('已撤销', 'Undone'), ends: 'badly' },
  },
  starts: 'merged',
  create: { takesOwner: false },
  transitions: {
    undo: {
      label: say('撤销合并', 'Undo the merge'),
      help: say(
        '两条记录恢复到合并前，转移的记录回到原处',
        'Both records become what they were, and what moved goes back',
      ),
      from: ['merged'],
      to: 'undone',
      emits: 'undone',
      tone: 'danger',
      needs: ['lead', 'goneLead', 'account', 'goneAccount', 'contact', 'goneContact', 'movedNow', 'absorbed'],
      guards: [untouched()],
    },
  },
  permits: {
    read: pairPermit,
    create: systemOnly,
    change: systemOnly,
    undo: { SM: 'tree', OPS: 'all' },
  },
  messages: {
    MERGE_BUILT_UPON: say(
      '合并之后这些内容又有变化，不能整体撤销：{what}；请逐项处理',
      'These changed after the merge, so it cannot be undone as a whole: {what}; settle them one by one',
    ),
  },
})

interface Standing {
  readonly record: Loose
  readonly facts: Loose
}

/** What was built on a merge: values written since, links led elsewhere, states that moved on. */
export function builtUpon({ record, facts }: Standing): string[] {
  const survivor = facts.lead ?? facts.account ?? facts.contact
  const gone = facts.goneLead ?? facts.goneAccount ?? facts.goneContact
  if (!survivor || !gone || gone.state !== 'merged' || survivor.state === 'merged') return [gone?.no ?? '—']
  const written = facts.absorbed as FactValue<typeof absorbed>
  if (!written) return [survivor.no]
  const values = Object.entries(written)
    .filter(([name, [, after]]) => !following.has(name) && differs(valueAt(survivor, name), after))
    .map(([name]) => `${survivor.no}.${name}`)
  const moved = ((record.moved ?? []) as readonly (Moved & { recordNo: string | null })[])
    .filter((one) => {
      const now = facts.movedNow?.[one.recordId] as Loose | undefined
      return !now || now.state !== one.stateThen || linkOf(now, one) !== survivor.id
    })
    .map((one) => one.recordNo ?? one.object)
  return [...new Set([...values, ...moved])]
}

/** Written by the daily work on a record, and right again with the next piece of it. */
const following: ReadonlySet<string> = new Set(['lastActivityAt', 'firstResponseAt', 'firstOrderAt', 'lastOrderAt'])

function linkOf(record: Loose, { place, rowId }: Moved): unknown {
  const [first = '', second] = place.split('.')
  if (second === undefined) return record[first]
  if (first === 'custom') return record.custom?.[second]
  return (record[first] as readonly Loose[] | undefined)?.find((row) => row.id === rowId)?.[second]
}

function untouched(): Guard<Standing> {
  const most = 5
  return {
    code: 'MERGE_BUILT_UPON',
    holds: (context) => builtUpon(context).length === 0,
    details: (context) => ({ what: builtUpon(context).slice(0, most).join('、') || '—' }),
  }
}
