/** What people decide about an order: submit, hold, release, promise, cancel (chain.md OR2–OR8). */
import { choice, date, text } from '../../../kernel/field.ts'
import { reasonGiven } from '../../../kernel/guard.ts'
import { type Label, say } from '../../../kernel/label.ts'
import type { Duty } from '../../../kernel/object.ts'
import { afterwards } from '../../afterwards.ts'
import { isPositive } from '../../quantity.ts'
import { checks, type OrderTransition, started, typed } from './arguments.ts'
import type { OrderContext } from './facts.ts'
import { type HoldKind, holdKinds } from './fields.ts'
import { headerOf } from './lines.ts'
import * as rule from './rules.ts'
import { confirmed, dropped, held, rechecked, released, submitted } from './steps.ts'

/** An order made by the chain has whoever submitted it for its maker. */
const madeIt: Duty<OrderContext> = {
  rule: 'S05',
  say: say('创建或提交订单的人不能放行该订单', 'Whoever created or submitted the order may not release it'),
  doneBy: ({ record, actor }) => (record.submittedBy === actor.id ? record.submittedBy : record.createdBy),
}
const ownsAccount: Duty<OrderContext> = {
  rule: 'S04',
  say: say('客户负责人不能放行该客户的信用冻结', 'The owner of the account may not release its credit hold'),
  doneBy: ({ facts }) => facts.account?.ownerId as string | null | undefined,
}

const release = (label: Label, kinds: readonly HoldKind[]): OrderTransition => ({
  label,
  from: ['on_hold'],
  emits: 'released',
  needs: ['account'],
  guards: [reasonGiven, rule.someHeld(kinds)],
  notBy: kinds.includes('credit') ? [madeIt, ownsAccount] : [madeIt],
  sets: released(kinds),
  tone: 'primary',
})

export const decisions = typed({
  submit: {
    label: say('提交', 'Submit'),
    from: ['draft'],
    to: 'submitted',
    emits: 'submitted',
    asks: ['lines'],
    tone: 'primary',
    needs: [...checks, 'bundleParts', 'committed', 'samePo'],
    guards: [
      rule.sourceEffective,
      rule.linesComputable,
      rule.unitsKnown,
      rule.shipToGiven,
      rule.warehouseGiven,
      rule.requestedInFuture,
      rule.priceAsSource,
      rule.poUnused,
      rule.withinContract,
    ].map(afterwards(submitted, headerOf)),
    sets: submitted,
  },
  confirm: {
    label: say('确认', 'Confirm'),
    from: ['submitted', 'on_hold'],
    to: ['confirmed', 'partially_shipped'],
    emits: 'confirmed',
    chooses: ({ record }) =>
      record.lines.some((line) => isPositive(line.shippedQty)) ? 'partially_shipped' : 'confirmed',
    needs: ['stocks'],
    guards: [rule.nothingHeld],
    sets: confirmed,
  },
  hold: {
    label: say('冻结', 'Hold'),
    from: ['submitted', ...started],
    to: 'on_hold',
    emits: 'held',
    tone: 'danger',
    input: {
      kind: choice(holdKinds, { label: say('冻结类别', 'Kind of hold') }),
      note: text({ label: say('说明', 'Note'), maxLength: 500 }),
    },
    guards: [afterwards(held)(rule.somethingHeld)],
    sets: held,
  },
  releaseCredit: release(say('放行信用', 'Release credit hold'), ['credit', 'title']),
  releaseStock: release(say('放行库存', 'Release stock hold'), ['stock']),
  releasePrice: release(say('放行价格', 'Release price hold'), ['price']),
  releaseCompliance: release(say('放行合规', 'Release compliance hold'), ['compliance']),
  recheck: {
    label: say('重新检查', 'Check again'),
    from: ['on_hold'],
    emits: 'rechecked',
    needs: checks,
    sets: rechecked,
    help: say('已满足的条件自动解除冻结', 'Clears the holds whose reason is gone'),
  },
  repromise: {
    label: say('改承诺交期', 'Move the promise'),
    from: ['on_hold', ...started],
    emits: 'promise_moved',
    input: { promise: date({ label: say('新的承诺交期', 'New promise'), required: true }) },
    guards: [
      reasonGiven,
      {
        code: 'PROMISE_PAST',
        field: 'promise',
        onInput: true,
        holds: ({ input, today }) => input.promise >= today,
      },
    ],
    sets: ({ input }) => ({ currentPromise: input.promise }),
  },
  cancel: {
    label: say('取消', 'Cancel'),
    from: ['draft', 'submitted', 'on_hold', 'confirmed'],
    to: 'cancelled',
    emits: 'cancelled',
    needs: ['invoiceDrafts', 'drafts'],
    tone: 'danger',
    sets: dropped,
    guards: [reasonGiven, rule.nothingShipped, rule.nothingInvoiced, rule.noShipmentOpen],
  },
  closeShort: {
    label: say('短缺关闭', 'Close short'),
    from: ['partially_shipped'],
    to: 'closed_short',
    emits: 'closed_short',
    takes: ['consentFiles'],
    needs: ['drafts'],
    tone: 'danger',
    sets: dropped,
    guards: [
      reasonGiven,
      rule.noShipmentOpen,
      {
        code: 'CONSENT_REQUIRED',
        field: 'consentFiles',
        onInput: true,
        holds: ({ record, settings }) => !settings.evidenceFiles || (record.consentFiles?.length ?? 0) > 0,
      },
    ],
  },
})
