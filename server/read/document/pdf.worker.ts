/** Makes one PDF in a thread of its own: the whole font is cut down to the characters of this document. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import pdfmake from 'pdfmake'
import subsetFont from 'subset-font'
import { coverageOf, drawable } from './glyphs.ts'
import { type Ink, mapTexts, type Paper, textsOf } from './paper.ts'

const family = '@expo-google-fonts/noto-sans-sc'
const files = {
  normal: `${family}/400Regular/NotoSansSC_400Regular.ttf`,
  bold: `${family}/700Bold/NotoSansSC_700Bold.ttf`,
}
/** Of the rules of a font only the distances between letters are kept: our texts use no other. */
const cutting = { targetFormat: 'truetype', noHinting: true, noLayoutClosure: true, keepFeatures: ['kern'] } as const
const always = ' 0123456789/〔〕U+ABCDEF'

const grey = '#d4d4d8'
/** Thin lines between rows, a stronger one under the head and at the end. */
const layouts = {
  lines: {
    hLineWidth: (row: number, node: { table: { body: unknown[] } }) =>
      row === 0 ? 0 : row === 1 || row === node.table.body.length ? 0.8 : 0.4,
    vLineWidth: () => 0,
    hLineColor: (row: number) => (row === 1 ? '#1f2937' : grey),
    paddingTop: () => 5,
    paddingBottom: () => 5,
    paddingLeft: () => 3,
    paddingRight: () => 3,
  },
  quiet: {
    hLineWidth: () => 0,
    vLineWidth: () => 0,
    paddingTop: () => 2,
    paddingBottom: () => 2,
    paddingLeft: () => 0,
    paddingRight: () => 4,
  },
}

async function render(paper: Paper): Promise<Buffer> {
  const require = createRequire(import.meta.url)
  const [normal, bold] = await Promise.all([files.normal, files.bold].map((path) => readFile(require.resolve(path))))
  const coverage = coverageOf(normal as Buffer)
  const lacking = new Set<string>()
  const drawn = mapTexts(paper, (text) => drawable(text, coverage, lacking)) as Paper
  const note = drawn.lacking.replace('{list}', [...lacking].join(' '))
  const content =
    lacking.size > 0 ? [...drawn.content, { text: note, fontSize: 8, margin: [0, 12, 0, 0] }] : drawn.content
  const letters = [...textsOf(drawn), note, always].join('')
  await Promise.all(
    Object.entries({ normal, bold }).map(async ([name, font]) => {
      const cut = await subsetFont(font as Buffer, letters, cutting)
      pdfmake.virtualfs.writeFileSync(`${name}.ttf`, cut)
    }),
  )
  pdfmake.setFonts({ Sans: { normal: 'normal.ttf', bold: 'bold.ttf', italics: 'normal.ttf', bolditalics: 'bold.ttf' } })
  pdfmake.setTableLayouts(layouts)
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy(() => false)
  return pdfmake.createPdf(definitionOf(drawn, content)).getBuffer()
}

function definitionOf(paper: Paper, content: readonly Ink[]): object {
  const { title, author, watermark, language } = paper
  const sentence = (page: number, pages: number) =>
    paper.page.replace('{page}', String(page)).replace('{pages}', String(pages))
  return {
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 52],
    language: language === 'zh' ? 'zh-CN' : 'en',
    info: { title, author, creator: 'OpenLTC', producer: 'OpenLTC' },
    defaultStyle: { font: 'Sans', fontSize: 9, lineHeight: 1.25, color: '#1f2937' },
    content,
    footer: (page: number, pages: number) => ({
      margin: [40, 18, 40, 0],
      fontSize: 7.5,
      color: '#71717a',
      columns: [
        { text: paper.foot, width: '*' },
        { text: sentence(page, pages), width: 'auto', alignment: 'right' },
      ],
    }),
    ...(watermark ? { watermark: { text: watermark, color: '#71717a', opacity: 0.08, bold: true, fontSize: 96 } } : {}),
  }
}

parentPort?.once('message', async (paper: Paper) => {
  const bytes = await render(paper)
  parentPort?.postMessage(bytes)
})
