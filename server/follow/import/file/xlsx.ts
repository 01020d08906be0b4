/** A workbook read from outside its thread: its sheets, and rows as they come, at the pace of whoever takes them. */
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { type Refusal, Refused, refuse } from '../../../../kernel/refusal.ts'
import type { FileBytes } from './bytes.ts'
import type { TableRow } from './csv.ts'

export interface XlsxAsked {
  readonly sizes: readonly number[]
  /** Null takes the first sheet that is not hidden. */
  readonly sheet: string | null
  /** Stops after so many rows that hold something. */
  readonly firstRows: number
}

export interface Sheets {
  readonly sheets: readonly string[]
  readonly sheet: string
  /** False when the workbook has no sheet of the name that was asked for. */
  readonly known: boolean
}

export type FromWorker =
  | { readonly piece: number }
  | Sheets
  | { readonly rows: readonly TableRow[] }
  | { readonly done: true }
  | { readonly refused: readonly Refusal[] }
export type ToWorker = { readonly seq: number; readonly bytes: Uint8Array } | { readonly more: true }

/** Beyond this the thread is ended and the file refused; the server lives on. */
const memoryMb = 256
/** Batches that may wait to be taken. */
const ahead = 2

export async function* readXlsx(
  file: FileBytes,
  asked: Omit<XlsxAsked, 'sizes'>,
): AsyncGenerator<Sheets | readonly TableRow[]> {
  const worker = openWorker({ ...asked, sizes: file.sizes })
  const arrived: FromWorker[] = []
  let wake: () => void = () => {}
  let failure: Error | null = null
  const arrive = (message: FromWorker) => {
    arrived.push(message)
    wake()
  }
  const fail = (error: Error) => {
    failure = error
    wake()
  }
  worker.on('message', (message: FromWorker) => {
    if (!('piece' in message)) return arrive(message)
    file.piece(message.piece).then((bytes) => worker.postMessage({ seq: message.piece, bytes }), fail)
  })
  worker.on('error', (error) => fail(refusedOf(error)))
  worker.on('exit', (code) => fail(new Error(`the thread of a workbook ended with ${code}`)))
  for (let n = 0; n < ahead; n++) worker.postMessage({ more: true })
  try {
    for (;;) {
      const message = arrived.shift()
      if (message === undefined) {
        if (failure) throw failure
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      } else if ('rows' in message) {
        yield message.rows
        worker.postMessage({ more: true })
      } else if ('refused' in message) throw new Refused(message.refused)
      else if ('done' in message) return
      else if ('sheets' in message) yield message
    }
  } finally {
    await worker.terminate()
  }
}

function refusedOf(error: Error): Error {
  const { code } = error as { code?: string }
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Refused([refuse('invalid', 'IMPORT_FILE_TOO_HEAVY')]) : error
}

/** In a build it stands beside the server as JavaScript; from source it is translated on the way in. */
function openWorker(workerData: XlsxAsked): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb }
  const built = new URL('./xlsx.worker.js', import.meta.url)
  if (existsSync(built)) return new Worker(built, { resourceLimits, workerData })
  const source = JSON.stringify(new URL('./xlsx.worker.ts', import.meta.url).href)
  const start = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(start, { eval: true, resourceLimits, workerData })
}
