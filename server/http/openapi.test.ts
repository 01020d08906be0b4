import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { count, self } from '../../kernel/fact.ts'
import * as field from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { registry } from '../../kernel/registry.ts'
import { systemOnly } from '../../kernel/role.ts'
import { openApi } from './openapi.ts'

const label = say('字段', 'Field')

/** One of every kind of field, a part, an open transition and one that only the chain takes. */
const sample = object('sample', {
  label: say('样品', 'Sample'),
  plural: 'samples',
  area: 'sell',
  title: 'name',
  numbered: 'SP',
  fields: {
    name: field.text({ label, required: true }),
    email: field.text({ label, check: 'email' }),
    notes: field.longText({ label }),
    count: field.integer({ label, min: 0 }),
    rate: field.percent({ label }),
    amount: field.money({ label, required: true }),
    due: field.date({ label }),
    at: field.datetime({ label, computed: true }),
    kind: field.choice({ a: ['甲', 'A'], b: ['乙', 'B'] }, { label }),
    tags: field.choices({ a: ['甲', 'A'] }, { label }),
    parentId: field.link('sample', { label }),
    helperId: field.member({ label }),
    teamIds: field.members({ label }),
    officeId: field.department({ label }),
    open: field.toggle({ label }),
    proofs: field.files({ label }),
    place: field.address({ label }),
    extra: field.data<object>({ label }),
  },
  parts: {
    lines: part({
      label,
      fields: { qty: field.decimal({ label, required: true }), net: field.money({ label, computed: true }) },
    }),
  },
  facts: { others: count('sample', { parentId: self('id') }) },
  states: { draft: { label, draft: true }, done: { label, ends: 'well' } },
  starts: 'draft',
  transitions: {
    finish: {
      label: say('完成', 'Finish'),
      from: ['draft'],
      to: 'done',
      emits: 'finished',
      asks: ['due', 'lines'],
      takes: ['notes'],
      input: { verdict: field.text({ label, required: true }) },
    },
    expire: { label, from: ['draft'], to: 'done', emits: 'expired' },
  },
  permits: {
    read: { REP: 'self' },
    create: { REP: 'self' },
    change: { REP: 'self' },
    finish: { REP: 'self' },
    expire: systemOnly,
  },
})

const api = openApi(registry([sample], []), null) as Record<string, never>

describe('API description', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(api)))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
  })

  test('every reference leads somewhere', () => {
    const text = JSON.stringify(api)
    for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      let place: unknown = api
      for (const step of path.split('/')) place = (place as Record<string, unknown> | undefined)?.[step]
      expect(place, path).toBeDefined()
    }
  })

  test('shows open transitions and not those of the chain, nor a way to delete what cannot be deleted', () => {
    expect(Object.keys(api.paths ?? {}).filter((path) => path.includes('samples'))).toEqual([
      '/api/v1/samples',
      '/api/v1/samples/count',
      '/api/v1/samples/summary',
      '/api/v1/samples/export',
      '/api/v1/samples/bulk',
      '/api/v1/samples/{id}',
      '/api/v1/samples/{id}/history',
      '/api/v1/samples/{id}/thread',
      '/api/v1/samples/{id}/finish',
    ])
    expect(Object.keys((api.paths as never)['/api/v1/samples/{id}'])).toEqual(['parameters', 'get', 'patch'])
  })

  test('bodies take nothing computed, and every body and answer has an example or a schema of its own', () => {
    const { schemas } = api.components as unknown as {
      schemas: Record<string, { properties: Record<string, unknown>; example: unknown }>
    }
    expect(Object.keys(schemas.SampleCreate?.properties ?? {})).not.toContain('at')
    expect(schemas.SampleCreate?.example).toEqual({ name: 'Field', amount: { amount: '1130.00', currency: 'CNY' } })
    expect(schemas.Sample?.properties.custom).toBeDefined()
    expect(JSON.stringify(schemas.SampleCreate)).not.toContain('"net"')
  })

  test('operation names are unique', () => {
    const names = [...JSON.stringify(api).matchAll(/"operationId":"([^"]+)"/g)].map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
