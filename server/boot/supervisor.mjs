/**
 * Runs PostgreSQL as the child of a small process whose stdin is a pipe from the server: when that closes, however the
 * server ended, the database is shut down. Plain JavaScript, because it runs as a program of its own.
 * Told by one JSON argument: {bin, args, cwd, env, uid, gid, logFile}; answers by lines on stdout: started, exited.
 */
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'

const { bin, args, cwd, env, uid, gid, logFile } = JSON.parse(process.argv[2])
const quickRestarts = 5
const quickMs = 60_000
const restartAfterMs = 250
const [fast, immediate, kill] =
  process.platform === 'win32' ? ['SIGKILL', 'SIGKILL', 'SIGKILL'] : ['SIGINT', 'SIGQUIT', 'SIGKILL']

let child
let stopping = false
const restarts = []

process.on('SIGHUP', stop)
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
process.stdout.on('error', () => {})
process.stdin.on('end', stop).on('close', stop).on('error', stop).resume()
start()

function start() {
  const log = openSync(logFile, 'a', 0o600)
  child = spawn(bin, args, { cwd, env, uid, gid, stdio: ['ignore', log, log] })
  child.on('error', (error) => {
    tell(`failed ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => ended(code ?? signal))
  if (child.pid) tell(`started ${child.pid}`)
}

/** An end nobody asked for (killed for memory, an old one still going down) is answered by starting again. */
function ended(how) {
  tell(`exited ${how}`)
  if (stopping) process.exit(0)
  const now = Date.now()
  restarts.push(now)
  const recent = restarts.filter((at) => now - at < quickMs)
  if (recent.length > quickRestarts) process.exit(1)
  child = undefined
  setTimeout(() => (stopping ? process.exit(0) : start()), restartAfterMs * recent.length)
}

/** Fast first (open transactions roll back); a database that hangs is cut off, its log recovers it. */
function stop() {
  if (stopping) return
  stopping = true
  if (!child) process.exit(0)
  child.kill(fast)
  setTimeout(() => child.kill(immediate), 15_000)
  setTimeout(() => child.kill(kill), 20_000)
}

function tell(line) {
  process.stdout.write(`${line}\n`)
}
