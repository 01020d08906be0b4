import { expect, test } from 'vitest'
import type { Entry, ObjectMeta } from '../api/types.ts'
import { changesOf } from './modeChanges.ts'
import { bodyOf, moved, newStage, stagesOf } from './pipelineShape.ts'

const pipeline = {
  id: 'p',
  no: null,
  state: 'active',
  version: 1,
  stages: [
    { id: 's2', key: 'won', nameZh: '赢', nameEn: 'Won', seq: 2, probability: '1' },
    { id: 's1', key: 'new', nameZh: '新', nameEn: 'New', seq: 1, probability: '0.1' },
  ],
  checklist: [{ id: 'c', stage: 'new', key: 'call', labelZh: '打电话', labelEn: 'Call' }],
} as unknown as Entry

test('stages stand in their order with their own checklist', () => {
  const stages = stagesOf(pipeline)
  expect(stages.map((stage) => stage.key)).toEqual(['new', 'won'])
  expect(stages[0]?.checks.map((check) => check.key)).toEqual(['call'])
})

test('the order on the page becomes the order of the stages, ids are kept', () => {
  const body = bodyOf(moved(stagesOf(pipeline), 1, -1))
  expect(body.stages.map(({ id, seq }) => [id, seq])).toEqual([
    ['s2', 1],
    ['s1', 2],
  ])
  expect(body.checklist).toEqual([{ id: 'c', stage: 'new', key: 'call', labelZh: '打电话', labelEn: 'Call' }])
})

test('a new stage has a key that is free', () => {
  expect(newStage([{ ...newStage([]), key: 'stage2' }]).key).toBe('stage3')
})

test('the preview of a mode names exactly the settings that would change', () => {
  const object = {
    fields: [
      { name: 'mode', kind: 'choice', label: { zh: '', en: '' } },
      { name: 'gates', kind: 'toggle', label: { zh: '', en: '' } },
      { name: 'directDocuments', kind: 'toggle', label: { zh: '', en: '' } },
      { name: 'gateFrom', kind: 'money', label: { zh: '', en: '' } },
    ],
  } as unknown as ObjectMeta
  const company = {
    mode: 'standard',
    gates: true,
    directDocuments: true,
    baseCurrency: 'CNY',
    gateFrom: { amount: '500000.00', currency: 'CNY' },
  } as unknown as Entry
  expect(changesOf(object, company, 'standard')).toEqual([])
  expect(changesOf(object, company, 'strict').map(({ field, after }) => [field.name, after])).toEqual([
    ['directDocuments', false],
    ['gateFrom', { amount: '0.00', currency: 'CNY' }],
  ])
})
