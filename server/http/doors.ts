/** What the routes are given: the world, and what keeps the doors. */
import type { FastifyInstance } from 'fastify'
import type { Label } from '../../kernel/label.ts'
import type { Config } from '../boot/config.ts'
import type { World } from '../world.ts'
import type { AuditTrail } from './audit.ts'
import type { Door } from './door.ts'
import type { Limits } from './limits.ts'

export type DoorConfig = Pick<Config, 'allowHttpCookies' | 'publicUrl' | 'trustProxy'>

export interface Doors {
  readonly world: World
  readonly config: DoorConfig
  readonly door: Door
  readonly limits: Limits
  readonly audit: AuditTrail
  /** What notices say, by kind. */
  readonly notices: Readonly<Record<string, Label>>
}

/** Adds routes; each declares its permission in `config`. */
export type Routes = (app: FastifyInstance, doors: Doors) => void
