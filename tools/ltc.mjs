/** `npm run -s ltc -- …`: the command line, built when needed, quiet so that its output can be piped. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'

try {
  await prepare({ quiet: true })
  if (!existsSync(join(root, 'dist/ltc.js')))
    throw new Error('There is no command line: server/cli/main.ts is missing.')
} catch (fault) {
  console.error(fault.message)
  process.exit(1)
}
await import('../dist/ltc.js')
