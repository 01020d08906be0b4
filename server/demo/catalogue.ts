/** What the demo company sells, and who works there. */
import type { Role } from '../../kernel/role.ts'

export interface Product {
  readonly code: string
  readonly name: string
  readonly category: string
  readonly kind: 'goods' | 'service'
  readonly unit: string
  readonly vatRate: string
  readonly list: number
  readonly cost: number
  /** How many the warehouse keeps. */
  readonly stock: number
}

type Row = readonly [string, string, string, string, number, number, number]
const goods = ([code, name, category, unit, list, cost, stock]: Row): Product => ({
  code,
  name,
  category,
  kind: 'goods',
  unit,
  vatRate: '0.13',
  list,
  cost,
  stock,
})
const service = (
  code: string,
  name: string,
  rest: { unit: string; vatRate: string; list: number; cost: number },
): Product => ({
  code,
  name,
  category: '服务',
  kind: 'service',
  stock: 0,
  ...rest,
})

export const products: readonly Product[] = [
  goods(['P-ISG80', 'ISG80 立式离心泵', '泵', '台', 6800, 4100, 120]),
  goods(['P-IH100', 'IH100 不锈钢化工泵', '泵', '台', 14500, 8900, 60]),
  goods(['P-DG45', 'DG45 多级锅炉给水泵', '泵', '台', 38600, 24800, 24]),
  goods(['P-WQ150', 'WQ150 潜水排污泵', '泵', '台', 9200, 5600, 60]),
  goods(['V-Z41H200', 'Z41H 法兰闸阀 DN200', '阀门', '台', 2650, 1580, 240]),
  goods(['V-D371X300', 'D371X 蝶阀 DN300', '阀门', '台', 1980, 1150, 240]),
  goods(['V-T40H150', 'T40H 气动调节阀 DN150', '阀门', '台', 12800, 7900, 48]),
  goods(['C-PLC22', 'PLC 泵组控制柜 22 kW', '控制柜', '面', 26800, 17200, 30]),
  goods(['C-VFD75', '变频控制柜 75 kW', '控制柜', '面', 48900, 31800, 18]),
  goods(['S-KIT01', '机械密封备件包', '备件', '套', 1260, 690, 300]),
  service('F-INST', '安装工程', { unit: '项', vatRate: '0.09', list: 18000, cost: 11200 }),
  service('F-COMM', '调试与培训服务', { unit: '项', vatRate: '0.06', list: 9600, cost: 5200 }),
]

/** Bought from one maker with long lead times: the one that runs short. */
export const scarce = 'C-VFD75'

export type Seat =
  | 'boss'
  | 'admin'
  | 'market'
  | 'sdr'
  | 'sdr2'
  | 'director'
  | 'eastManager'
  | 'east1'
  | 'east2'
  | 'east3'
  | 'south1'
  | 'south2'
  | 'north1'
  | 'north2'
  | 'presales'
  | 'legal'
  | 'desk'
  | 'store'
  | 'keeper'
  | 'finance'
  | 'cashier'
  | 'delivery'
  | 'service'
  | 'process'

export const departments = {
  office: '总经办',
  sales: '销售中心',
  east: '华东销售部',
  south: '华南销售部',
  north: '华北销售部',
  market: '市场部',
  legal: '法务部',
  desk: '订单部',
  store: '仓储部',
  finance: '财务部',
  operations: '运营部',
} as const
export type Department = keyof typeof departments

export const under: Partial<Record<Department, Department>> = { east: 'sales', south: 'sales', north: 'sales' }

interface Place {
  readonly name: string
  readonly title: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly at: Department
}
const place = (name: string, title: string, [email, role, at]: readonly [string, Role, Department]): Place => ({
  name,
  title,
  email,
  roles: [role],
  at,
})

export const staff: Readonly<Record<Seat, Place>> = {
  boss: place('顾长青', '总经理', ['exec', 'EXE', 'office']),
  admin: place('祁安', '系统管理员', ['admin', 'ADM', 'office']),
  market: place('骆青', '市场经理', ['marketing', 'MKT', 'market']),
  sdr: place('苏甜', '线索专员', ['sdr', 'SDR', 'sales']),
  sdr2: place('邓可', '线索专员', ['sdr2', 'SDR', 'sales']),
  director: place('沈砚', '销售总监', ['director', 'SM', 'sales']),
  eastManager: place('陆鸣', '华东销售经理', ['manager', 'SM', 'east']),
  east1: place('任鹏', '客户经理', ['rep', 'REP', 'east']),
  east2: place('叶知秋', '客户经理', ['rep.east2', 'REP', 'east']),
  east3: place('石磊', '客户经理', ['rep.east3', 'REP', 'east']),
  south1: place('梁子涵', '客户经理', ['rep.south1', 'REP', 'south']),
  south2: place('温如玉', '客户经理', ['rep.south2', 'REP', 'south']),
  north1: place('高远', '客户经理', ['rep.north1', 'REP', 'north']),
  north2: place('白桦', '客户经理', ['rep.north2', 'REP', 'north']),
  presales: place('裴然', '方案工程师', ['presales', 'PRE', 'sales']),
  legal: place('罗格', '法务经理', ['legal', 'LEG', 'legal']),
  desk: place('欧迪', '订单专员', ['orderdesk', 'ODK', 'desk']),
  store: place('王浩', '仓库主管', ['warehouse', 'WHS', 'store']),
  keeper: place('丁满仓', '仓管员', ['warehouse2', 'WHS', 'store']),
  finance: place('安芳', '应收会计', ['finance', 'ARF', 'finance']),
  cashier: place('钱进', '出纳', ['cashier', 'ARF', 'finance']),
  delivery: place('雷工', '交付经理', ['delivery', 'DPM', 'operations']),
  service: place('卫然', '客服专员', ['service', 'SVC', 'operations']),
  process: place('潘琦', '流程负责人', ['process', 'OPS', 'operations']),
}

export const reps = {
  east: ['east1', 'east2', 'east3'],
  south: ['south1', 'south2'],
  north: ['north1', 'north2'],
} as const satisfies Record<string, readonly Seat[]>
