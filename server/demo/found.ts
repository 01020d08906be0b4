/** Founds the demo company: departments, people with their rights, products, prices, pools, rules and papers. */
import { createHash } from 'node:crypto'
import type { Loose } from '../../kernel/fact.ts'
import { system } from '../../kernel/permit.ts'
import { beginFile, finishFile, putChunk } from '../store/files.ts'
import { loadPerson } from '../store/people.ts'
import type { Session, World } from '../world.ts'
import { createCompany } from '../write/company.ts'
import { systemSession } from '../write/effects.ts'
import type { Script, Stage } from '../write/script.ts'
import { type Department, departments, products, type Seat, staff, under } from './catalogue.ts'
import { plusMinutes } from './hours.ts'
import { pdfOf } from './pdf.ts'
import type { Ground, Paper } from './teller.ts'

export const companyName = '华东智造泵阀装备有限公司'
export const demoDomain = 'demo.openltc.local'

export async function foundDemo(world: World, slug: string): Promise<string> {
  const { tenant } = await createCompany(world, { slug, name: companyName, mode: 'standard', demo: true })
  return tenant.id
}

type Put = (object: string, act: string, more: { id?: string; input: Loose }) => Promise<Loose>

/** All that stands before the first customer calls; the answer is what the tales of the year name. */
export async function layGround(
  world: World,
  script: Script,
  given: { tenantId: string; at: string },
): Promise<Ground> {
  const { tenantId, at } = given
  const made = await script.slice(at, async (stage) => {
    let now = at
    const put: Put = (object, act, more) => {
      now = plusMinutes(now, 1)
      return stage.act(systemSession(tenantId), { object, act, ...more }, now)
    }
    const base = defaultsOf(stage)
    const rooms = await makeDepartments(put, base)
    const people = await hire(put, rooms)
    await headsOf(put, rooms, people)
    const catalogue = await stockCatalogue(put, base)
    await arrange(put, base, { rooms, people })
    const papers = await storePapers(stage, { tenantId, at, userId: people.boss })
    return { base, rooms, people, catalogue, papers }
  })
  const { base } = made
  return {
    tenantId,
    sessions: await sessionsOf(world, tenantId, made.people),
    products: made.catalogue,
    terms: sorted(base.paymentTerm).map((one) => one.id as string),
    gates: new Map((base.gate ?? []).map((gate) => [gate.code as string, gate])),
    warehouseId: only(base.warehouse).id,
    entityId: only(base.legalEntity).id,
    papers: made.papers,
    departments: made.rooms,
  }
}

const kept = ['department', 'warehouse', 'legalEntity', 'priceBook', 'paymentTerm', 'pipeline', 'gate', 'pool'] as const
type Defaults = Partial<Record<(typeof kept)[number], Loose[]>>

/** What every new company begins with. */
const defaultsOf = (stage: Stage): Defaults => Object.fromEntries(kept.map((name) => [name, [...stage.all(name)]]))

function only(records: readonly Loose[] | undefined): Loose {
  const record = records?.[0]
  if (!record) throw new Error('a new company lacks one of its defaults')
  return record
}

/** Payment terms by the number of their instalments and the trigger: delivery, three parts, in advance. */
const sorted = (terms: readonly Loose[] = []): Loose[] => {
  const rank = ({ lines }: Loose) => (lines.length > 1 ? 1 : lines[0]?.trigger === 'on_delivery' ? 0 : 2)
  return [...terms].sort((a, b) => rank(a) - rank(b))
}

async function makeDepartments(put: Put, base: Defaults): Promise<Record<Department, string>> {
  const root = only(base.department).id as string
  const out: Partial<Record<Department, string>> = {}
  for (const key of Object.keys(departments) as Department[]) {
    const parentId = out[under[key] ?? key] ?? root
    out[key] = (await put('department', 'create', { input: { name: departments[key], parentId } })).id
  }
  return out as Record<Department, string>
}

async function hire(put: Put, rooms: Record<Department, string>): Promise<Record<Seat, string>> {
  const out: Partial<Record<Seat, string>> = {}
  for (const [seat, { name, title, email, roles, at }] of Object.entries(staff)) {
    const input = { name, title, email: `${email}@${demoDomain}`, roles: [...roles], departmentId: rooms[at] }
    out[seat as Seat] = (await put('user', 'create', { input })).id
  }
  return out as Record<Seat, string>
}

async function headsOf(put: Put, rooms: Record<Department, string>, people: Record<Seat, string>): Promise<void> {
  const heads: Partial<Record<Department, Seat>> = {
    office: 'boss',
    sales: 'director',
    east: 'eastManager',
    south: 'director',
    north: 'director',
    market: 'market',
    legal: 'legal',
    desk: 'desk',
    store: 'store',
    finance: 'finance',
    operations: 'process',
  }
  for (const [room, seat] of Object.entries(heads) as [Department, Seat][])
    await put('department', 'change', { id: rooms[room], input: { headId: people[seat] } })
}

