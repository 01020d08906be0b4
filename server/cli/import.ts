/** `ltc import`: a CSV file through the one write path, with its report and the rows it refused. */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Desk, openDesk, type ShownImport } from '../follow/import/desk.ts'
import type { Report } from '../follow/import/report.ts'
import { runNext } from '../follow/jobs.ts'
import { kinds } from '../follow/kinds.ts'
import { beginFile, finishFile, putChunk } from '../store/files.ts'
import type { Session, World } from '../world.ts'
import { type Given, UsageFault } from './arguments.ts'
import { packLocal, packRemote } from './pack.ts'
import { askServer } from './remote.ts'
import { type CliCommand, companyOf, exit, type Local, operatorOf, type Remote, show, type Terminal } from './scene.ts'

export const importCommand: CliCommand = {
  name: 'import',
  usage:
    'import <file.csv> --org <slug> --object <name> [--map <mapping.json>] [--history] [--dry-run] ' +
    '[--upsert-by <field>] [--create-missing user,account] [--refused <file>] [--json]\n' +
    '       import --pack <folder|zip> --org <slug> [--answers <answers.json>] [--reconciliation <file>] [--json]',
  says: 'Bring in records from CSV, or all files of another system at once (--pack)',
  options: {
    positions: [1, 1],
    texts: [
      'org',
      'object',
      'map',
      'upsert-by',
      'create-missing',
      'encoding',
      'delimiter',
      'refused',
      'answers',
      'reconciliation',
    ],
    flags: ['history', 'dry-run', 'pack'],
  },
  local,
  remote,
}

interface Pass {
  readonly object: string
  readonly mapping: object | undefined
  readonly options: object
}

const chunkBytes = 1024 * 1024

async function local(scene: Local) {
  const { world, terminal, given } = scene
  if (given.flag('pack')) return packLocal(scene)
  const [path = ''] = given.positions
  const passes = await passesOf(given)
  const tenant = await companyOf({ world, given })
  const operator = operatorOf(tenant, terminal.language)
  const session: Session = { ...operator, actor: { ...operator.actor, channel: 'import' } }
  const fileId = await keepFile(world, session, { path, bytes: await readOrSay(path) })
  const desk = openDesk(world)
  const ended: ShownImport[] = []
  for (const { object, mapping, options } of passes) {
    const begun = await desk.start(session, { object, fileId, options, ...(mapping ? { mapping } : {}) })
    ended.push(await finish({ world, desk, session, terminal }, begun.id))
  }
  const refused = given.text('refused')
  if (refused !== undefined) {
    let text = ''
    for (const one of ended) for await (const piece of desk.refusedCsv(session, one.id)) text += piece
    await writeFile(refused, text)
  }
  return tell(terminal, given, ended)
}

/** A file may be one mapping or several, which are gone through one after the other over the same file. */
async function passesOf(given: Given): Promise<Pass[]> {
  const map = given.text('map')
  const options = {
    ...(given.flag('history') ? { history: true } : {}),
    ...(given.flag('dry-run') ? { dryRun: true } : {}),
    ...optional('upsertBy', given.text('upsert-by')),
    ...optional('createMissing', given.text('create-missing')?.split(',')),
    ...optional('encoding', given.text('encoding')),
    ...optional('delimiter', given.text('delimiter')?.replace('\\t', '\t')),
  }
  if (map === undefined) return [{ object: given.need('object'), mapping: undefined, options }]
  const mappings = [JSON.parse((await readOrSay(map)).toString('utf8'))].flat() as { object?: string }[]
  const asked = given.text('object')
  return mappings.map((mapping) => {
    const object = mapping.object ?? asked
    if (!object) throw new UsageFault('--object is missing, and the mapping names none')
    return { object, mapping, options }
  })
}

const optional = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value })

async function readOrSay(path: string): Promise<Buffer> {
  return readFile(path).catch((error) => {
    throw new UsageFault(`${path} cannot be read (${error.code})`)
  })
}

