/** LE14 and AC4: two become one, all that pointed at the one that goes points at the one that stays; and back again. */
import { arrow } from '../../kernel/arrow.ts'
import type { Effect } from '../../kernel/command.ts'
import { type Loose, one, rows, self, source } from '../../kernel/fact.ts'
import type { Fields } from '../../kernel/field.ts'
import { fromPlain, toPlain } from '../../kernel/json.ts'
import type { Declaration } from '../../kernel/object.ts'
import { account } from '../sell/account/account.ts'
import { contact } from '../sell/contact.ts'
import { lead } from '../sell/lead/lead.ts'
import { absorbed, type Moved } from '../sell/mergeRecord.ts'
import { takenFields } from '../sell/mergeStep.ts'
import { sidesOf } from '../sell/pairing.ts'
import { type Mergeable, takenOver } from '../sell/takeover.ts'

/** One place at which a record of any object points at the one in hand. */
export interface Relation {
  readonly object: string
  readonly id: string
  readonly no: string | null
  readonly state: string
  readonly place: string
  readonly rowId: string | null
  /** Values that following another account changes besides the link. */
  readonly was: Loose | null
}

const relations = source<readonly Relation[]>('relations')
const declarations: Readonly<Record<Mergeable, Declaration>> = { lead, account, contact }
/** What a merge itself writes on the record that goes, and its undoing puts back. */
const goneNames: Readonly<Record<Mergeable, readonly string[]>> = {
  lead: ['recycleDueOn'],
  account: [],
  contact: ['isPrimary'],
}

/** Input that leads the places of one record to a target. */
export function pointing(places: readonly Pick<Relation, 'place' | 'rowId'>[], target: string): Loose {
  const out: Record<string, unknown> = {}
  for (const { place, rowId } of places) {
    const [first = '', second] = place.split('.')
    if (second === undefined) out[first] = target
    else if (first === 'custom') out.custom = { ...(out.custom as Loose | undefined), [second]: target }
    else {
      const list = (out[first] as Loose[] | undefined) ?? []
      const known = list.find((row) => row.id === rowId)
      out[first] = known
        ? list.map((row) => (row === known ? { ...row, [second]: target } : row))
        : [...list, { id: rowId, [second]: target }]
    }
  }
  return out
}

function byRecord<One extends { readonly object: string }>(list: readonly One[], idOf: (one: One) => string): One[][] {
  const groups = new Map<string, One[]>()
  for (const one of list)
    groups.set(`${one.object} ${idOf(one)}`, [...(groups.get(`${one.object} ${idOf(one)}`) ?? []), one])
  return [...groups.values()]
}

/** A contact stands with whoever holds its account; all else only points elsewhere. */
function moves(found: readonly Relation[], target: string): Effect[] {
  return byRecord(found, (one) => one.id).map((places): Effect => {
    const { object, id } = places[0] as Relation
    const follows = object === 'contact' && places.some(({ place }) => place === 'accountId')
    return { object, act: follows ? 'relink' : 'repoint', id, input: pointing(places, target) }
  })
}

const plainOf = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(value)]))
const valuesOf = (fields: Fields, saved: Loose | null): Loose =>
  Object.fromEntries(Object.entries(saved ?? {}).map(([name, value]) => [name, fromPlain(fields[name], value)]))
function valuesBefore(fields: Fields, written: Readonly<Record<string, readonly [unknown, unknown]>>): Loose {
  const out: Record<string, unknown> = {}
  for (const [name, [before]] of Object.entries(written)) {
    const [first = '', key] = name.split('.')
    if (key === undefined) out[name] = fromPlain(fields[name], before)
    else out[first] = { ...(out[first] as Loose | undefined), [key]: before }
  }
  return out
}
const pick = (record: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.map((name) => [name, record[name] ?? null]))

function recordOf(
  object: Mergeable,
  merged: { survivor: Loose; gone: Loose; before: Loose; found: readonly Relation[] },
): Loose {
  const { survivor, gone, before, found } = merged
  const goneName = `gone${object.charAt(0).toUpperCase()}${object.slice(1)}Id`
  return {
    object,
    [`${object}Id`]: survivor.id,
    [goneName]: gone.id,
    goneState: before.state,
    goneBefore: plainOf(pick(before, goneNames[object])),
    absorbedVersion: survivor.version + 1,
    ownerId: survivor.ownerId,
    deptId: survivor.deptId,
    memberIds: gone.ownerId === null ? [] : [gone.ownerId],
    moved: found.map((one) => ({
      object: one.object,
      recordNo: one.no,
      recordId: one.id,
      place: one.place,
      rowId: one.rowId,
      stateThen: one.state,
      was: one.was,
    })),
  }
}

