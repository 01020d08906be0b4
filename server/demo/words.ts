/** What the demo company's world is called: all names are invented, telephone numbers in a range nobody was given. */
import { usccValid } from '../../kernel/text.ts'
import type { Chance } from './random.ts'

export type Area = 'east' | 'south' | 'north'

const places: Readonly<Record<Area, readonly (readonly [string, string])[]>> = {
  east: [
    ['江苏', '苏州'],
    ['江苏', '无锡'],
    ['江苏', '常州'],
    ['浙江', '宁波'],
    ['浙江', '嘉兴'],
    ['浙江', '绍兴'],
    ['安徽', '合肥'],
    ['安徽', '芜湖'],
    ['山东', '烟台'],
    ['山东', '淄博'],
  ],
  south: [
    ['广东', '佛山'],
    ['广东', '东莞'],
    ['广东', '珠海'],
    ['广东', '惠州'],
    ['福建', '泉州'],
    ['湖南', '株洲'],
    ['广西', '柳州'],
    ['江西', '九江'],
  ],
  north: [
    ['河北', '唐山'],
    ['河北', '保定'],
    ['山西', '太原'],
    ['河南', '洛阳'],
    ['辽宁', '鞍山'],
    ['陕西', '宝鸡'],
    ['内蒙古', '包头'],
    ['天津', '滨海'],
  ],
}
const first = [...'瀚沣霁砺骏铄澜昱钧珩岚沐翊煜璟泽'] as const
const second = [...'辰原拓成屹川衡远达朗启益源策岳舟'] as const
const trades = [
  ['化工', 'C26'],
  ['水务', 'D46'],
  ['环保', 'N77'],
  ['热力', 'D44'],
  ['食品', 'C14'],
  ['制药', 'C27'],
  ['纸业', 'C22'],
  ['钢铁', 'C31'],
  ['新材料', 'C30'],
  ['电力', 'D44'],
  ['纺织', 'C17'],
  ['装备', 'C35'],
] as const
const forms = ['有限公司', '股份有限公司', '科技有限公司', '实业有限公司'] as const
const streets = ['兴业', '创新', '港城', '振华', '科创', '滨河'] as const
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'] as const
const given = [
  '晓峰',
  '雅琴',
  '志远',
  '丽华',
  '国栋',
  '佳怡',
  '建明',
  '思源',
  '海燕',
  '文博',
  '玉洁',
  '立新',
  '春梅',
  '俊杰',
  '慧敏',
  '天佑',
  '秀兰',
  '永康',
  '静雯',
  '宏伟',
] as const
const titles = ['采购经理', '设备主管', '总工程师', '项目经理', '生产副总', '采购总监', '动力车间主任'] as const
const needs = [
  '新建循环水泵房，需要离心泵及配套控制柜',
  '老旧阀门更换，要求不停产分批施工',
  '污水提标改造，需耐腐蚀泵和在线监测',
  '锅炉给水系统扩容，高温高压工况',
  '车间自动化改造，泵组需接入集控',
  '年度备品备件采购，希望签框架',
  '出口项目配套，需要第三方检验',
  '厂区供热管网改造，阀门口径较大',
  '设备国产化替代，要求样机试用',
  '节能改造，希望按节电效果评估',
] as const
export const calls = [
  '确认了工况参数和口径，对方希望先看样本资料',
  '介绍了同类项目业绩，对方对能效比较关注',
  '沟通交期和付款方式，对方要求缩短交货时间',
  '核对技术协议条款，现场管路需要再测量一次',
  '对方内部正在走立项流程，约定下周再联系',
  '与设备部讨论备件清单，补充了两项易损件',
  '汇报方案修改情况，对方认可泵型选择',
  '了解竞品报价情况，对方更看重售后响应',
] as const
export const talks: Readonly<Record<string, string>> = {
  call: '电话沟通',
  visit: '现场拜访',
  meeting: '技术交流会',
  email: '发送资料',
  wechat: '微信沟通',
  demo: '样机演示',
}

export interface Party {
  readonly name: string
  readonly uscc: string
  readonly area: Area
  readonly province: string
  readonly city: string
  readonly industry: string
  readonly size: string
  readonly street: string
  readonly person: Person
}

export interface Person {
  readonly name: string
  readonly title: string
  readonly mobile: string
  readonly email: string
}

export interface Words {
  party(area: Area): Party
  person(domain?: string): Person
  need(): string
  call(): string
}

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export function wordsOf(chance: Chance): Words {
  const taken = new Set<string>()
  let people = 0
  const person = (domain = 'kehu.example'): Person => {
    const n = ++people
    return {
      name: `${chance.pick(surnames)}${chance.pick(given)}`,
      title: chance.pick(titles),
      // No operator was given the numbers that begin with 1540000.
      mobile: `1540000${String(n).padStart(4, '0')}`,
      email: `lxr${n}@${domain}`,
    }
  }
  /** A code whose region no authority has, right in its last place. */
  const code = (): string => {
    const body = `91000000${Array.from({ length: 9 }, () => chance.pick([...usccAlphabet])).join('')}`
    return [...usccAlphabet].map((last) => body + last).find(usccValid) ?? code()
  }
  return {
    person,
    party(area) {
      const [province, city] = chance.pick(places[area])
      const [trade, industry] = chance.pick(trades)
      const core = `${chance.pick(first)}${chance.pick(second)}`
      const name = `${city}${core}${trade}${chance.pick(forms)}`
      if (taken.has(core + trade) || taken.has(city + core)) return this.party(area)
      taken.add(core + trade).add(city + core)
      return {
        name,
        uscc: code(),
        area,
        province,
        city,
        industry,
        size: chance.pick(['small', 'medium', 'medium', 'large', 'large', 'huge']),
        street: `${chance.pick(streets)}${chance.pick(['路', '大道'])} ${chance.int(1, 399)} 号`,
        person: person(),
      }
    },
    need: () => chance.pick(needs),
    call: () => chance.pick(calls),
  }
}
