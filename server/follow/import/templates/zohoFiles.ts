/** The files of a Zoho export by their headings, and the choices several of its modules share. */
import { say } from '../../../../kernel/label.ts'
import type { FileSpec } from '../pack/template.ts'

const noPlace = say('暂不导入：这里没有对应的对象', 'Not brought in: nothing here corresponds to it')

export const zohoFiles: Readonly<Record<string, FileSpec>> = {
  users: { title: say('用户', 'Users'), has: ['USER_ID', 'Last Name', 'Email'] },
  campaigns: { title: say('市场活动', 'Campaigns'), has: ['CAMPAIGNID', 'Campaign Name', 'Budgeted Cost'] },
  products: { title: say('产品', 'Products'), has: ['PRODUCTID', 'Product Name', 'Product Code'] },
  priceBooks: { title: say('价格表', 'Price books'), has: ['BOOKID', 'Price Book Name', 'Pricing Model'] },
  accounts: { title: say('客户', 'Accounts'), has: ['ACCOUNTID', 'Account Name', 'Account Owner', 'Account Type'] },
  contacts: { title: say('联系人', 'Contacts'), has: ['CONTACTID', 'Last Name', 'Contact Owner'] },
  leads: { title: say('线索', 'Leads'), has: ['LEADID', 'Lead Owner', 'Lead Status', 'Company'] },
  potentials: {
    title: say('商机', 'Deals'),
    has: ['Potential Name|Deal Name', 'Stage', 'Closing Date', 'Forecast Type'],
  },
  quotes: { title: say('报价', 'Quotes'), has: ['QUOTEID', 'Quote Stage', 'Grand Total'] },
  quoteLines: {
    title: say('报价明细', 'Lines of quotes'),
    named: 'quote',
    has: ['QUOTEID', 'Product Name', 'Quantity', 'Net Total'],
  },
  orders: { title: say('订单', 'Sales orders'), has: ['SALESORDERID', 'Subject', 'Grand Total'] },
  orderLines: {
    title: say('订单明细', 'Lines of sales orders'),
    named: 'sales',
    has: ['INVENTORYRELID', 'Product Name', 'Quantity', 'Net Total', 'Total After Discount'],
  },
  invoices: { title: say('发票', 'Invoices'), has: ['INVOICEID', 'Invoice Number', 'Invoice Status', 'Grand Total'] },
  invoiceLines: {
    title: say('发票明细', 'Lines of invoices'),
    named: 'invoice',
    has: ['INVENTORYRELID', 'Product Name', 'Quantity', 'Net Total', 'Total After Discount'],
  },
  purchaseOrderLines: {
    title: say('采购明细', 'Lines of purchase orders'),
    named: 'purchase',
    has: ['INVENTORYRELID', 'Product Name', 'Quantity', 'Net Total', 'Total after Discount'],
    unused: noPlace,
  },
  cases: { title: say('工单', 'Cases'), has: ['Case Owner', 'Case Origin', 'Status', 'Created Time'] },
  purchaseOrders: { title: say('采购订单', 'Purchase orders'), has: ['PURCHASEORDERID', 'PO Number'], unused: noPlace },
  vendors: { title: say('供应商', 'Vendors'), has: ['VENDORID', 'Vendor Name'], unused: noPlace },
  calls: { title: say('通话', 'Calls'), has: ['TASKID', 'Call Start Time', 'Call Type'], unused: noPlace },
  events: { title: say('日程', 'Events'), has: ['EVENTID', 'Event Owner', 'Start DateTime'], unused: noPlace },
  tasks: { title: say('任务', 'Tasks'), has: ['Task Owner', 'Subject', 'Due Date', 'Status'], unused: noPlace },
  responses: {
    title: say('活动响应', 'Campaign responses'),
    has: ['Campaign Name', 'Lead Last Name', 'Is Lead Active?'],
    unused: say(
      '不导入：线索只写了姓名，无法确定是哪一条',
      'Not brought in: leads stand by last name only, which many share',
    ),
  },
}

export const leadSources: Readonly<Record<string, string>> = {
  Advertisement: 'ads',
  'Cold Call': 'other',
  'Employee Referral': 'referral',
  'External Referral': 'referral',
  'Online Store': 'web',
  OnlineStore: 'web',
  Partner: 'partner',
  'Public Relations': 'other',
  'Sales Mail Alias': 'call_in',
  'Trade Show': 'expo',
  'Web Research': 'web',
  'Web Download': 'web',
  Chat: 'web',
  Facebook: 'social',
  Twitter: 'social',
}
