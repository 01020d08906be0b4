/** Prints documents in threads of their own, a few at a time, each within its time. */
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { Fault } from '../../store/database.ts'
import type { Paper } from './paper.ts'

const atOnce = 2
const mostWaiting = 20
const withinMs = 30_000

let running = 0
const waiting: (() => void)[] = []

/** The PDF. A Fault when too many wait already, or when this one takes too long. */
export async function print(paper: Paper, limitMs = withinMs): Promise<Buffer> {
  if (waiting.length >= mostWaiting) throw new Fault('too many documents are being made', true)
  if (running >= atOnce) await new Promise<void>((begin) => waiting.push(begin))
  running++
  try {
    return await inThread(paper, limitMs)
  } finally {
    running--
    waiting.shift()?.()
  }
}

async function inThread(paper: Paper, limitMs: number): Promise<Buffer> {
  const worker = openWorker()
  let late: NodeJS.Timeout | undefined
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      late = setTimeout(() => reject(new Fault('the document took too long', true)), limitMs)
      worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)))
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the thread of a document ended with ${code}`)))
      worker.postMessage(paper)
    })
  } finally {
    clearTimeout(late)
    await worker.terminate()
  }
}

/** In a build it stands beside the server as JavaScript; from source it is translated on the way in. */
function openWorker(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: 512 }
  const built = new URL('./pdf.worker.js', import.meta.url)
  if (existsSync(built)) return new Worker(built, { resourceLimits })
  const source = JSON.stringify(new URL('./pdf.worker.ts', import.meta.url).href)
  const start = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(start, { eval: true, resourceLimits })
}
