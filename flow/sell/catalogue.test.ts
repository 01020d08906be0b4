/** Rule tests of products, price books and pipelines. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../kernel/fact.ts'
import { given, id, recordId } from '../../kernel/given.ts'
import { defaultGates, defaultPipeline } from './defaults.ts'
import { gate } from './gate.ts'
import { pipeline } from './pipeline.ts'
import { priceBook } from './priceBook.ts'
import { product } from './product.ts'

describe('a product', () => {
  const create = (input: Loose = {}, bundles: Loose[] = []) =>
    given(product)
      .as('OPS')
      .facts({ bundles })
      .when('create', { code: 'P1', name: '套装', ...input })

  it('is made with a tax rate and a point of revenue', () => {
    create().emits('product.created').leaves({ vatRate: '0.13', revRule: 'on_receipt', stockTracked: true, unit: '件' })
  })

  it('never contains itself, however deep', () => {
    const bundles = [
      { parentId: id(2), productId: id(3) },
      { parentId: id(3), productId: recordId },
    ]
    create({ kind: 'bundle', bundle: [{ productId: id(2), qty: '1' }] }, bundles).refuses('BUNDLE_CYCLE')
    create({ kind: 'bundle', bundle: [{ productId: id(2), qty: '1' }] }, bundles.slice(0, 1)).emits('product.created')
    create({ kind: 'bundle' }).refuses('BUNDLE_EMPTY')
  })

  it('names each unit once', () => {
    create({
      units: [
        { unit: '箱', factor: '12' },
        { unit: '件', factor: '1' },
      ],
    }).refuses('UNIT_REPEAT')
  })

  it('lets finance change tax alone', () => {
    const stored = () => given(product).in('active', { code: 'P1', name: '套装' }).as('ARF').facts({ bundles: [] })
    stored().when('change', { taxCode: '1090000000000000000' }).emits('product.changed')
    stored().when('change', { listPrice: '5' }).refuses('PRODUCT_TAX_ONLY')
  })
})

describe('a price book', () => {
  const entry = { productId: id(11), minQty: '0', listPrice: '100', floorPrice: '80' }
  const create = (input: Loose) =>
    given(priceBook)
      .as('OPS')
      .when('create', { name: '2026', validFrom: '2026-01-01', ...input })
  const draft = (facts: Loose, values: Loose = {}) =>
    given(priceBook)
      .in('draft', { name: '2026', validFrom: '2026-01-01', entries: [{ ...entry, id: id(60) }], ...values })
      .as('OPS')
      .facts(facts)
      .when('activate')

  it('is for someone, for a time, with floors below prices', () => {
    create({ entries: [{ ...entry, floorPrice: '101' }] }).refuses('PRICEBOOK_FLOOR')
    create({ scope: 'customer' }).refuses('PRICEBOOK_SCOPE')
    create({ validTo: '2025-12-31' }).refuses('PRICEBOOK_DATES')
    create({ entries: [entry] }).emits('priceBook.created')
  })

  it('does not contradict another of its scope on any day', () => {
    const rival = { id: id(31), scope: 'standard', currency: 'CNY', validFrom: '2025-01-01', validTo: '2026-01-01' }
    const rivalEntries = [{ ...entry, parentId: id(31) }]
    const out = draft({ rivals: [rival], rivalEntries }).refuses('PRICEBOOK_OVERLAP')
    expect(out.refusal('PRICEBOOK_OVERLAP').details).toEqual({ count: 1, products: [id(11)] })
    draft({ rivals: [{ ...rival, validTo: '2025-12-31' }], rivalEntries }).emits('priceBook.activated')
  })
})

describe('a pipeline', () => {
  const stored = (running: number) =>
    given(pipeline)
      .in('active', {
        name: defaultPipeline.name,
        stages: defaultPipeline.stages.map((stage, i) => ({ ...stage, id: id(100 + i), requiredCustom: null })),
        checklist: defaultPipeline.checklist.map((item, i) => ({ ...item, id: id(200 + i) })),
      })
      .as('OPS')
      .facts({ running })

  it('starts from the default, well formed', () => {
    given(pipeline)
      .as('OPS')
      .when('create', { ...defaultPipeline })
      .emits('pipeline.created')
      .leaves({ versionNo: 1 })
    for (const one of defaultGates)
      given(gate)
        .as('OPS')
        .when('create', { ...one })
        .emits('gate.created')
  })

  it('refuses repeated stages and a checklist of no stage', () => {
    const { stages } = defaultPipeline
    given(pipeline)
      .as('OPS')
      .when('create', { name: 'x', stages: [stages[0], stages[0]] })
      .refuses('PIPELINE_STAGES_REPEAT')
    const checklist = [{ stage: 'nowhere', key: 'a', labelZh: '甲', labelEn: 'A' }]
    given(pipeline)
      .as('OPS')
      .when('create', { name: 'x', stages: [stages[0]], checklist })
      .refuses('PIPELINE_CHECKLIST_STAGE')
    given(pipeline).as('OPS').when('create', { name: 'x' }).refuses('PIPELINE_STAGES_EMPTY')
  })

  it('keeps its stages once deals run on it; a new version takes the change', () => {
    const changed = { stages: [{ ...defaultPipeline.stages[0] }], checklist: [] }
    stored(3).when('change', changed).refuses('PIPELINE_IN_USE')
    stored(3).when('change', { name: '新名称' }).emits('pipeline.changed')
    stored(0).when('change', changed).emits('pipeline.changed')
    stored(3).when('revise').emits('pipeline.revised').leaves({ state: 'superseded' })
  })
})
