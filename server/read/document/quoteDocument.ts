/** A quote as a PDF in the language asked for, for whoever may read it. */
import type { Session, World } from '../../world.ts'
import { type Answer, badRequest, reading } from '../reading.ts'
import { print } from './print.ts'
import { quoteData } from './quoteData.ts'
import { quotePaper } from './quotePaper.ts'

export interface Printed {
  readonly fileName: string
  readonly bytes: Buffer
}

/** Without a language in that of the reader. */
export function quoteDocument(
  world: World,
  session: Session,
  { id, language = session.language }: { id: string; language?: string | undefined },
): Promise<Answer<Printed>> {
  return reading(world, session, async (now) => {
    if (language !== 'zh' && language !== 'en') throw badRequest('language zh|en')
    const data = await world.database.inTenant(now.tenantId, (tx) => quoteData(now, tx, id))
    const { quote } = data
    const stateLabel = now.model.objects.get('quote')?.states[quote.state]?.label[language] ?? quote.state
    const bytes = await print(quotePaper(data, { language, stateLabel }))
    return { fileName: `${quote.no}-V${quote.versionNo}.pdf`, bytes }
  })
}