async function stockCatalogue(put: Put, base: Defaults): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  for (const one of products) {
    const isGoods = one.kind === 'goods'
    const input = {
      code: one.code,
      name: one.name,
      category: one.category,
      kind: one.kind,
      unit: one.unit,
      vatRate: one.vatRate,
      listPrice: String(one.list),
      standardCost: String(one.cost),
      stockTracked: isGoods,
      revRule: isGoods ? 'on_receipt' : 'on_acceptance',
      leadTimeDays: isGoods ? 14 : 7,
    }
    out.set(one.code, (await put('product', 'create', { input })).id)
  }
  const entries = products.map((one) => ({
    productId: out.get(one.code),
    minQty: '0',
    listPrice: String(one.list),
    floorPrice: String(Math.round(one.list * 0.72)),
  }))
  const { id } = only(base.priceBook)
  await put('priceBook', 'change', { id, input: { entries } })
  await put('priceBook', 'activate', { id, input: {} })
  return out
}

/** Pools open to those who sell, scoring that a well described lead passes, and web leads spread over two people. */
async function arrange(
  put: Put,
  base: Defaults,
  { rooms, people }: { rooms: Record<Department, string>; people: Record<Seat, string> },
): Promise<void> {
  const members = (['market', 'east', 'south', 'north', 'sales'] as const).map((room) => ({
    departmentId: rooms[room],
  }))
  for (const pool of base.pool ?? [])
    await put('pool', 'change', { id: pool.id, input: { members, adminIds: [people.director] } })
  for (const [name, field, points] of [
    ['填写了职务', 'title', 30],
    ['填写了省份', 'region.province', 35],
  ] as const)
    await put('scoringRule', 'create', { input: { name, kind: 'fit', field, operator: 'filled', points } })
  await put('assignmentRule', 'create', {
    input: {
      name: '官网线索轮流分配',
      seq: 10,
      strategy: 'round_robin',
      conditions: [{ field: 'source', operator: 'equals', value: 'web' }],
      candidates: [{ userId: people.sdr }, { userId: people.sdr2 }],
    },
  })
  await put('fxRate', 'create', { input: { fromCurrency: 'USD', toCurrency: 'CNY', date: '2020-01-01', rate: '7.1' } })
  await put('warehouse', 'change', { id: only(base.warehouse).id, input: { keeperId: people.store } })
  await put('legalEntity', 'change', {
    id: only(base.legalEntity).id,
    input: {
      taxNo: '91000000MA0DEMO01X',
      bankAccounts: [{ name: '演示银行苏州分行', accountNo: '6200000000000001', currency: 'CNY', isDefault: true }],
    },
  })
}

const paperNames: Readonly<Record<Paper, readonly [string, string]>> = {
  acceptance: ['客户确认函.pdf', 'Customer acceptance'],
  contract: ['销售合同.pdf', 'Sales contract'],
  signed: ['双方盖章合同.pdf', 'Signed contract'],
  delivery: ['签收单.pdf', 'Proof of delivery'],
  inspection: ['验收单.pdf', 'Acceptance report'],
  consent: ['客户同意书.pdf', 'Customer consent'],
}

async function storePapers(
  stage: Stage,
  { tenantId, at, userId }: { tenantId: string; at: string; userId: string },
): Promise<Record<Paper, string>> {
  const out: Partial<Record<Paper, string>> = {}
  for (const [paper, [name, title]] of Object.entries(paperNames) as [Paper, readonly [string, string]][]) {
    const id = crypto.randomUUID()
    const bytes = pdfOf(`OpenLTC demo - ${title}`)
    const sha256 = createHash('sha256').update(bytes).digest()
    await beginFile(stage.tx, tenantId, { id, name, type: 'application/pdf', userId, at })
    await putChunk(stage.tx, tenantId, { fileId: id, seq: 0, bytes })
    await finishFile(stage.tx, tenantId, { id, size: bytes.length, sha256, at })
    out[paper] = id
  }
  return out as Record<Paper, string>
}

async function sessionsOf(world: World, tenantId: string, people: Record<Seat, string>): Promise<Map<Seat, Session>> {
  const out = new Map<Seat, Session>()
  await world.database.inTenant(tenantId, async (tx) => {
    for (const [seat, userId] of Object.entries(people) as [Seat, string][]) {
      const person = await loadPerson(tx, { tenantId, userId })
      out.set(seat, { tenantId, userId, actor: { ...(person?.actor ?? system) }, language: 'zh' })
    }
  })
  return out
}
