/** How the logins of the demo company are printed on the first start: one person of each role, then how to see all. */
import { type Label, say } from '../../kernel/label.ts'
import { type Role, roles } from '../../kernel/role.ts'

export interface Shown {
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly password: string
}

const heading = say('演示公司已就绪，每个角色可用以下账号登录：', 'The demo company is ready; sign in as any of these:')

export function demoLines(people: readonly Shown[], language: keyof Label): string[] {
  const seen = new Set<Role>()
  const firsts = people.filter((person) => {
    const role = person.roles[0]
    if (!role || seen.has(role)) return false
    seen.add(role)
    return true
  })
  const widest = Math.max(0, ...firsts.map((person) => person.email.length))
  return [
    heading[language],
    ...firsts.map((person) => {
      const words = person.roles.map((role) => roles[role][language]).join(' + ')
      return `  ${person.email.padEnd(widest)}  ${person.password}  ${words} · ${person.name}`
    }),
  ]
}
