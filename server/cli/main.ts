/** `npm run -s ltc -- <command>`: what can be done at the machine itself, or from afar with --url and --key. */
import { chain } from '../../flow/chain.ts'
import { objects } from '../../flow/index.ts'
import { fill } from '../../kernel/label.ts'
import { type Refusal, Refused } from '../../kernel/refusal.ts'
import { registry as registryOf } from '../../kernel/registry.ts'
import { readConfig } from '../boot/config.ts'
import { BootFault } from '../boot/fault.ts'
import { openSecrets } from '../boot/secrets.ts'
import { openWorld, prepareSchema, urlsOf } from '../boot/world.ts'
import { importMessages } from '../follow/import/messages.ts'
import { doorMessages } from '../http/messages.ts'
import { openLog } from '../log.ts'
import { Fault } from '../store/database.ts'
import { SchemaFault } from '../store/migrate.ts'
import { type Given, readArguments, UsageFault } from './arguments.ts'
import { backup, restore } from './backup.ts'
import { importCommand } from './import.ts'
import { orgExport, orgImport, revalue } from './moving.ts'
import { orgCreate, orgList } from './org.ts'
import { exportCommand, query } from './read.ts'
import { ServerRefused, Unavailable } from './remote.ts'
import { openRunning } from './running.ts'
import { type CliCommand, type ExitCode, exit, show, type Terminal } from './scene.ts'
import { keyCreate, userCreate, userDisable, userLink, userList, userResetFactor } from './user.ts'
import { verify } from './verify.ts'

const commands: readonly CliCommand[] = [
  orgCreate,
  orgList,
  orgExport,
  orgImport,
  importCommand,
  exportCommand,
  query,
  userList,
  userCreate,
  userLink,
  userResetFactor,
  userDisable,
  keyCreate,
  revalue,
  verify,
  backup,
  restore,
]
const cliMessages = {
  SLUG_TAKEN: { zh: '公司标识“{slug}”已被使用', en: 'There is a company “{slug}” already' },
  ARCHIVE_UNREADABLE: { zh: '这不是可读的公司归档：{problem}', en: 'No readable archive of a company: {problem}' },
  ARCHIVE_OTHER_RELEASE: {
    zh: '归档来自更新的版本，请先升级本系统：{problem}',
    en: 'The archive is of a newer release; upgrade first: {problem}',
  },
  ARCHIVE_DAMAGED: {
    zh: '归档已损坏，请重新导出：{problem}',
    en: 'The archive is damaged; export it again: {problem}',
  },
  COMPANY_UNKNOWN: { zh: '没有公司“{slug}”', en: 'There is no company “{slug}”' },
}
const registry = registryOf(objects, chain)

const terminalOf = (language: 'zh' | 'en'): Terminal => ({
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  language,
})

async function main(words: readonly string[]): Promise<ExitCode> {
  const language = languageOf(words)
  const terminal = terminalOf(language)
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word))
  if (!command) return usage(terminal, words)
  let given: Given | null = null
  try {
    given = readArguments(words.slice(command.name.split(' ').length), command.options)
    if (given.flag('help')) {
      terminal.out(`ltc ${command.usage}\n${command.says}`)
      return exit.done
    }
    return await run(command, { given, terminal })
  } catch (error) {
    return explain(error, { terminal, command, json: given?.flag('json') ?? false })
  }
}

const languageOf = (words: readonly string[]): 'zh' | 'en' => {
  const said = words[words.indexOf('--language') + 1]
  if (words.includes('--language')) return said === 'zh' ? 'zh' : 'en'
  return /^zh/i.test(process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh' : 'en'
}

/** Without a command, or with one that does not exist, all there are. */
function usage(terminal: Terminal, words: readonly string[]): ExitCode {
  const asked = words.length === 0 || words.includes('--help')
  const text = ['ltc <command> [--url <server> --key <API key>] [--language zh|en]', '']
  for (const { usage, says } of commands) text.push(`  ${usage}`, `      ${says}`)
  text.push('', 'Exit codes: 0 done, 1 refused or a breach found, 2 wrong usage, 3 not available.')
  if (asked) terminal.out(text.join('\n'))
  else terminal.err(`ltc: unknown command "${words.slice(0, 2).join(' ')}"\n\n${text.join('\n')}`)
  return asked ? exit.done : exit.usage
}

async function run(command: CliCommand, { given, terminal }: { given: Given; terminal: Terminal }): Promise<ExitCode> {
  const url = given.text('url')
  if (url !== undefined) {
    if (!command.remote) throw new UsageFault(`"${command.name}" works only at the machine itself`)
    if (!URL.canParse(url)) throw new UsageFault('--url is not an address')
    return command.remote({ url, key: given.need('key'), terminal, given })
  }
  const config = readConfig()
  const secrets = await openSecrets(config.dataDir)
  const running = await openRunning(config)
  try {
    const urls = urlsOf(config, { ownerUrl: running.ownerUrl, secrets })
    if (!running.kept)
      await prepareSchema(urls, {
        registry,
        secrets,
        now: new Date().toISOString(),
        ownRoles: config.appDatabaseUrl !== undefined,
      })
    const log = openLog('error', (line) => process.stderr.write(line))
    const opened = await openWorld(urls, { registry, secrets, log })
    try {
      return await command.local({ world: opened.world, ownerUrl: running.ownerUrl, terminal, given })
    } finally {
      await opened.close()
    }
  } finally {
    await running.stop()
  }
}

function explain(error: unknown, on: { terminal: Terminal; command: CliCommand; json: boolean }): ExitCode {
  const { terminal, command, json } = on
  if (error instanceof UsageFault) {
    terminal.err(`ltc: ${error.message}\nltc ${command.usage}`)
    return exit.usage
  }
  const refusals =
    error instanceof Refused ? error.refusals : error instanceof ServerRefused ? (error.problem.errors ?? []) : null
  if (refusals) {
    const told = refusals.map((one) => ({
      code: one.code,
      ...(one.field ? { field: one.field } : {}),
      message: sentence(one, terminal.language),
    }))
    if (json) show(terminal, { refused: told })
    else for (const one of told) terminal.err(`ltc: ${one.message}`)
    if (told.length === 0) terminal.err(`ltc: ${(error as Error).message}`)
    return exit.refused
  }
  const known =
    error instanceof BootFault || error instanceof SchemaFault || error instanceof Unavailable || error instanceof Fault
  terminal.err(`ltc: ${known ? (error as Error).message : ((error as Error).stack ?? error)}`)
  return exit.unavailable
}

function sentence(refusal: Refusal, language: 'zh' | 'en'): string {
  const messages = { ...registry.messages, ...doorMessages, ...importMessages, ...cliMessages } as Readonly<
    Record<string, { zh: string; en: string }>
  >
  const label = messages[refusal.code]
  return label ? fill(label[language], refusal.details ?? {}) : refusal.code
}

process.exitCode = await main(process.argv.slice(2))
