/** A place where stock is kept. */
import { address, member, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object } from '../../kernel/object.ts'
import { everyone } from '../../kernel/role.ts'

export const warehouse = object('warehouse', {
  label: say('仓库', 'Warehouse'),
  plural: 'warehouses',
  area: 'fulfil',
  title: 'name',
  fields: {
    code: text({ label: say('编码', 'Code'), required: true, unique: true, maxLength: 40, search: true, listed: true }),
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 120, search: true, listed: true }),
    address: address({ label: say('地址', 'Address') }),
    keeperId: member({ label: say('仓库主管', 'Keeper'), listed: true }),
    isDefault: toggle({ label: say('默认仓库', 'Default'), listed: true }),
  },
  states: {
    active: { label: say('启用', 'Active') },
    closed: { label: say('停用', 'Closed') },
  },
  starts: 'active',
  transitions: {
    close: {
      label: say('停用', 'Close'),
      from: ['active'],
      to: 'closed',
      emits: 'closed',
      tone: 'danger',
      undo: 'reopen',
    },
    reopen: { label: say('启用', 'Reopen'), from: ['closed'], to: 'active', emits: 'reopened' },
  },
  permits: {
    read: everyone('all'),
    create: { WHS: 'all', OPS: 'all', ADM: 'all' },
    change: { WHS: 'all', OPS: 'all', ADM: 'all' },
    close: { WHS: 'all', OPS: 'all', ADM: 'all' },
    reopen: { WHS: 'all', OPS: 'all', ADM: 'all' },
  },
})
