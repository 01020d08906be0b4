/** Proves a company's books and records against its log: whatever does not hold is told with the ids it concerns. */
import {
  type Breach,
  contractBreaches,
  entryBreaches,
  invoiceBreaches,
  ledgerBreaches,
  numberBreaches,
  type OrderLineSums,
  orderLineBreaches,
  paymentBreaches,
  stockBreaches,
} from '../../flow/cash/invariants.ts'
import { asShipped } from '../../flow/cash/mapping.ts'
import { evolve, same } from '../../kernel/diff.ts'
import type { Loose } from '../../kernel/fact.ts'
import { type Label, say } from '../../kernel/label.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Tx } from '../store/database.ts'
import { eventsOf, type LoggedEvent } from '../store/log.ts'
import { loadRecords } from '../store/records.ts'
import * as sums from '../store/verify.ts'
import type { Model, World } from '../world.ts'

export interface Verified {
  readonly tenantId: string
  /** Records whose rows were rebuilt from the log. */
  readonly records: number
  readonly events: string
  readonly breaches: readonly Breach[]
}

/** Entries of the ledger come through their own function and tell no events; they are checked as entries. */
const withoutLog = new Set(['journal'])
const page = 500
const noId = '00000000-0000-0000-0000-000000000000'

export async function verifyTenant(world: World, tenantId: string): Promise<Verified> {
  const model = await world.models.of(tenantId)
  const breaches: Breach[] = []
  let records = 0
  for (const declaration of model.objects.values()) {
    if (withoutLog.has(declaration.name)) continue
    const replayed = await replayAll(world, { tenantId, declaration })
    records += replayed.records
    breaches.push(...replayed.breaches)
  }
  const { events, found } = await world.database.inTenant(tenantId, async (tx) => ({
    events: await sums.logSums(tx, tenantId),
    found: await businessBreaches(tx, model),
  }))
  return { tenantId, records, events: String(events.count), breaches: [...logBreaches(events), ...breaches, ...found] }
}

/** What the chain caused is written by the system; the event also says whose act it followed. */
const writerOf = ({ causeId, actorId }: LoggedEvent): string | null => (causeId === null ? actorId : null)

interface Replaying {
  readonly tenantId: string
  readonly declaration: Declaration
}

/** Every row against its replayed events, page by page, each in a transaction of its own. */
async function replayAll(world: World, place: Replaying): Promise<{ records: number; breaches: Breach[] }> {
  const breaches: Breach[] = []
  let records = 0
  for (let after = noId; ; ) {
    const ids = await world.database.inTenant(place.tenantId, async (tx) => {
      const found = await sums.recordIds(tx, place, { after, limit: page })
      const stored = await loadRecords(tx, place, { ids: found, lock: false })
      const events = await eventsOf(tx, { tenantId: place.tenantId, secret: world.secrets.person, ids: found })
      breaches.push(...replayBreaches(place.declaration, stored, events))
      return found
    })
    records += ids.length
    if (ids.length < page) break
    after = ids.at(-1) as string
  }
  const lost = await world.database.inTenant(place.tenantId, (tx) => sums.lostRecords(tx, place))
  const { name } = place.declaration
  breaches.push(
    ...findings('record_lost', lost, { object: name, message: say('记录缺失', 'The log knows a record that is gone') }),
  )
  return { records, breaches }
}

function replayBreaches(declaration: Declaration, stored: readonly Loose[], events: readonly LoggedEvent[]): Breach[] {
  const byRecord = new Map<string, LoggedEvent[]>()
  for (const event of events) {
    if (event.object === declaration.name) byRecord.set(event.id, [...(byRecord.get(event.id) ?? []), event])
  }
  return stored.flatMap((record) => {
    const replayed = (byRecord.get(record.id) ?? []).reduce<Loose | null>(
      (before, event) => evolve(declaration, before, { ...event, at: event.recordedAt, by: writerOf(event) }),
      null,
    )
    const differing = differences(record, replayed)
    if (differing.length === 0) return []
    return [
      {
        rule: 'replay',
        subject: `${declaration.name}:${record.id}`,
        expected: shown(replayed, differing),
        found: shown(record, differing),
        message: say('记录与日志重放结果不符', 'The record differs from its replayed log'),
      },
    ]
  })
}

function differences(record: Loose, replayed: Loose | null): string[] {
  if (replayed === null) return ['id']
  return [...new Set([...Object.keys(record), ...Object.keys(replayed)])].filter(
    (name) => !same(record[name] ?? null, replayed[name] ?? null),
  )
}

const shown = (record: Loose | null, names: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, record?.[name] ?? null])), (_key, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  ).slice(0, 400)

function logBreaches({ count, first, last, counter }: sums.LogSums): Breach[] {
  const whole = count === 0n || (first === 1n && last === count && counter === last)
  if (whole) return []
  return [
    {
      rule: 'log_gap',
      subject: 'log',
      expected: `1–${counter ?? 0n}`,
      found: `${first ?? 0n}–${last ?? 0n} (${count})`,
      message: say('事件日志不连续', 'The log has a hole'),
    },
  ]
}

