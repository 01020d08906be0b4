/** All transitions of an order. */
import { amends } from './amending.ts'
import { decisions } from './deciding.ts'
import { follows, makes } from './following.ts'

export const transitions = { ...decisions, ...makes, ...follows, ...amends }
