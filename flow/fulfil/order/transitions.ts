/** All transitions of an order. */
import { decisions } from './deciding.ts'
import { follows, makes } from './following.ts'

export const transitions = { ...decisions, ...makes, ...follows }
