/** What can be administered, in groups; each entry is a page of its own or the generic list of an object. */
import type { Label, Meta } from '../api/types.ts'
import { adminWords as w } from '../words/admin.ts'
import { leavingWords } from '../words/export.ts'
import { peopleWords as people } from '../words/people.ts'
import { signInWords as sign } from '../words/signIn.ts'

export interface AdminPage {
  readonly key: string
  readonly to: string
  readonly label: Label
  readonly hint: Label
  readonly group: 'groupPeople' | 'groupProcess' | 'groupCompany' | 'groupControl'
}

export const adminGroups = ['groupPeople', 'groupProcess', 'groupCompany', 'groupControl'] as const

type Group = AdminPage['group']

/** Pages of our own: key, group, and the object whose reading opens them ('' is open to every administrator). */
const own: readonly (readonly [string, Group, Label, Label, string])[] = [
  ['people', 'groupPeople', w.people, w.peopleHint, 'user'],
  ['departments', 'groupPeople', w.departments, w.departmentsHint, 'department'],
  ['handover', 'groupPeople', people.leaving, people.leavingHint, 'handover'],
  ['permissions', 'groupPeople', w.permissions, w.permissionsHint, 'grant'],
  ['signing-in', 'groupPeople', sign.policy, sign.policyHint, ''],
  ['mail', 'groupControl', sign.mail, sign.mailHint, ''],
  ['keys', 'groupPeople', w.keys, w.keysHint, ''],
  ['pipelines', 'groupProcess', w.pipelines, w.pipelinesHint, 'pipeline'],
  ['fields', 'groupCompany', w.fields, w.fieldsHint, 'customField'],
  ['company', 'groupCompany', w.company, w.companyHint, 'company'],
  ['leaving', 'groupCompany', leavingWords.title, leavingWords.hint, 'company'],
  ['demo', 'groupCompany', w.demo, w.demoHint, 'company'],
  ['rekeyed', 'groupControl', w.rekeyed, w.rekeyedHint, ''],
  ['audit', 'groupControl', w.audit, w.auditHint, ''],
]

/** Generic lists that belong here. */
const lists: readonly (readonly [string, Group, Label, Label])[] = [
  ['pool', 'groupProcess', w.pools, w.poolsHint],
  ['assignmentRule', 'groupProcess', w.assignmentRules, w.assignmentHint],
  ['scoringRule', 'groupProcess', w.scoringRules, w.scoringHint],
  ['matchRule', 'groupProcess', w.matchRules, w.matchRulesHint],
  ['gate', 'groupProcess', w.gates, w.gatesHint],
  ['priceBook', 'groupProcess', w.priceBooks, w.priceBooksHint],
  ['product', 'groupProcess', w.products, w.productsHint],
  ['paymentTerm', 'groupProcess', w.paymentTerms, w.paymentTermsHint],
  ['legalEntity', 'groupCompany', w.legalEntities, w.legalEntitiesHint],
  ['warehouse', 'groupCompany', w.warehouses, w.warehousesHint],
  ['fxRate', 'groupCompany', w.fxRates, w.fxRatesHint],
  ['accountMapping', 'groupCompany', w.accountMapping, w.accountMappingHint],
  ['accountingPeriod', 'groupControl', w.periods, w.periodsHint],
  ['share', 'groupControl', w.shares, w.sharesHint],
]

export function adminPages(meta: Meta): readonly AdminPage[] {
  const pages = own
    .filter(([, , , , object]) => object === '' || meta.objects[object]?.can.read)
    .filter(([key]) => key !== 'audit' || mayOversee(meta))
    .filter(([key]) => !onlyAdministrator.has(key) || meta.me.roles.includes('ADM'))
    .map(([key, group, label, hint]): AdminPage => ({ key, to: `/admin/${key}`, label, hint, group }))
  const generic = lists.flatMap(([name, group, label, hint]): AdminPage[] => {
    const object = meta.objects[name]
    return object?.can.read ? [{ key: name, to: `/${object.plural}`, label, hint, group }] : []
  })
  return [...pages, ...generic]
}

const onlyAdministrator = new Set(['leaving', 'signing-in', 'mail'])

/** The audit log is the administrator's and the process owner's; the server decides, this only spares a dead link. */
const mayOversee = ({ me }: Meta): boolean => me.roles.some((role) => ['ADM', 'OPS', 'EXE'].includes(role))
