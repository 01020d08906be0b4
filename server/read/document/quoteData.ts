/** What a quote's document says, gathered as its reader may see it: no costs, no margins, nothing masked. */
import type { Loose } from '../../../kernel/fact.ts'
import { currencyOf } from '../../../kernel/json.ts'
import type { Tx } from '../../store/database.ts'
import { loadRecord, loadRecords } from '../../store/records.ts'
import { zoneOf } from '../../store/zone.ts'
import { declarationOf, type Reading } from '../reading.ts'
import { loadVisible } from '../record.ts'
import { isVisible, mayRead, reaches, seesPersonal } from '../scope.ts'

export interface QuoteData {
  readonly quote: Loose
  readonly currency: string
  readonly date: string
  readonly entity: Loose | null
  readonly customer: string
  readonly customerAddress: string | null
  readonly contact: Loose | null
  readonly term: Loose | null
  readonly owner: Loose | null
  readonly products: ReadonlyMap<string, string>
}

export async function quoteData(reading: Reading, tx: Tx, id: string): Promise<QuoteData> {
  const quote = await loadVisible(reading, tx, { declaration: declarationOf(reading, 'quote'), id })
  const seen = (object: string, linked: unknown) => loadSeen(reading, tx, { object, id: linked })
  const account = await load(reading, tx, { object: 'account', id: quote.accountId })
  const accountSeen = account !== null && reaches(reading, declarationOf(reading, 'account'), account)
  const productIds = [...new Set((quote.lines as Loose[]).map((line) => line.productId).filter(Boolean))] as string[]
  return {
    quote,
    currency: currencyOf(quote, reading.model.settings.baseCurrency),
    date: zoneOf(reading.model.settings.timeZone).toCivil(quote.sentAt ?? quote.updatedAt).date,
    entity: await seen('legalEntity', quote.entityId),
    // Whose offer it is belongs to the offer: whoever reads the one reads the other's name.
    customer: account?.name ?? '',
    customerAddress: accountSeen ? account.address : null,
    contact: await seen('contact', quote.contactId),
    term: await seen('paymentTerm', quote.paymentTermId),
    owner: await seen('user', quote.ownerId),
    products: await productNames(reading, tx, productIds),
  }
}

type Linked = { readonly object: string; readonly id: unknown }

async function load(reading: Reading, tx: Tx, { object, id }: Linked): Promise<Loose | null> {
  if (typeof id !== 'string') return null
  return loadRecord(tx, { tenantId: reading.tenantId, declaration: declarationOf(reading, object) }, { id })
}

/** The record without what this reader sees only masked or not at all; null when it is out of sight. */
async function loadSeen(reading: Reading, tx: Tx, linked: Linked): Promise<Loose | null> {
  const declaration = declarationOf(reading, linked.object)
  const record = await load(reading, tx, linked)
  if (!record || !reaches(reading, declaration, record)) return null
  const plain = seesPersonal(reading, declaration, record)
  const shown = Object.entries(record).filter(([name]) => {
    const field = declaration.fields[name]
    return !field || (isVisible(reading, field) && (plain || !field.mask))
  })
  return Object.fromEntries(shown)
}

async function productNames(reading: Reading, tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const declaration = { ...declarationOf(reading, 'product'), parts: {} }
  if (!mayRead(reading, declaration)) return new Map()
  const found = await loadRecords(tx, { tenantId: reading.tenantId, declaration }, { ids, lock: false })
  return new Map(found.map(({ id, code, name }) => [id as string, code ? `${name}（${code}）` : name]))
}
