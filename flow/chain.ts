/** The arrows of lead to cash: which event of one object asks which command of the next, in the same transaction. */
import { amending } from './chain/amending.ts'
import { cash } from './chain/cash.ts'
import { forgetting } from './chain/forgetting.ts'
import { front } from './chain/front.ts'
import { fulfil } from './chain/fulfil.ts'
import { revaluing } from './chain/revaluing.ts'
import { sell } from './chain/sell.ts'

export const chain = [...front, ...sell, ...amending, ...fulfil, ...cash, ...forgetting, ...revaluing]
