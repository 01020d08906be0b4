/** `ltc query` and `ltc export`: records of a company, filtered as on the page, as JSON or CSV. */
import { writeFile } from 'node:fs/promises'
import { Refused } from '../../kernel/refusal.ts'
import { exportRecords } from '../read/export.ts'
import { listRecords } from '../read/list.ts'
import { type Given, UsageFault } from './arguments.ts'
import { askServer, serverPages } from './remote.ts'
import { type CliCommand, companyOf, exit, type Local, operatorOf, type Remote, show, type Terminal } from './scene.ts'

export const query: CliCommand = {
  name: 'query',
  usage: "query <object> --org <slug> [--filter '<json>'] [--sort -amount,no] [--fields a,b] [--limit 1000] [--json]",
  says: 'Print records; the filter is that of the API',
  options: { positions: [1, 1], texts: ['org', 'filter', 'sort', 'fields', 'limit', 'include'] },
  async local(local) {
    const session = operatorOf(await companyOf(local), local.terminal.language)
    const page = async (cursor: string | null, limit: number) => {
      const asked = { ...listQueryOf(local.given), limit, ...(cursor === null ? {} : { cursor }) }
      const found = await listRecords(local.world, session, { object: local.given.positions[0] ?? '', query: asked })
      if (!found.ok) throw new Refused(found.refusals)
      return found
    }
    return print(local, await pagesOf(local.given, page))
  },
  async remote(remote) {
    return print(remote, await pagesOf(remote.given, serverPages(remote, listQueryOf(remote.given))))
  },
}

export const exportCommand: CliCommand = {
  name: 'export',
  usage:
    "export <object> --org <slug> [--format csv|xlsx|json] [--to <file>] [--filter '<json>'] " +
    '[--fields a,b] [--values labels|both|keys] [--part lines]',
  says: 'Write records to a file or to the output',
  options: { positions: [1, 1], texts: ['org', 'format', 'to', 'filter', 'sort', 'fields', 'values', 'part'] },
  async local(local) {
    const { world, given, terminal } = local
    if ((given.text('format') ?? 'csv') === 'json') return query.local(local)
    requireCsv(given)
    const session = operatorOf(await companyOf(local), terminal.language)
    const asked = {
      filter: filterOf(given),
      sort: given.text('sort'),
      fields: given.text('fields'),
      values: given.text('values'),
      format: given.text('format'),
      part: given.text('part'),
    }
    const found = await exportRecords(world, session, { object: given.positions[0] ?? '', query: asked })
    if (!found.ok) throw new Refused(found.refusals)
    return write(local, found.pieces)
  },
  async remote(remote) {
    requireCsv(remote.given)
    const { given } = remote
    const asked = {
      filter: given.text('filter'),
      sort: given.text('sort'),
      fields: given.text('fields'),
      values: given.text('values'),
      format: given.text('format'),
      part: given.text('part'),
    }
    const answer = await askServer(remote, { path: '/export', object: given.positions[0] ?? '', query: asked })
    return write(remote, answer.body as unknown as AsyncIterable<Uint8Array>)
  },
}

function requireCsv(given: Given): void {
  const format = given.text('format') ?? 'csv'
  if (!['csv', 'xlsx', 'json'].includes(format)) throw new UsageFault('--format is csv, xlsx or json')
  if (format === 'xlsx' && given.text('to') === undefined) throw new UsageFault('a workbook needs --to <file>')
}

async function write(
  { given, terminal }: Pick<Local, 'given' | 'terminal'>,
  pieces: AsyncIterable<string | Uint8Array>,
) {
  const to = given.text('to')
  if (to !== undefined) {
    await writeFile(to, pieces)
    return exit.done
  }
  const out: Buffer[] = []
  for await (const piece of pieces) out.push(Buffer.from(piece as string))
  terminal.out(
    Buffer.concat(out)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
  )
  return exit.done
}

function filterOf(given: Given): unknown {
  const text = given.text('filter')
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageFault('--filter is not JSON')
  }
}

const listQueryOf = (given: Given) => ({
  filter: filterOf(given),
  sort: given.text('sort'),
  fields: given.text('fields'),
  include: given.text('include'),
})

type Page = { readonly data: readonly object[]; readonly next: string | null }

/** All records, or as many as --limit says, page by page. */
async function pagesOf(given: Given, page: (cursor: string | null, limit: number) => Promise<Page>): Promise<object[]> {
  const limit = Number(given.text('limit') ?? Number.POSITIVE_INFINITY)
  if (Number.isNaN(limit) || limit < 1) throw new UsageFault('--limit is a whole number from 1')
  const out: object[] = []
  for (let cursor: string | null = null; ; ) {
    const { data, next } = await page(cursor, Math.min(200, limit - out.length))
    out.push(...data)
    if (next === null || out.length >= limit) return out
    cursor = next
  }
}

function print({ terminal, given }: { terminal: Terminal; given: Given } & Partial<Local & Remote>, records: object[]) {
  if (given.flag('json') || given.text('format') === 'json') show(terminal, records)
  else for (const one of records) terminal.out(JSON.stringify(one))
  return exit.done
}
