/** What can be learned about other processes: alive, since when, running what. */
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return stateOf(pid) !== 'Z'
}

/** A mark that two processes with the same number do not share; empty where the system does not tell. */
export function startedAt(pid: number): string {
  if (process.platform === 'linux') return statOf(pid)?.[19] ?? ''
  return ask('ps', ['-o', 'lstart=', '-p', String(pid)])
}

/** Names the boot and process namespace of this machine: only within it do process numbers mean anything. */
export function machine(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** Whether the process is a postgres that serves the directory. */
export function servesDirectory(pid: number, directory: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  if (process.platform !== 'linux') return ask('ps', ['-o', 'command=', '-p', String(pid)]).includes(directory)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory
  } catch {
    return false
  }
}

function stateOf(pid: number): string | undefined {
  return process.platform === 'linux' ? statOf(pid)?.[0] : undefined
}

/** The fields of /proc/<pid>/stat after the name, which itself may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function ask(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
