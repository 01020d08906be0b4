/** The roles as options of a field. */
import { type Role, roles } from '../kernel/role.ts'

export const roleChoices = Object.fromEntries(
  Object.entries(roles).map(([role, { zh, en }]) => [role, [zh, en] as const]),
) as unknown as Readonly<Record<Role, readonly [string, string]>>
