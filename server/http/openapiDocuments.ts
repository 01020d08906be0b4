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
}
