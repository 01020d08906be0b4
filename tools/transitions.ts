/** Writes docs/transitions.md from the declarations: every action, from where to where, and who may take it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { objects } from '../flow/index.ts'
import type { Declaration } from '../kernel/object.ts'
import { roleNames, roles } from '../kernel/role.ts'

export const transitionsFile = new URL('../docs/transitions.md', import.meta.url)

/** The published table: a test compares the product with it edge by edge. */
export function transitionsTable(declarations: readonly Declaration[] = objects): string {
  const legend = roleNames.map((role) => `${role} ${roles[role].zh} ${roles[role].en}`)
  return [
    '# States and transitions 状态与流转',
    '',
    'Made from the declarations by `npx tsx tools/transitions.ts`; a test fails when it is out of date.',
    '本表由对象声明生成；与声明不一致时测试失败。',
    '',
    `Roles 角色: ${legend.join(' · ')}. “system” 系统: only the chain itself takes it. “=” the state stays 状态不变.`,
    '',
    ...declarations.filter(({ transitions }) => Object.keys(transitions).length > 0).flatMap(sectionOf),
  ].join('\n')
}

function sectionOf(declaration: Declaration): string[] {
  const { name, label, states, transitions } = declaration
  const stateNames = Object.entries(states).map(([key, { label, ends }]) => {
    const end = ends ? (ends === 'well' ? ' ✓' : ' ✗') : ''
    return `\`${key}\` ${label.zh} ${label.en}${end}`
  })
  const rows = Object.entries(transitions).map(([action, step]) => {
    const cells = [
      `\`${action}\` ${step.label.zh} ${step.label.en}`,
      step.from.join(', '),
      step.to === undefined ? '=' : [step.to].flat().join(', '),
      whoMay(declaration, action),
      `\`${name}.${step.emits}\``,
      (step.guards ?? []).map(({ code }) => code).join(', '),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `## ${label.zh} ${label.en}`,
    '',
    stateNames.join(' · '),
    '',
    '| Action 操作 | From 自 | To 至 | Who 角色 | Event 事件 | Checks 校验 |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

const whoMay = ({ permits }: Declaration, action: string): string =>
  Object.entries(permits[action] ?? {})
    .map(([role, scope]) => `${role} ${[scope].flat().join('+')}`)
    .join(', ') || 'system'

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(transitionsFile, transitionsTable())
  process.stdout.write(
    `${readFileSync(transitionsFile, 'utf8').split('\n').length} lines written to docs/transitions.md\n`,
  )
}
