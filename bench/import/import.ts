/**
 * Leads from a file into a company: validated, checked for duplicates, written with their events by the server's own
 * thread, while a person reads pages. `--rows 1000000` and `--xlsx 200000` are the full sizes. The baseline writes the
 * same rows into the same tables by one bare INSERT … SELECT.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Loose } from '../../kernel/fact.ts'
import { verifyTenant } from '../../server/follow/verify.ts'
import { beginFile, finishFile, putChunk } from '../../server/store/files.ts'
import type { Company } from '../../test/support/company.ts'
import { newClock, openLine, percentile } from '../client.ts'
import type { Benchmark } from '../result.ts'
import { openStage, type Stage } from '../stage.ts'
import { columns, csvOf, xlsxOf } from './files.ts'
import { plainRate } from './plain.ts'

const leastCsv = 10_000
const leastXlsx = 5_000
const mostMb = 600
const mostPageMs = 100

export const run: Benchmark['run'] = async (options) => {
  const rows = Number(options.rows ?? 50_000)
  const sheetRows = Number(options.xlsx ?? Math.round(rows / 5))
  const stage = await openStage()
  try {
    const csv = await bring(stage, { name: 'CSV', rows, pieces: csvOf(rows) })
    const xlsx = await bring(stage, { name: 'XLSX', rows: sheetRows, pieces: xlsxOf(sheetRows) })
    const other = await stage.found('平常', 'light')
    const plain = await plainRate(stage.ownerUrl, csv.company.tenantId, other.tenantId)
    const whole = rows <= 200_000 ? (await verifyTenant(stage.world, csv.company.tenantId)).breaches.length : null
    const ratio = Math.round((csv.told.rowsPerSecond / plain) * 100) / 100
    const told = [csv.told, xlsx.told]
    return {
      figures: { csv: csv.told, xlsx: xlsx.told, breaches: whole },
      baseline: { rowsPerSecond: plain },
      ratio,
      target: `CSV ≥ ${leastCsv} rows/s, XLSX ≥ ${leastXlsx} rows/s, ≤ ${mostMb} MB, pages p95 < ${mostPageMs} ms`,
      holds:
        csv.told.rowsPerSecond >= leastCsv &&
        xlsx.told.rowsPerSecond >= leastXlsx &&
        told.every(({ residentMb, pageP95Ms }) => residentMb <= mostMb && pageP95Ms < mostPageMs),
    }
  } finally {
    await stage.close()
  }
}

interface Bringing {
  readonly name: string
  readonly rows: number
  readonly pieces: Iterable<Buffer> | AsyncIterable<Buffer>
}

async function bring(stage: Stage, { name, rows, pieces }: Bringing) {
  const company = await stage.found(`导入 ${name}`, 'standard')
  const session = await company.hire('市场员', ['MKT'])
  const who = { cookie: await stage.signIn(company, session.userId as string) }
  const fileId = await keep(company, session.userId as string, pieces)
  const clock = newClock()
  const line = openLine(stage.base, clock)
  const idle = await pages(line, who, { until: async () => clock.requests >= 40, clock })
  const cpuBefore = stage.serverCpuMs()
  const began = performance.now()
  const body = { object: 'lead', fileId, mapping: { object: 'lead', columns: { ...columns } } }
  const { data } = await line.write(who, { name: 'start', method: 'POST', path: '/imports' }, body)
  let resident = 0
  let ended: Loose | null = null
  const busy = await pages(line, who, {
    clock,
    until: async () => {
      resident = Math.max(resident, residentMb(stage.serverPid))
      const one = (await line.get(who, `/imports/${data.id}`)).data
      if (!['waiting', 'running'].includes(one.state)) ended = one
      return ended !== null
    },
  })
  const seconds = (performance.now() - began) / 1000
  line.close()
  const { created, refused, done, state } = ended as unknown as Loose
  if (state !== 'done' || done !== rows || created + refused !== rows)
    throw new Error(`${name}: ${state}, ${created} created and ${refused} refused of ${rows}`)
  const told = {
    rows,
    created: created as number,
    refused: refused as number,
    seconds: Math.round(seconds * 10) / 10,
    rowsPerSecond: Math.round(rows / seconds),
    serverCpuUsPerRow: Math.round(((stage.serverCpuMs() - cpuBefore) * 1000) / rows),
    residentMb: resident,
    pageP95Ms: Math.round(percentile(busy, 0.95)),
    idlePageP95Ms: Math.round(percentile(idle, 0.95)),
  }
  return { company, told }
}

async function keep(company: Company, userId: string, pieces: Bringing['pieces']): Promise<string> {
  const { tenantId, world } = company
  const id = world.newId()
  const at = world.clock()
  const hash = createHash('sha256')
  let size = 0
  let seq = 0
  await world.database.inTenant(tenantId, (tx) =>
    beginFile(tx, tenantId, { id, name: 'leads', type: 'text/csv', userId, at }),
  )
  for await (const bytes of pieces) {
    if (bytes.length === 0) continue
    hash.update(bytes)
    size += bytes.length
    await world.database.inTenant(tenantId, (tx) => putChunk(tx, tenantId, { fileId: id, seq: seq++, bytes }))
  }
  await world.database.inTenant(tenantId, (tx) => finishFile(tx, tenantId, { id, size, sha256: hash.digest(), at }))
  return id
}

type Line = ReturnType<typeof openLine>

/** Reads the list of leads, a search and the start of the pages again and again; answers their times. */
async function pages(
  line: Line,
  who: { cookie: string },
  { until, clock }: { until: () => Promise<boolean>; clock: ReturnType<typeof newClock> },
): Promise<number[]> {
  const paths = ['/leads?limit=50&sort=-createdAt', '/accounts?limit=50', '/inbox', '/leads?limit=50&q=上海']
  clock.times.delete('read')
  for (let n = 0; !(await until()); n++) {
    await line.get(who, encodeURI(paths[n % paths.length] as string))
    await new Promise((done) => setTimeout(done, 50))
  }
  return clock.times.get('read') ?? []
}

function residentMb(pid: number): number {
  const path = `/proc/${pid}/status`
  if (!existsSync(path)) return 0
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) / 1024)
}
