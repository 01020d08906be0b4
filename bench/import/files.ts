/** Files of made-up leads, CSV and a workbook of twenty columns: of a hundred rows one spoiled, one a duplicate. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import ExcelJs from 'exceljs'

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英']
const cities = ['上海', '北京', '广州', '深圳', '杭州', '苏州', '成都', '武汉']
const words = [...'华东科技信息电子机械实业贸易精工智能制造新能源材料医药生物网络软件']

export const columns = {
  公司: 'companyName',
  联系人: 'contactName',
  手机: 'mobile',
  邮箱: 'email',
  职务: 'title',
  来源: 'source',
  行业: 'industry',
  规模: 'companySize',
  金额: 'estAmount',
  需求: 'needDesc',
} as const

/** The same numbers on every run, so that runs compare. */
function draws(seed: number): <T>(from: readonly T[]) => T {
  let state = seed
  return (from) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return from[Math.floor((state / 2 ** 32) * from.length)] as (typeof from)[number]
  }
}

export function* rowsOf(count: number): Generator<string[]> {
  const draw = draws(count)
  for (let n = 0; n < count; n++) {
    const twin = n % 100 === 99 ? n - 50 : n
    yield [
      `${draw(cities)}${draw(words)}${draw(words)}${draw(words)}${draw(words)}有限公司`,
      `${draw(surnames)}${draw(given)}${draw(given)}`,
      n % 100 === 49 ? '1.38E+10' : `1${3800000000 + twin}`,
      `u${twin}@ex${twin % 97}.com.cn`,
      '经理',
      '展会',
      '机械',
      '10–49人',
      `${1000 + (n % 9000)}.50`,
      `需要${draw(words)}${draw(words)}设备若干`,
    ]
  }
}

export function* csvOf(count: number): Generator<Buffer> {
  let text = `${Object.keys(columns).join(',')}\n`
  for (const row of rowsOf(count)) {
    text += `${row.join(',')}\n`
    if (text.length < 500_000) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

/** Ten columns more than are taken in, as exports of other systems have them. */
export async function* xlsxOf(count: number): AsyncGenerator<Buffer> {
  const stream = new PassThrough()
  const book = new ExcelJs.stream.xlsx.WorkbookWriter({ stream })
  const sheet = book.addWorksheet('线索')
  const more = Array.from({ length: 10 }, (_none, n) => `附加${n + 1}`)
  const writing = (async () => {
    sheet.addRow([...Object.keys(columns), ...more]).commit()
    let n = 0
    for (const row of rowsOf(count)) {
      sheet.addRow([...row, ...more]).commit()
      if (++n % 500 === 0 && stream.readableLength > 4_000_000) await Promise.race([once(stream, 'drain'), pause(20)])
    }
    await book.commit()
  })()
  for await (const piece of stream) yield piece as Buffer
  await writing
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
