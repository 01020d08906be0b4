/** One of our own companies: documents, numbers, bank accounts and the ledger are kept for each of them (R25). */
import { address, link, text, toggle } from '../../kernel/field.ts'
import { say } from '../../kernel/label.ts'
import { object, part } from '../../kernel/object.ts'
import { everyone, type Permit } from '../../kernel/role.ts'

const finance: Permit = { ARF: 'all', ADM: 'all' }

export const legalEntity = object('legalEntity', {
  label: say('我方主体', 'Legal entity'),
  plural: 'legalEntities',
  area: 'cash',
  title: 'name',
  fields: {
    code: text({ label: say('编码', 'Code'), required: true, unique: true, maxLength: 20, listed: true }),
    name: text({ label: say('名称', 'Name'), required: true, maxLength: 120, search: true, listed: true }),
    nameEn: text({ label: say('英文名称', 'English name'), maxLength: 120 }),
    taxNo: text({ label: say('税号', 'Tax number'), maxLength: 20, listed: true }),
    currency: text({
      label: say('本位币', 'Currency'),
      required: true,
      check: 'currency',
      maxLength: 3,
      default: 'CNY',
    }),
    invoiceSeries: text({
      label: say('发票号前缀', 'Invoice series'),
      required: true,
      maxLength: 10,
      default: 'INV',
      help: say('发票号按主体、前缀和年度连续编号', 'Invoice numbers run without gaps per entity, series and year'),
    }),
    address: address({ label: say('地址', 'Address') }),
    phone: text({ label: say('电话', 'Telephone'), maxLength: 40 }),
    parentId: link('legalEntity', { label: say('上级主体', 'Parent entity') }),
    isDefault: toggle({ label: say('默认主体', 'Default'), listed: true }),
  },
  parts: {
    bankAccounts: part({
      label: say('银行账户', 'Bank accounts'),
      fields: {
        name: text({ label: say('开户行', 'Bank'), required: true, maxLength: 120 }),
        accountNo: text({ label: say('账号', 'Account number'), required: true, maxLength: 40 }),
        currency: text({ label: say('币种', 'Currency'), check: 'currency', maxLength: 3 }),
        swift: text({ label: say('SWIFT', 'SWIFT'), maxLength: 20 }),
        isDefault: toggle({ label: say('默认', 'Default') }),
      },
    }),
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
  permits: { read: everyone('all'), create: finance, change: finance, close: finance, reopen: finance },
})
