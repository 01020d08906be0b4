/** Which fields of a row stand in the editor, in what order and how wide. */
import type { FieldMeta, PartMeta } from '../api/types.ts'

export interface Column extends FieldMeta {
  readonly editable: boolean
  readonly numeric: boolean
  /** Least width in pixels on a wide screen. */
  readonly width: number
}

const order = [
  'productId',
  'description',
  'orderLineId',
  'qty',
  'unit',
  'listPrice',
  'price',
  'discount',
  'vatRate',
  'priceMode',
  'net',
  'tax',
  'gross',
  'cost',
]
const amounts = new Set(['net', 'tax', 'gross'])
/** Computed values worth a column once the row is no longer typed in; the rest serves the rules, not a reader. */
const progress = new Set(['promisedDate', 'shippedQty', 'deliveredQty', 'invoicedQty', 'cost'])
const hiddenKinds = new Set(['data', 'files', 'members', 'choices', 'address'])
const widths: Readonly<Record<string, number>> = {
  productId: 190,
  description: 130,
  qty: 76,
  unit: 64,
  listPrice: 104,
  price: 104,
  discount: 72,
  vatRate: 84,
  net: 104,
  tax: 92,
  gross: 108,
  cost: 100,
}

export function columnsOf(part: PartMeta, locked: boolean): Column[] {
  return part.fields
    .filter((field) => !hiddenKinds.has(field.kind) && !isInternal(field) && isShown(field, part, locked))
    .map((field) => ({
      ...field,
      editable: !locked && !part.computed && !field.computed && !amounts.has(field.name),
      numeric: ['decimal', 'integer', 'money'].includes(field.kind),
      width: widths[field.name] ?? (field.kind === 'date' ? 136 : 110),
    }))
    .sort((a, b) => rank(a) - rank(b))
}

/** Fractions are shown in per cent; prices have as many digits after the point and are none. */
export const isPercent = (field: FieldMeta): boolean =>
  field.percent ?? (field.kind === 'decimal' && field.scale === 6 && !/price|factor|cost/i.test(field.name))
export const isAmount = (name: string): name is 'net' | 'tax' | 'gross' => amounts.has(name)

/** References to other rows, kept as text, say nothing to a reader. */
export const isInternal = (field: FieldMeta): boolean => field.kind === 'text' && /Id$/.test(field.name)

function rank({ name }: FieldMeta): number {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}

function isShown({ name, computed }: FieldMeta, part: PartMeta, locked: boolean): boolean {
  const kept = amounts.has(name) || name === 'listPrice' || (locked && progress.has(name))
  return !computed || part.computed === true || kept
}