async function keepFile(
  world: World,
  session: Session,
  { path, bytes }: { path: string; bytes: Buffer },
): Promise<string> {
  const { tenantId } = session
  const id = world.newId()
  const at = world.clock()
  await world.database.inTenant(tenantId, async (tx) => {
    await beginFile(tx, tenantId, {
      id,
      name: basename(path),
      type: 'text/csv',
      userId: session.userId ?? tenantId,
      at,
    })
    for (let seq = 0; seq * chunkBytes < bytes.length; seq++)
      await putChunk(tx, tenantId, { fileId: id, seq, bytes: bytes.subarray(seq * chunkBytes, (seq + 1) * chunkBytes) })
    const sha256 = createHash('sha256').update(bytes).digest()
    await finishFile(tx, tenantId, { id, size: bytes.length, sha256, at })
  })
  return id
}

interface Running {
  readonly world: World
  readonly desk: Desk
  readonly session: Session
  readonly terminal: Terminal
}

/** Runs it here, unless a server has taken it: then it is watched. */
async function finish({ world, desk, session, terminal }: Running, id: string): Promise<ShownImport> {
  const watching = setInterval(() => {
    desk.find(session, id).then(
      ({ done, total }) => terminal.err(`${done} / ${total}`),
      () => {},
    )
  }, 5_000)
  try {
    for (;;) {
      const worked = await runNext(world, kinds, { subjectId: id })
      const now = await desk.find(session, id)
      if (isOver(now.state)) return now
      if (!worked) await new Promise((resolve) => setTimeout(resolve, 500))
    }
  } finally {
    clearInterval(watching)
  }
}

const isOver = (state: string): boolean => !['waiting', 'running'].includes(state)

async function remote(remote: Remote) {
  const { given, terminal } = remote
  if (given.flag('pack')) return packRemote(remote)
  const [path = ''] = given.positions
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(await readOrSay(path))], { type: 'text/csv' }), basename(path))
  const file = (await (await askServer(remote, { path: '/files', form })).json()) as { data: { id: string } }
  const ended: ShownImport[] = []
  for (const { object, mapping, options } of await passesOf(given)) {
    const body = { object, fileId: file.data.id, options, ...(mapping ? { mapping } : {}) }
    let { data } = (await (await askServer(remote, { path: '/imports', body })).json()) as { data: ShownImport }
    while (!isOver(data.state)) {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      const answer = await askServer(remote, { path: `/imports/${data.id}` })
      data = ((await answer.json()) as { data: ShownImport }).data
    }
    ended.push(data)
  }
  return tell(terminal, given, ended)
}

/** Refused rows and failures end with code 1: a script must not take a part for the whole. */
function tell(terminal: Terminal, given: Given, ended: readonly ShownImport[]) {
  if (given.flag('json')) show(terminal, ended)
  else for (const one of ended) terminal.out(inWords(one))
  return ended.every((one) => one.state === 'done' && one.refused === 0) ? exit.done : exit.refused
}

function inWords(one: ShownImport): string {
  const { created, changed, same, refused, total } = one
  const report = one.report as unknown as Report
  const lines = [
    `${one.object}: ${one.state}, ${total} rows: ` +
      `${created} created, ${changed} changed, ${same} same, ${refused} refused`,
  ]
  if (one.error) lines.push(`  ${one.error.en}`)
  const counts = (title: string, values: Readonly<Record<string, number>> | undefined) => {
    for (const [name, n] of Object.entries(values ?? {})) lines.push(`  ${title} ${name}: ${n}`)
  }
  if ((report.columnsLeftOut ?? []).length > 0) lines.push(`  left out: ${report.columnsLeftOut.join(', ')}`)
  for (const [field, values] of Object.entries(report.replaced ?? {})) counts(`replaced ${field}:`, values)
  counts('empty', report.empty)
  counts('gap', report.gaps)
  counts('linked', report.linked)
  counts('linked later', report.linkedLater)
  counts('made', report.made)
  counts('refused', report.refusals)
  for (const { row, errors } of (one.problems ?? []).slice(0, 20))
    lines.push(`  row ${row}: ${errors.map(({ message }) => message.en).join('; ')}`)
  return lines.join('\n')
}
