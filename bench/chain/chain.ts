/**
 * Whole chains from lead to cash over HTTP, with rights and all rules, by 1, 4 and 8 clients in one company and by 8 in
 * eight. The baseline writes as many rows into the same tables in as many transactions, over eight connections.
 */
import { verifyTenant } from '../../server/follow/verify.ts'
import { type Clock, newClock, openLine, percentile } from '../client.ts'
import type { Benchmark } from '../result.ts'
import { openStage, type Stage } from '../stage.ts'
import { runBaseline } from './baseline.ts'
import { type Office, openOffice } from './office.ts'
import { walkChain } from './walk.ts'
import { rowsOf, workBetween, writtenSoFar } from './written.ts'

export const run: Benchmark['run'] = async (options) => {
  const each = Number(options.chains ?? 20)
  const stage = await openStage()
  try {
    const office = await openOffice(stage, '基准')
    await drive(stage, [office], 5)
    const rounds: Record<string, Round> = {}
    for (const clients of [1, 4]) rounds[`clients${clients}`] = await drive(stage, repeat(office, clients), each)
    const before = await writtenSoFar(stage.ownerUrl)
    const eight = await drive(stage, repeat(office, 8), each)
    const work = workBetween(before, await writtenSoFar(stage.ownerUrl), eight.chains)
    const plan = { url: stage.ownerUrl, tenantId: office.company.tenantId, work, transactions: eight.writesPerChain }
    const from = await writtenSoFar(stage.ownerUrl)
    const plainMs = await runBaseline(plan, { clients: 8, chains: each })
    const plain = workBetween(from, await writtenSoFar(stage.ownerUrl), eight.chains)
    if (Math.abs(rowsOf(plain) / rowsOf(work) - 1) > 0.01)
      throw new Error(`the baseline wrote ${rowsOf(plain)} rows a chain, the product ${rowsOf(work)}`)
    const offices: Office[] = []
    for (let n = 1; n <= 8; n++) offices.push(await openOffice(stage, `基准 ${n}`))
    const apart = await drive(stage, offices, each)
    const whole = await verifyTenant(stage.world, office.company.tenantId)
    const baselineRate = eight.chains / (plainMs / 1000)
    const ratio = eight.chainsPerSecond / baselineRate
    return {
      figures: { ...rounds, clients8: eight, companies8: apart, breaches: whole.breaches.length },
      baseline: { chainsPerSecond: round(baselineRate), rowsPerChain: round(rowsOf(plain)) },
      ratio: round(ratio),
      target: 'ratio ≥ 0.3 with 8 clients in one company, p95 of each step ≤ 40 ms, no breach',
      holds: ratio >= 0.3 && eight.slowestP95Ms <= 40 && whole.breaches.length === 0,
    }
  } finally {
    await stage.close()
  }
}

interface Round {
  readonly chains: number
  readonly chainsPerSecond: number
  readonly requestsPerSecond: number
  readonly writesPerChain: number
  readonly slowestStep: string
  readonly slowestP95Ms: number
  /** Processor time of the server's Node process for one chain. */
  readonly nodeMsPerChain: number
}

const repeat = (office: Office, times: number): Office[] => Array.from({ length: times }, () => office)

let deal = 0

/** One client for each office given, each walking so many chains. */
async function drive(stage: Stage, offices: readonly Office[], each: number): Promise<Round> {
  const clock = newClock()
  const cpu = stage.serverCpuMs()
  const begun = performance.now()
  await Promise.all(
    offices.map(async (office) => {
      const line = openLine(stage.base, clock)
      for (let n = 0; n < each; n++) await walkChain(office, line, ++deal)
      line.close()
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  return told(clock, { seconds, chains: offices.length * each, cpuMs: stage.serverCpuMs() - cpu })
}

function told(clock: Clock, { seconds, chains, cpuMs }: { seconds: number; chains: number; cpuMs: number }): Round {
  const steps = [...clock.times].map(([name, times]) => ({ name, p95: percentile(times, 0.95) }))
  const slowest = steps.sort((one, other) => other.p95 - one.p95)[0]
  return {
    chains,
    chainsPerSecond: round(chains / seconds),
    requestsPerSecond: round(clock.requests / seconds),
    writesPerChain: Math.round(clock.writes / chains),
    slowestStep: slowest?.name ?? '',
    slowestP95Ms: round(slowest?.p95 ?? 0),
    nodeMsPerChain: round(cpuMs / chains),
  }
}

const round = (value: number): number => Number(value.toPrecision(4))
