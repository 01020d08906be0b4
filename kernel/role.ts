/** The shipped roles (roles.md §1) and the width of what a role may see (§2). */
import { type Label, say } from './label.ts'

export const roles = {
  SDR: say('线索专员', 'Sales development'),
  REP: say('销售', 'Sales representative'),
  SM: say('销售主管', 'Sales manager'),
  PRE: say('售前', 'Presales'),
  LEG: say('法务', 'Legal'),
  ODK: say('订单专员', 'Order desk'),
  WHS: say('仓库', 'Warehouse'),
  DPM: say('交付经理', 'Delivery manager'),
  ARF: say('应收财务', 'Receivables finance'),
  MKT: say('市场', 'Marketing'),
  SVC: say('客服', 'Service agent'),
  OPS: say('流程负责人', 'Process owner'),
  EXE: say('高管', 'Executive'),
  ADM: say('系统管理员', 'Administrator'),
  CUS: say('客户门户用户', 'Customer portal user'),
} as const satisfies Record<string, Label>

export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as Role[]

/** self: mine or I take part · team: my department · tree: my department and below · all: the company ·
 *  pool: records waiting in a pool I am a member of. */
export type Scope = 'self' | 'team' | 'tree' | 'all' | 'pool'

/** Who may take one action, and over which records. A role that is absent may not. */
export type Permit = { readonly [R in Role]?: Scope | readonly Scope[] }

/** The permit of what only the system does, following the chain; no person can be granted it. */
export const systemOnly: Permit = Object.freeze({})

/** Every role at one scope: for what all staff may read. */
export function everyone(scope: Scope, except: readonly Role[] = ['CUS']): Permit {
  return Object.fromEntries(roleNames.filter((role) => !except.includes(role)).map((role) => [role, scope]))
}