const pairsOf = (object: Mergeable) => {
  const [side, other] = sidesOf(object)
  const alive = ['open', 'dismissed', 'cleared']
  return {
    pairs: rows('duplicatePair', { [side]: self('id'), state: alive }),
    otherPairs: rows('duplicatePair', { [other]: self('id'), state: alive }),
  }
}

/** The pair of these two is settled; what else the one that goes was paired with is looked for anew. */
function settled(object: Mergeable, pairs: readonly Loose[], survivorId: string): Effect[] {
  const [side, other] = sidesOf(object)
  return pairs
    .filter((pair) => pair.state !== 'cleared' || pair[side] === survivorId || pair[other] === survivorId)
    .map((pair) => {
      const these = pair[side] === survivorId || pair[other] === survivorId
      return { object: 'duplicatePair', act: these ? 'settle' : 'clear', id: pair.id as string, input: {} }
    })
}

const merged = (object: Mergeable) =>
  arrow({
    name: `What hung on a merged ${object} hangs on the one that stays, and the merge is written down`,
    on: `${object}.merged`,
    needs: { survivor: one(object, self('mergedIntoId'), { lock: true }), relations, ...pairsOf(object) },
    then: ({ record, before, input, facts }) => {
      const survivor = facts.survivor as Loose
      const gone = { ...record, ...before } as Loose
      const written = takenOver(object, declarations[object].fields, { survivor, gone, take: takenFields(input) })
      const found = ((facts.relations ?? []) as readonly Relation[]).filter((one) => one.id !== survivor.id)
      return [
        { object, act: 'absorb', id: survivor.id as string, input: written },
        ...moves(found, survivor.id),
        ...settled(object, [...facts.pairs, ...facts.otherPairs], survivor.id),
        {
          object: 'mergeRecord',
          act: 'create',
          input: recordOf(object, { survivor, gone: record, before: gone, found }),
        },
      ]
    },
  })

/** Each record as it was: values of both, links of all that moved, by commands like any others (R6). */
export const undone = arrow({
  name: 'An undone merge puts back both records and all that moved',
  on: 'mergeRecord.undone',
  needs: { absorbed },
  then: ({ record, facts }) => {
    const object = record.object as Mergeable
    const goneId = (record.goneLeadId ?? record.goneAccountId ?? record.goneContactId) as string
    const survivorId = (record.leadId ?? record.accountId ?? record.contactId) as string
    const { fields } = declarations[object]
    const back = byRecord((record.moved ?? []) as readonly Moved[], (one) => one.recordId)
    return [
      { object, act: 'absorb', id: survivorId, input: valuesBefore(fields, facts.absorbed ?? {}) },
      {
        object,
        act: 'unmerge',
        id: goneId,
        input: { state: record.goneState, ...valuesOf(fields, record.goneBefore) },
      },
      ...back.map((places): Effect => {
        const { object: kind, recordId, was } = places[0] as Moved
        return { object: kind, act: 'repoint', id: recordId, input: { ...pointing(places, goneId), ...was } }
      }),
    ]
  },
})

const reopened = (object: Mergeable) =>
  arrow({
    name: `The pair of a ${object} that is back is up for review again`,
    on: `${object}.unmerged`,
    needs: {
      pairs: rows('duplicatePair', { [sidesOf(object)[0]]: self('id'), state: 'merged' }),
      otherPairs: rows('duplicatePair', { [sidesOf(object)[1]]: self('id'), state: 'merged' }),
    },
    then: ({ facts }) =>
      [...facts.pairs, ...facts.otherPairs].map((pair) => ({
        object: 'duplicatePair',
        act: 'renew',
        id: pair.id as string,
        input: {},
      })),
  })

const kinds: readonly Mergeable[] = ['lead', 'account', 'contact']
export const merging = [...kinds.map(merged), undone, ...kinds.map(reopened)]
