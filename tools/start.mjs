/** `npm start`: install when needed, build when needed, then run the server in this very process. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'

try {
  await prepare()
  if (!existsSync(join(root, 'dist/server.js')))
    throw new Error('There is no server to start: server/main.ts is missing.')
} catch (fault) {
  console.error(fault.message)
  process.exit(1)
}
process.setSourceMapsEnabled(true)
await import('../dist/server.js')
