/** The paths of documents made of records, in the API description. */
import type { Json } from './openapiSchema.ts'

export const documentPaths: Readonly<Record<string, Json>> = {
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
