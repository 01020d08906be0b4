import { datetime } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import type { Permit } from '../../kernel/role.ts'
import { afterwards } from '../afterwards.ts'
import { periodMessages, postsToday } from '../cash/period.ts'
import { facts, fields, parts } from './shipment/fields.ts'
import {
  arrived,
  damageFits,
  deliveredAfter,
  drafted,
  inStock,
  issued,
  linesGiven,
  linesKept,
  orderFree,
  orderRuns,
  podGiven,
  refilled,
  settle,
  withinOpen,
} from './shipment/rules.ts'

const keeper: Permit = { WHS: 'all' }

export const shipment = object('shipment', {
  label: say('发货单', 'Shipment'),
  plural: 'shipments',
  area: 'fulfil',
  title: 'no',
  numbered: 'DN',
  fields,
  parts,
  facts,
  states: {
    draft: { label: say('草稿', 'Draft'), draft: true },
    picked: { label: say('已拣货', 'Picked'), locked: true },
    shipped: { label: say('已发货', 'Shipped'), locked: true },
    exception: { label: say('异常', 'Exception'), locked: true },
    delivered: { label: say('已签收', 'Delivered'), ends: 'well', locked: true },
    cancelled: { label: say('已取消', 'Cancelled'), ends: 'badly', locked: true },
  },
  starts: 'draft',
  create: {
    needs: ['order', 'pending'],
    guards: [orderRuns, ...[linesGiven, withinOpen].map(afterwards(drafted))],
    sets: drafted,
  },
  change: {
    needs: ['order', 'pending'],
    guards: [linesGiven, withinOpen].map(afterwards(refilled)),
    sets: refilled,
  },
  transitions: {
    pick: {
      label: say('拣货完成', 'Pick'),
      from: ['draft'],
      to: 'picked',
      emits: 'picked',
      needs: ['order', 'pending', 'stocks'],
      tone: 'primary',
      guards: [orderRuns, linesGiven, withinOpen, inStock],
      sets: ({ now, actor }) => ({ pickedAt: now, pickedBy: actor.id }),
    },
    ship: {
      label: say('发货', 'Ship'),
      from: ['picked'],
      to: 'shipped',
      emits: 'shipped',
      needs: ['order', 'pending', 'stocks', 'closedPeriods'],
      asks: ['carrier'],
      takes: ['trackingNo'],
      tone: 'primary',
      notBy: [
        {
          rule: 'S06',
          say: say('确认订单的人不能发货', 'Whoever confirmed the order may not ship it'),
          doneBy: ({ facts }) => facts.order?.confirmedBy as string | null | undefined,
        },
      ],
      guards: [orderRuns, orderFree, withinOpen, inStock, postsToday],
      sets: issued,
    },
    deliver: {
      label: say('签收', 'Confirm delivery'),
      from: ['shipped', 'exception'],
      to: 'delivered',
      emits: 'delivered',
      needs: ['closedPeriods'],
      takes: ['podFiles', 'docOk', 'lines'],
      tone: 'primary',
      input: { deliveredOn: datetime({ label: say('签收时间', 'Delivered at') }) },
      guards: [podGiven, afterwards(arrived)(deliveredAfter), damageFits, linesKept, postsToday],
      sets: arrived,
    },
    report: {
      label: say('报告异常', 'Report an exception'),
      from: ['shipped'],
      to: 'exception',
      emits: 'failed',
      asks: ['exceptionNote'],
      tone: 'danger',
      undo: 'resume',
    },
    resume: { label: say('恢复运输', 'Resume'), from: ['exception'], to: 'shipped', emits: 'resumed' },
    unpick: {
      label: say('退回拣货', 'Unpick'),
      from: ['picked'],
      to: 'draft',
      emits: 'unpicked',
      tone: 'quiet',
      guards: [reasonGiven],
    },
    cancel: {
      label: say('取消', 'Cancel'),
      from: ['draft', 'picked'],
      to: 'cancelled',
      emits: 'cancelled',
      tone: 'danger',
      guards: [reasonGiven],
      sets: settle,
    },
  },
  permits: {
    read: {
      REP: 'self',
      SM: 'tree',
      ODK: 'all',
      WHS: 'all',
      DPM: 'self',
      ARF: 'all',
      SVC: 'all',
      OPS: 'all',
      EXE: 'all',
    },
    create: keeper,
    change: keeper,
    remove: keeper,
    pick: keeper,
    ship: keeper,
    deliver: keeper,
    report: { WHS: 'all', SVC: 'all' },
    resume: keeper,
    unpick: keeper,
    cancel: keeper,
  },
  messages: {
    ...periodMessages,
    SHIPMENT_ORDER_STATE: say(
      '订单尚未确认或已结束，不能发货',
      'The order is not confirmed or has ended; only confirmed orders ship',
    ),
    ORDER_ON_HOLD: say(
      '订单被冻结，请先由相应角色放行',
      'The order is on hold; the roles concerned must release it first',
    ),
    SHIP_QTY_EXCEEDS: say(
      '第 {row} 行超过订单未发数量 {open}，请减少',
      'Row {row} exceeds what is open on the order ({open}); ship less',
    ),
    SHIPMENT_EMPTY: say('请填写要发的产品和数量', 'Say which goods and how many are to be shipped'),
    STOCK_SHORT: say(
      '{product}缺货 {missing}，最早可用 {first_date}；请减少数量或先入库',
      '{product} short by {missing}, first available {first_date}; ship less or receive goods first',
    ),
    POD_REQUIRED: say('请上传签收单', 'Upload the proof of delivery'),
    DELIVERED_BEFORE_SHIPPED: say(
      '签收时间须在发货之后且不晚于现在，请更正',
      'Delivery must lie after shipping and not in the future; correct it',
    ),
    DAMAGE_QTY: say('破损数量不能超过发货数量，请更正', 'Damage exceeds what was shipped; correct it'),
    SHIPMENT_LINES_FIXED: say('签收时只能填写破损数量', 'At delivery only damage may be entered'),
  },
  thread: { after: ['orderId'] },
})
