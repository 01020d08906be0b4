/** What the reader can do with a record now and, where not, why not, in both languages. */
import { capabilities, openness } from '../../kernel/capability.ts'
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Loose } from '../../kernel/fact.ts'
import { currencyOf } from '../../kernel/json.ts'
import { fill, type Label } from '../../kernel/label.ts'
import { formatAmount } from '../../kernel/money.ts'
import type { Declaration } from '../../kernel/object.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Asking } from '../store/asking.ts'
import type { Tx } from '../store/database.ts'
import { loadFact } from '../store/facts.ts'
import type { Reading } from './reading.ts'

export type Reason = Omit<Refusal, 'status'> & { readonly message: Label }
/** Act → true, or everything that stands against it; absent: not from this state, or not this person's to do. */
export type Can = Record<string, true | readonly Reason[]>

export async function canDo(
  reading: Reading,
  tx: Tx,
  { declaration, record }: { declaration: Declaration; record: Loose },
): Promise<Can> {
  const { model, actor, now, today } = reading
  const { settings, changes, objects } = model
  const customFields = model.customFields(declaration.name)
  const question = { declaration, customFields, settings, changes, actor, now, today, stored: record, id: record.id }
  const known = new Map<string, Promise<unknown>>()
  const can: Can = {}
  // Asked all at once, so that they travel together.
  const asked = capabilities(question).map(async (capability) => {
    const { draft } = capability
    const asking = {
      tenantId: reading.tenantId,
      objects,
      changes,
      object: declaration.name,
      record: draft?.record ?? record,
      input: draft?.input ?? {},
      actor,
      now,
      today,
      timeZone: settings.timeZone,
      baseCurrency: settings.baseCurrency,
      secret: reading.world.secrets.person,
    }
    const facts = await Promise.all(
      Object.entries(draft?.facts ?? {}).map(async ([name, fact]) => [
        name,
        await loadOnce(tx, { asking, fact, known }),
      ]),
    )
    const refusals = openness(capability, Object.fromEntries(facts))
    return { act: capability.act, said: refusals.map((refusal) => sayWhy(reading, refusal, { declaration, record })) }
  })
  for (const { act, said } of await Promise.all(asked)) can[act] = said.length === 0 ? true : said
  return can
}

/** Several actions ask the same; reading asks once, and never locks. */
function loadOnce(
  tx: Tx,
  { asking, fact, known }: { asking: Asking; fact: ResolvedFact; known: Map<string, Promise<unknown>> },
): Promise<unknown> {
  const { lock: _lock, ...free } = fact
  const key = JSON.stringify([free, fact.kind === 'source' ? asking.input : null], (_key, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  const answer = known.get(key) ?? loadFact(tx, asking, free)
  known.set(key, answer)
  return answer
}

function sayWhy(
  reading: Reading,
  refusal: Refusal,
  { declaration, record }: { declaration: Declaration; record: Loose },
): Reason {
  const { status: _status, ...rest } = refusal
  const words = declaration.messages[refusal.code] ?? reading.model.registry.messages[refusal.code]
  const currency = currencyOf(record, reading.model.settings.baseCurrency)
  const details = plainDetails(refusal.details ?? {}, currency)
  const message = (language: 'zh' | 'en') => fill(words?.[language] ?? refusal.code, spoken(details, language))
  return { ...rest, ...(refusal.details ? { details } : {}), message: { zh: message('zh'), en: message('en') } }
}

type Details = Readonly<Record<string, unknown>>

/** Whole minor units in details are amounts of the record's currency. */
function plainDetails(details: Details, currency: string): Details {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return formatAmount(value, currency)
    return Array.isArray(value) ? value.map(plain) : value
  }
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, plain(value)]))
}

function spoken(details: Details, language: 'zh' | 'en'): Details {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(details)) out[key] = isLabel(value) ? value[language] : value
  if (isLabel(details.say)) out.rule = `${details.rule} ${details.say[language]}`
  return out
}

const isLabel = (value: unknown): value is Label =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
