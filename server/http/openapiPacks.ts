/** The paths of packs, and of what stands out after them, in the API description. */
import type { Json } from './openapiSchema.ts'

interface Words {
  operation(tag: string, told: { id: string; summary: string; body?: Json }, responses: Json): Json
  answer(code: number, schema: Json): Json
  object(properties: Json, required?: readonly string[]): Json
}

const text: Json = { type: 'string' }
const uuid: Json = { type: 'string', format: 'uuid' }
const idParameter: Json = { $ref: '#/components/parameters/id' }
const fileIds: Json = { type: 'array', items: uuid, maxItems: 60 }
const list: Json = { type: 'array', items: { type: 'object' } }

export function packPaths({ operation, answer, object }: Words): Record<string, Json> {
  const one = object({ data: { type: 'object' } })
  const many = object({ data: list })
  const answers = {
    ...object({ people: { type: 'object', additionalProperties: text } }),
    description: 'What was asked; `people`: name in the files → user id, `me`, or empty for someone invited later.',
    additionalProperties: true,
  }
  const told = (id: string, summary: string, body?: Json) => ({ id, summary, ...(body ? { body } : {}) })
  const csv = { 200: { description: 'CSV.', content: { 'text/csv': { schema: text } } } }
  return {
    '/api/v1/packs/sources': {
      get: operation(
        'packs',
        told('packs.sources', 'Systems whose exports are known · 可识别的来源'),
        answer(200, many),
      ),
    },
    '/api/v1/packs/recognise': {
      post: operation(
        'packs',
        told(
          'packs.recognise',
          'What these files are, and what must be asked · 识别文件',
          object({ fileIds }, ['fileIds']),
        ),
        answer(200, one),
      ),
    },
    '/api/v1/packs': {
      get: operation('packs', told('packs.list', 'Packs brought in · 整包导入记录'), answer(200, many)),
      post: operation(
        'packs',
        told(
          'packs.start',
          'Bring in all files of a source · 开始整包导入',
          object({ fileIds, template: text, answers }, ['fileIds']),
        ),
        answer(202, one),
      ),
    },
    '/api/v1/packs/{id}': {
      parameters: [idParameter],
      get: operation(
        'packs',
        told('packs.read', 'Its steps and the comparison · 整包导入进度与对账'),
        answer(200, one),
      ),
    },
    '/api/v1/packs/{id}/cancel': {
      parameters: [idParameter],
      post: operation('packs', told('packs.cancel', 'Stop it · 取消'), answer(200, one)),
    },
    '/api/v1/packs/{id}/reconciliation': {
      parameters: [idParameter],
      get: operation('packs', told('packs.reconciliation', 'The comparison as a file · 下载对账表'), csv),
    },
    '/api/v1/first-look': {
      get: operation('views', told('firstLook', 'What stands out in the records · 数据一览'), answer(200, many)),
    },
  }
}
