/** Who belongs to a pool, and what its records show to those who have not claimed them. */

/** The fields of a waiting record that tell how to reach someone. */
export const contactFields = {
  contactName: ['联系人', 'Contact'],
  mobile: ['手机', 'Mobile'],
  phone: ['电话', 'Telephone'],
  email: ['邮箱', 'E-mail'],
  wechat: ['微信', 'WeChat'],
} as const

export interface Member {
  readonly userId: string | null
  readonly departmentId: string | null
  readonly role: string | null
}

/** A row stands for a person, for everybody of a department or for everybody of a role; filled cells must all agree. */
export function isMember(
  rows: readonly Member[],
  person: { readonly id: string; readonly departmentId: string | null; readonly roles: readonly string[] },
): boolean {
  return rows.some(
    (row) =>
      (row.userId ?? row.departmentId ?? row.role) !== null &&
      (row.userId === null || row.userId === person.id) &&
      (row.departmentId === null || row.departmentId === person.departmentId) &&
      (row.role === null || person.roles.includes(row.role)),
  )
}

/** The contact fields a reader must not see while the record waits in its pool. */
export function hiddenInPool(visibleFields: readonly string[] | null): string[] {
  return Object.keys(contactFields).filter((name) => !(visibleFields ?? []).includes(name))
}
