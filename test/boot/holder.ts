/** A program for the tests to kill: starts the database of a directory, says where, and holds it until told to stop. */
import { startPostgres } from '../../server/boot/postgres.ts'

const dataDir = process.argv[2] ?? ''

try {
  const postgres = await startPostgres({ dataDir, log: (line) => console.error(line) })
  console.log(`ready ${postgres.ownerUrl}`)
  const keepAlive = setInterval(() => {}, 1_000)
  process.on('SIGTERM', async () => {
    await postgres.stop()
    clearInterval(keepAlive)
    console.log('stopped')
  })
} catch (fault) {
  console.log(`refused ${(fault as Error).message}`)
  process.exitCode = 1
}
