/** One JSON line per message; secrets never reach it, since nothing that holds one is ever passed in. */
import type { Config } from './boot/config.ts'
import type { Log } from './world.ts'

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
type Level = (typeof levels)[number]

/** Long values are cut, so that one request cannot fill a disk. */
const longest = 2_000

export function openLog(level: Config['logLevel'], write: (line: string) => void): Log {
  const lowest = levels.indexOf(level as Level)
  const say =
    (at: Level) =>
    (message: string, values: Readonly<Record<string, unknown>> = {}) => {
      if (levels.indexOf(at) < lowest) return
      const line = { at: new Date().toISOString(), level: at, message, ...values }
      write(`${JSON.stringify(line, (_key, value) => (typeof value === 'string' ? value.slice(0, longest) : value))}\n`)
    }
  return { info: say('info'), warn: say('warn'), error: say('error') }
}
