/** What a chosen product brings into a row: description, unit, list price, VAT rate and cost. */
import type { Entry, FieldMeta, Money } from '../api/types.ts'
import type { LineRow } from './rows.ts'

/** Row field ← field of the product. A reader who may not see costs gets a product without one. */
const brought: Readonly<Record<string, string>> = {
  description: 'name',
  unit: 'uom',
  listPrice: 'listPrice',
  price: 'listPrice',
  vatRate: 'vatRate',
  cost: 'standardCost',
}

export function fillFrom(product: Entry, fields: readonly FieldMeta[], row: LineRow): LineRow {
  const patch: Record<string, unknown> = { productId: product.id }
  for (const field of fields) {
    const value = product[brought[field.name] ?? '']
    if (field.computed || value === undefined || value === null) continue
    patch[field.name] = field.kind === 'money' ? value : plain(value)
  }
  if (fields.some((field) => field.name === 'qty') && !row.qty) patch.qty = String(product.moq ?? '1')
  return patch
}

/** Only where the row says nothing yet: for pasted rows, whose own numbers count. */
export function fillGaps(product: Entry, fields: readonly FieldMeta[], row: LineRow): LineRow {
  const patch = fillFrom(product, fields, row)
  const open = Object.entries(patch).filter(([name]) => name === 'productId' || row[name] == null || row[name] === '')
  return Object.fromEntries(open)
}

const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'amount' in value ? (value as Money).amount : value