type Told = { readonly object?: string; readonly message: Label; readonly expected?: string }

function findings(rule: string, found: readonly (sums.Finding & { object?: string })[], told: Told): Breach[] {
  return found.map((one) => ({
    rule,
    subject: `${one.object ?? told.object ?? ''}:${one.id}`,
    expected: told.expected ?? '—',
    found: one.found,
    message: told.message,
  }))
}

async function businessBreaches(tx: Tx, model: Model): Promise<Breach[]> {
  const { tenantId } = model
  const out: Breach[] = []
  out.push(
    ...findings('log_order', await sums.logHoles(tx, tenantId), {
      object: 'event',
      message: say('事件序号不连续', 'Numbers of the log do not follow one another'),
    }),
  )
  out.push(
    ...findings('versions', await sums.versionHoles(tx, tenantId), {
      message: say('记录版本不连续', 'Versions of a record do not follow one another'),
    }),
  )
  out.push(...(await ledger(tx, tenantId)))
  out.push(...entryBreaches(await sums.entrySums(tx, tenantId)))
  out.push(...stockBreaches(await sums.stockSums(tx, tenantId)))
  out.push(...paymentBreaches(await sums.paymentSums(tx, tenantId)))
  out.push(...invoiceBreaches(await sums.invoiceSums(tx, tenantId)))
  out.push(...orderLineBreaches((await sums.orderLineSums(tx, tenantId)) as unknown as OrderLineSums[]))
  const contracts = await sums.contractSums(tx, tenantId)
  out.push(
    ...contractBreaches(contracts.map((one) => ({ ...one, overrun: overrunOf(one.net, model.settings.overrunPct) }))),
  )
  out.push(...(await invoiceNumbers(tx, tenantId)))
  out.push(
    ...findings('stage_history', await sums.stageGaps(tx, tenantId), {
      object: 'opportunity',
      message: say('阶段历程不连续', 'The stages of an opportunity leave a gap or overlap'),
    }),
  )
  out.push(
    ...findings('conversion', await sums.conversions(tx, tenantId), {
      object: 'lead',
      expected: '1',
      message: say('线索被多次转化', 'A lead was converted more than once'),
    }),
  )
  out.push(
    ...findings('win_proof', await sums.winsWithoutProof(tx, tenantId), {
      object: 'opportunity',
      expected: '1',
      message: say('赢单依据不唯一', 'A won deal has no or more than one proof'),
    }),
  )
  out.push(...(await customValues(tx, model)))
  return out
}

/** The share of a net amount that may be ordered beyond it, in minor units. */
const overrunOf = (net: bigint, share: string): bigint =>
  (net * BigInt(Math.round(Number(share) * 1_000_000))) / 1_000_000n

async function ledger(tx: Tx, tenantId: string): Promise<Breach[]> {
  const balances = await sums.ledgerBalances(tx, tenantId)
  const records = await sums.recordSums(tx, tenantId)
  const mappings = await sums.accountMappings(tx, tenantId)
  const entities = new Set([...balances, ...records].map((one) => one.entity))
  return [...entities].flatMap((entity) => {
    const amount = (kind: string) =>
      records.filter((one) => one.entity === entity && one.kind === kind).reduce((sum, one) => sum + one.amount, 0n)
    const own = balances.filter((one) => one.entity === entity)
    return ledgerBreaches({
      subject: `legalEntity:${entity}`,
      balances: asShipped(Object.fromEntries(own.map(({ code, balance }) => [code, balance])), mappings),
      openInvoices: amount('openInvoices'),
      deliveredNotInvoiced: amount('deliveredNotInvoiced'),
      deferredTax: amount('deferredTax'),
      invoicedNotDelivered: amount('invoicedNotDelivered'),
      unappliedReceipts: amount('unappliedReceipts'),
      goodsInTransit: amount('goodsInTransit'),
    })
  })
}

async function invoiceNumbers(tx: Tx, tenantId: string): Promise<Breach[]> {
  const bySeries = new Map<string, number[]>()
  for (const { series, no } of await sums.fiscalNumbers(tx, tenantId))
    bySeries.set(series, [...(bySeries.get(series) ?? []), no])
  return [...bySeries].flatMap(([series, numbers]) => numberBreaches(`invoice:${series}`, numbers))
}

async function customValues(tx: Tx, model: Model): Promise<Breach[]> {
  const out: Breach[] = []
  for (const object of model.objects.keys()) {
    for (const { key } of model.customFields(object).filter((field) => field.filterable)) {
      const found = await sums.customValueGaps(tx, model.tenantId, { object, key })
      out.push(
        ...findings('custom_value', found, {
          object,
          message: say('自定义字段索引不符', 'A value beside the record differs from it'),
        }),
      )
    }
  }
  return out
}
