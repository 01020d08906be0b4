/** The query parameters of the generic routes, named once for the routes and for their description. */
export const listQuery = ['filter', 'sort', 'fields', 'include', 'limit', 'cursor', 'q'] as const
export const countQuery = ['filter', 'q'] as const
export const summaryQuery = ['groupBy', 'sum', 'filter', 'q'] as const
export const exportQuery = ['filter', 'sort', 'fields', 'q', 'format', 'bom', 'values', 'part'] as const
export const historyQuery = ['limit', 'cursor'] as const
