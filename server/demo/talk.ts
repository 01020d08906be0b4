/** Activities of the demo year: what was said and done with a customer. */
import type { Seat } from './catalogue.ts'
import { plusMinutes } from './hours.ts'
import type { Teller } from './teller.ts'
import { talks } from './words.ts'

interface About {
  readonly leadId?: string
  readonly accountId?: string
  readonly opportunityId?: string
  readonly orderId?: string
  readonly contactId?: string
  readonly outcome: string
  readonly type?: 'call' | 'visit' | 'meeting' | 'demo' | 'wechat' | 'email'
}

/** Something said and done with a customer, told with what came of it. */
export async function talk(
  t: Teller,
  seat: Seat,
  { type = t.chance.pick(['call', 'wechat', 'visit'] as const), ...about }: About,
) {
  const reached = about.outcome !== 'no_answer'
  const minutes = type === 'call' ? t.chance.int(2, 18) : t.chance.int(20, 120)
  await t.act(seat, 'activity.create', {
    input: {
      ...about,
      type,
      subject: talks[type],
      content: reached ? t.luck.words.call() : '电话未接通，稍后再拨',
      startAt: plusMinutes(t.now, -minutes),
      ...(reached ? { durationMin: minutes } : {}),
    },
  })
}
