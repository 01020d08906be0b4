/** Sizes and names: what fits on a screen and reads in the field's own words. */
import { type Node, nameOf, type Source, walk } from './source.ts'

const limits = { fileLines: 300, functionLines: 70, lineLength: 120, parameters: 3 }

export function longFiles(sources: Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > limits.fileLines ? [`${path}:${lines} the file has ${lines} lines, ${limits.fileLines} at most`] : []
  })
}

export function longLines(sources: Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const length = [...line].length
      if (length <= limits.lineLength) return []
      return [`${path}:${index + 1} the line has ${length} characters, ${limits.lineLength} at most`]
    }),
  )
}

/** The describe blocks of tests may be long; nothing else may. */
export function longFunctions(sources: Source[]): string[] {
  return functionsOf(sources.filter(({ isTest }) => !isTest)).flatMap(({ source, node }) => {
    const from = source.lineOf(node)
    const lines = source.lineOf({ ...node, start: node.end }) - from + 1
    if (lines <= limits.functionLines) return []
    return [`${source.path}:${from} the function has ${lines} lines, ${limits.functionLines} at most`]
  })
}

export function manyParameters(sources: Source[]): string[] {
  return functionsOf(sources).flatMap(({ source, node }) => {
    const count = (node.params as Node[]).filter((one) => nameOf(one) !== 'this').length
    if (count <= limits.parameters) return []
    return [`${source.path}:${source.lineOf(node)} the function has ${count} parameters, ${limits.parameters} at most`]
  })
}

const banned = new Set(['manager', 'service', 'helper', 'util', 'utility', 'dto', 'entity'])
/** Words of the trade that happen to contain one. */
const trade = [
  ...['sales', 'delivery', 'service', 'department', 'finance', 'project', 'account', 'team'].map(
    (who) => `${who} manager`,
  ),
  ...['service agent', 'service level', 'customer service', 'service case', 'service contract', 'legal entity'],
  'service worker',
]
const typeNodes = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSEnumDeclaration', 'ClassDeclaration']

export function bannedWords(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const found: string[] = []
    const judge = (name: string, line: number) => {
      const word = bannedIn(name)
      if (word) found.push(`${source.path}:${line} "${word}" in ${name} says nothing; use the field's own word`)
    }
    for (const part of source.path.split('/')) judge(part.replace(/\..*$/, ''), 1)
    walk(source.program, (node) => {
      if (typeNodes.includes(node.type)) judge(nameOf(node.id) ?? '', source.lineOf(node))
    })
    return found
  })
}

function bannedIn(name: string): string | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/ies$/, 'y').replace(/s$/, (end) => (word === 'sales' ? end : '')))
  const rest = trade.reduce((text, phrase) => text.replaceAll(phrase, ''), words.join(' '))
  return rest.split(' ').find((word) => banned.has(word))
}

const functionNodes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

function functionsOf(sources: Source[]): { source: Source; node: Node }[] {
  const found: { source: Source; node: Node }[] = []
  for (const source of sources) {
    walk(source.program, (node) => {
      if (functionNodes.includes(node.type)) found.push({ source, node })
    })
  }
  return found
}
