/** One line of the permission matrix, as the server tells it. */
export interface PermitRow {
  readonly object: string
  readonly action: string
  /** Role → scopes, null where the role may not. */
  readonly scopes: Readonly<Record<string, readonly string[] | null>>
  /** Roles whose right the company changed. */
  readonly changed: readonly string[]
}
