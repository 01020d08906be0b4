/** Lays a pasted range over the rows and finds the products it names. */
import { list } from '../api/resource.ts'
import type { Entry, ObjectMeta } from '../api/types.ts'
import type { Column } from './columns.ts'
import { placeCells, valueOfCell } from './paste.ts'
import { fillGaps, type Pricing } from './product.ts'
import { emptyRow, isEmpty, type LineRow } from './rows.ts'

export interface Pasting {
  readonly rows: readonly LineRow[]
  readonly columns: readonly Column[]
  readonly at: { readonly row: number; readonly col: number }
  readonly products: ObjectMeta | undefined
  readonly max: number
  readonly pricing: Pricing
}

export interface Pasted {
  readonly rows: readonly LineRow[]
  readonly count: number
  /** Names in the range that are no product; their rows keep the text as description. */
  readonly unmatched: readonly string[]
}

export async function paste(cells: readonly (readonly string[])[], into: Pasting): Promise<Pasted> {
  const editable = into.columns.filter((column) => column.editable)
  const from = Math.max(0, editable.indexOf(into.columns[into.at.col] as Column))
  const { fields, body } = placeCells(cells, editable, from)
  const rows = [...into.rows]
  while (rows.length > 0 && isEmpty(rows.at(-1) as LineRow, into.columns) && rows.length > into.at.row) rows.pop()
  const start = Math.min(into.at.row, rows.length)
  const touched: number[] = []
  body.slice(0, Math.max(0, into.max - start)).forEach((line, i) => {
    const patch: Record<string, unknown> = {}
    fields.forEach((field, k) => {
      if (field) patch[field.name] = valueOfCell(line[k] ?? '', field)
    })
    rows[start + i] = { ...(rows[start + i] ?? emptyRow(into.columns)), ...patch }
    touched.push(start + i)
  })
  const named = fields.some((field) => field?.name === 'productId')
  return named ? matched(rows, touched, into) : { rows, count: touched.length, unmatched: [] }
}

async function matched(rows: LineRow[], touched: readonly number[], into: Pasting): Promise<Pasted> {
  const texts = [...new Set(touched.map((i) => String(rows[i]?.productId ?? '')).filter(Boolean))]
  const products = into.products && texts.length > 0 ? await find(into.products, texts) : []
  const unmatched = new Set<string>()
  for (const i of touched) {
    const row = rows[i] as LineRow
    const text = String(row.productId ?? '')
    if (!text) continue
    const product = products.find((each) => [each.code, each.no, each.name, each.id].includes(text))
    if (product) rows[i] = { ...row, ...fillGaps(product, { fields: into.columns, row }, into.pricing) }
    else {
      unmatched.add(text)
      rows[i] = { ...row, productId: null, ...('description' in row ? { description: row.description || text } : {}) }
    }
  }
  return { rows, count: touched.length, unmatched: [...unmatched] }
}

async function find(products: ObjectMeta, texts: readonly string[]): Promise<readonly Entry[]> {
  const names = products.fields.filter((field) => ['code', 'name'].includes(field.name)).map((field) => field.name)
  const found: Entry[] = []
  for (let i = 0; i < texts.length; i += 50) {
    const value = texts.slice(i, i + 50)
    const or = names.map((field) => ({ field, op: 'in' as const, value }))
    found.push(...(await list(products.plural, { filter: { or }, limit: 200 })).data)
  }
  return found
}
