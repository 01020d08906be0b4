import { openStage } from '/tmp/wt/founder/bench/stage.ts'
import { openOffice } from '/tmp/wt/founder/bench/chain/office.ts'
import { walkChain } from '/tmp/wt/founder/bench/chain/walk.ts'
import { newClock, openLine, percentile } from '/tmp/wt/founder/bench/client.ts'
process.env.REQUEST_RATE='100000'
const stage = await openStage()
try {
const office = await openOffice(stage, '基准')
const clock = newClock()
const line = openLine(stage.base, clock)
const b = performance.now()
for (let n=1;n<=10;n++) await walkChain(office, line, n)
console.log('10 chains', performance.now()-b, clock.requests, clock.writes)
for (const [k,v] of clock.times) console.log(k, v.length, percentile(v,.5).toFixed(1), percentile(v,.95).toFixed(1))
} catch (e) { console.log(e) } finally { await stage.close() }
process.exit(0)
