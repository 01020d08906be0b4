/** The sources that are known: each one file here. */
import { Refused, refuse } from '../../../../kernel/refusal.ts'
import type { Template } from '../pack/template.ts'
import { hubspot } from './hubspot.ts'
import { jiandaoyun } from './jiandaoyun.ts'
import { maven } from './maven.ts'
import { salesforce } from './salesforce.ts'
import { xEducation } from './xEducation.ts'
import { zoho } from './zoho.ts'

export const templates: readonly Template[] = [zoho, salesforce, hubspot, jiandaoyun, maven, xEducation]

export function templateOf(key: string): Template {
  const found = templates.find((one) => one.key === key)
  if (!found) throw new Refused([refuse('invalid', 'PACK_UNKNOWN', { field: 'template' })])
  return found
}
