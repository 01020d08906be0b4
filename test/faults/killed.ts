/** A process that dies at a fail point in the middle of paying a bill; started and buried by killPoints.test.ts. */

import { execute } from '../../server/write/execute.ts'
import { armFailPoint } from '../../server/write/failpoint.ts'
import { openSample, sessionOf } from '../support/world.ts'

const [ownerUrl = '', tenant = '', user = '', bill = '', key = ''] = process.argv.slice(2)
armFailPoint(process.env.FAIL_POINT)
const world = openSample(ownerUrl)
const outcome = await execute(world, sessionOf(tenant, ['REP'], { id: user }), {
  command: { object: 'receipt', act: 'create', input: { billId: bill, amount: { amount: '40.00', currency: 'CNY' } } },
  idempotency: { key, fingerprint: key },
})
process.stdout.write(outcome.ok ? 'acknowledged' : 'refused')
await world.close()
