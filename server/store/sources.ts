/** Facts that need a query of their own, by the name under which declarations ask for them. */
import type { ResolvedFact } from '../../kernel/draft.ts'
import type { Source } from './asking.ts'
import { bundleParts } from './sources/bundles.ts'
import { duplicates } from './sources/duplicates.ts'
import { foreignItems } from './sources/foreign.ts'
import { accountAncestors, assignmentBoard, claimsToday, newIndustry } from './sources/leads.ts'
import { absorbedValues, matchableFields, movedNow, relations } from './sources/relations.ts'
import {
  commentSubject,
  defaultPipeline,
  fileAbout,
  fxRate,
  grantable,
  objectNames,
  recordSubject,
  shareReach,
} from './sources/setup.ts'

export const sources: Readonly<Record<string, Source>> = {
  absorbedValues,
  accountAncestors,
  assignmentBoard,
  bundleParts,
  claimsToday,
  commentSubject,
  defaultPipeline,
  duplicates,
  foreignItems,
  fileAbout,
  fxRate,
  grantable,
  matchableFields,
  movedNow,
  newIndustry,
  objectNames,
  relations,
  recordSubject,
  shareReach,
}

/** What each source looks at; none named here may look at anything. */
const looksAt: Readonly<Record<string, readonly string[]>> = {
  assignmentBoard: ['assignmentRule', 'user', 'lead', 'account', 'contact', 'pool', 'department'],
  bundleParts: ['product'],
  defaultPipeline: ['pipeline'],
  duplicates: ['lead', 'account', 'contact', 'user', 'department'],
  foreignItems: ['invoice', 'payment', 'journal', 'fxRate', 'accountMapping'],
  fileAbout: [],
  fxRate: ['fxRate'],
  newIndustry: ['account'],
}

/** The objects whose rows a fact is answered from; null where that may be any. */
export const readsOf = (fact: ResolvedFact): readonly string[] | null =>
  fact.kind === 'source' ? (looksAt[fact.object] ?? null) : [fact.object.split('.')[0] as string]
