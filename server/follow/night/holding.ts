/** Leads and accounts in the hands of people: what to warn of, what returns to its pool, who falls asleep. */

import {
  accountsTonight,
  type HeldAccount,
  type Leave,
  leadsTonight,
  lifecyclesTonight,
  scoresTonight,
} from '../../../flow/nightly.ts'
import type { Effect } from '../../../kernel/command.ts'
import type { Loose } from '../../../kernel/fact.ts'
import type { Tx } from '../../store/database.ts'
import { campaignRowsOf, contractsOfAccounts } from '../../store/night.ts'
import { type TermsFor, termsTonight } from './pools.ts'
import { declared, idsOf, linked, type NightScene, rowsOf } from './scene.ts'

export async function leadEffects(scene: NightScene, tx: Tx, leads: readonly Loose[]): Promise<Effect[]> {
  const terms = await termsTonight(scene, tx)
  const leave = await leavesOf(scene, tx, leads)
  const engaged = await engagedBy(scene, tx, { name: 'leadId', ids: idsOf(leads) })
  const held = leads.map((record) => ({
    record,
    terms: terms('lead', record.poolId),
    owner: leave.get(record.ownerId) ?? null,
    engaged: engaged.has(record.id),
  }))
  const moved = leadsTonight(held, scene.night)
  // Whoever is written again anyway is scored by that.
  const touched = new Set(moved.map((effect) => ('act' in effect ? effect.id : undefined)))
  const quiet = leads.filter((lead) => !touched.has(lead.id))
  return [...moved, ...scoresTonight(await withSigns(scene, tx, quiet), scene.night)]
}

export async function accountEffects(scene: NightScene, tx: Tx, accounts: readonly Loose[]): Promise<Effect[]> {
  const held = await heldAccounts(scene, tx, { accounts, terms: await termsTonight(scene, tx) })
  const { dormantDays, churnDays } = scene.model.settings
  return [...accountsTonight(held, scene.night), ...lifecyclesTonight(held, { dormantDays, churnDays }, scene.night)]
}

async function heldAccounts(
  scene: NightScene,
  tx: Tx,
  { accounts, terms }: { accounts: readonly Loose[]; terms: TermsFor },
): Promise<HeldAccount[]> {
  const leave = await leavesOf(scene, tx, accounts)
  const engaged = await engagedBy(scene, tx, { name: 'accountId', ids: idsOf(accounts) })
  const contracts = new Map(
    (await contractsOfAccounts(tx, scene.tenantId, idsOf(accounts))).map((one) => [one.accountId, one]),
  )
  return accounts.map((record) => ({
    record,
    terms: terms('account', record.poolId),
    owner: leave.get(record.ownerId) ?? null,
    engaged: engaged.has(record.id),
    lastContractEnd: contracts.get(record.id)?.lastEnd ?? null,
    runningContract: contracts.get(record.id)?.running ?? false,
  }))
}

async function leavesOf(scene: NightScene, tx: Tx, records: readonly Loose[]): Promise<Map<string, Leave>> {
  const people = await rowsOf(scene, tx, { object: 'user', where: { id: linked(records, 'ownerId') } })
  return new Map(people.map(({ id, awayFrom, awayUntil }) => [id as string, { awayFrom, awayUntil }]))
}

/** Ids of those on which an open opportunity hangs. */
async function engagedBy(
  scene: NightScene,
  tx: Tx,
  { name, ids }: { name: 'leadId' | 'accountId'; ids: readonly string[] },
): Promise<Set<string>> {
  const deals = await rowsOf(scene, tx, { object: 'opportunity', where: { [name]: ids, state: 'open' } })
  return new Set(linked(deals, name))
}

async function withSigns(scene: NightScene, tx: Tx, leads: readonly Loose[]) {
  const ids = idsOf(leads)
  const scoringRules = await rowsOf(scene, tx, { object: 'scoringRule', where: { state: 'active' } })
  const where = { leadId: ids, state: 'done', valid: true }
  const activities = grouped(await rowsOf(scene, tx, { object: 'activity', where }))
  const campaign = declared(scene, 'campaign')
  const responses = grouped(await campaignRowsOf(tx, { tenantId: scene.tenantId, campaign, leadIds: ids }))
  return leads.map((record) => ({
    record,
    signs: {
      scoringRules,
      activities: activities.get(record.id) ?? [],
      responses: responses.get(record.id) ?? [],
    },
  }))
}

function grouped(rows: readonly Loose[]): Map<string, Loose[]> {
  const out = new Map<string, Loose[]>()
  for (const row of rows) out.set(row.leadId, [...(out.get(row.leadId) ?? []), row])
  return out
}
