/** Facts that need a query of their own, by the name under which declarations ask for them. */
import type { Source } from './asking.ts'
import { duplicates } from './sources/duplicates.ts'
import { accountAncestors, assignmentBoard, claimsToday } from './sources/leads.ts'
import { commentSubject, defaultPipeline, fxRate, grantable, objectNames } from './sources/setup.ts'

export const sources: Readonly<Record<string, Source>> = {
  accountAncestors,
  assignmentBoard,
  claimsToday,
  commentSubject,
  defaultPipeline,
  duplicates,
  fxRate,
  grantable,
  objectNames,
}
