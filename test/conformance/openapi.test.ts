/** The API description of the whole business. */
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { chain } from '../../flow/chain.ts'
import { objects } from '../../flow/index.ts'
import { registry } from '../../kernel/registry.ts'
import { openApi } from '../../server/http/openapi.ts'

const text = JSON.stringify(openApi(registry(objects, chain), null))

test('is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(text))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
})

test('names each operation once', () => {
  const names = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, name]) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('no object is called like an address that every object has, nor a transition like one', () => {
  const reserved = [
    'history',
    'bulk',
    'meta',
    'count',
    'export',
    'summary',
    'thread',
    'create',
    'change',
    'remove',
    'read',
  ]
  for (const { plural, transitions } of objects) {
    expect(reserved).not.toContain(plural)
    for (const name of Object.keys(transitions)) expect(reserved, name).not.toContain(name)
  }
})
