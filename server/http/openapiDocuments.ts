/** The paths of documents made of records, in the API description. */
import type { Json } from './openapiSchema.ts'

/** Everything about one person; a path for each object a person can stand in. */
const personal = (plural: string, name: string): Readonly<Record<string, Json>> => ({
  [`/api/v1/${plural}/{id}/personal-data`]: {
    get: {
      tags: [name],
      operationId: `${name}.personalData`,
      summary: 'All that is kept about this person · 个人信息副本',
      parameters: [{ $ref: '#/components/parameters/id' }],
      responses: {
        200: { description: 'The file.', content: { 'application/json': { schema: { type: 'object' } } } },
        default: { $ref: '#/components/responses/Problem' },
      },
    },
  },
})

export const documentPaths: Readonly<Record<string, Json>> = {
  ...personal('leads', 'lead'),
  ...personal('contacts', 'contact'),
  ...personal('accounts', 'account'),
  '/api/v1/company/archive': {
    post: {
      tags: ['company'],
      operationId: 'company.archiveReady',
      summary: 'May I take the archive now? Asks for a proof of who sits there · 下载归档前的身份确认',
      responses: { 204: { description: 'Yes.' }, default: { $ref: '#/components/responses/Problem' } },
    },
    get: {
      tags: ['company'],
      operationId: 'company.archive',
      summary: 'Everything of the company as one archive · 公司全部数据归档',
      responses: {
        200: {
          description: 'The archive.',
          content: { 'application/gzip': { schema: { type: 'string', contentMediaType: 'application/gzip' } } },
        },
        default: { $ref: '#/components/responses/Problem' },
      },
    },
  },
  '/api/v1/quotes/{id}/pdf': {
    get: {
      tags: ['quote'],
      operationId: 'quote.pdf',
      summary: 'The quote as PDF · 报价单 PDF',
      parameters: [
        { $ref: '#/components/parameters/id' },
        { name: 'language', in: 'query', schema: { enum: ['zh', 'en'] } },
      ],
      responses: {
        200: {
          description: 'The document.',
          content: { 'application/pdf': { schema: { type: 'string', contentMediaType: 'application/pdf' } } },
        },
        default: { $ref: '#/components/responses/Problem' },
      },
    },
  },
  '/api/v1/journals/voucher': {
    get: {
      tags: ['journal'],
      operationId: 'journal.voucher',
      summary: 'Vouchers of a period for the accounting system · 会计凭证文件',
      parameters: [
        {
          name: 'from',
          in: 'query',
          required: true,
          schema: { type: 'string', format: 'date' },
          example: '2026-05-01',
        },
        { name: 'to', in: 'query', required: true, schema: { type: 'string', format: 'date' }, example: '2026-05-31' },
        { name: 'entityId', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } },
        { name: 'format', in: 'query', required: true, schema: { enum: ['kingdee', 'yonyou'] } },
      ],
      responses: {
        200: {
          description: 'CSV in UTF-8 with a byte order mark, a row for each line of each entry.',
          content: { 'text/csv': { schema: { type: 'string' } } },
        },
        default: { $ref: '#/components/responses/Problem' },
      },
    },
  },
}
