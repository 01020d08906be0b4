/** Reads a workbook in a thread of its own, under a memory limit: asks for pieces of the file, hands over rows. */
import { parentPort, workerData } from 'node:worker_threads'
import { Refused } from '../../../../kernel/refusal.ts'
import { fileOf } from './bytes.ts'
import type { TableRow } from './csv.ts'
import { readSheet } from './sheet.ts'
import { openWorkbook, sharedTexts } from './workbook.ts'
import type { FromWorker, ToWorker, XlsxAsked } from './xlsx.ts'
import { openZip } from './zip.ts'

const port = parentPort as NonNullable<typeof parentPort>
const { sizes, sheet, firstRows } = workerData as XlsxAsked
const say = (message: FromWorker) => port.postMessage(message)

const waiting = new Map<number, (bytes: Buffer) => void>()
let wanted = 0
let goOn: () => void = () => {}

port.on('message', (message: ToWorker) => {
  if ('seq' in message) {
    waiting.get(message.seq)?.(Buffer.from(message.bytes))
    waiting.delete(message.seq)
  } else {
    wanted++
    goOn()
  }
})

let last: { seq: number; bytes: Buffer } | null = null
const file = fileOf(sizes, async (seq) => {
  if (last?.seq === seq) return last.bytes
  const bytes = await new Promise<Buffer>((resolve) => {
    waiting.set(seq, resolve)
    say({ piece: seq })
  })
  last = { seq, bytes }
  return bytes
})

/** So many cells go over at once, at most. */
const mostCells = 30_000

class Enough extends Error {}

async function work(): Promise<void> {
  const zip = await openZip(file)
  const workbook = await openWorkbook(zip)
  const names = workbook.sheets.map(({ name }) => name)
  const chosen =
    workbook.sheets.find(({ name }) => name === sheet) ??
    workbook.sheets.find(({ hidden }) => !hidden) ??
    workbook.sheets[0]
  say({ sheets: names, sheet: chosen?.name ?? '', known: sheet === null || sheet === chosen?.name })
  const shared = await sharedTexts(zip, workbook.sharedPath)
  await rowsOf({ zip, workbook, path: chosen?.path ?? '', shared })
  say({ done: true })
}

async function rowsOf(from: { zip: Parameters<typeof readSheet>[0] } & Parameters<typeof readSheet>[1]): Promise<void> {
  let batch: TableRow[] = []
  let cells = 0
  let given = 0
  const flush = () => {
    if (batch.length === 0) return
    say({ rows: batch })
    wanted--
    batch = []
    cells = 0
  }
  const take = (row: TableRow) => {
    batch.push(row)
    cells += row.cells.length + 1
    if (++given >= firstRows) {
      flush()
      throw new Enough()
    }
    if (batch.length >= 1000 || cells >= mostCells) flush()
  }
  try {
    await readSheet(paused(from.zip), from, take)
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  flush()
}

/** Unpacks on only while somebody takes the rows. */
function paused(zip: Parameters<typeof readSheet>[0]): Parameters<typeof readSheet>[0] {
  return {
    ...zip,
    async *read(name) {
      for await (const bytes of zip.read(name)) {
        while (wanted <= 0)
          await new Promise<void>((resolve) => {
            goOn = resolve
          })
        yield bytes
      }
    },
  }
}

work().catch((error) => {
  if (!(error instanceof Refused)) throw error
  say({ refused: error.refusals })
})
