/** `ltc import --pack`: all files of another system at once, and what they hold against what came of it. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openPackDesk, type ShownPack } from '../follow/import/pack/desk.ts'
import { packKind } from '../follow/import/pack/run.ts'
import { keepBytes } from '../follow/import/pack/writing.ts'
import { runNext } from '../follow/jobs.ts'
import type { Session } from '../world.ts'
import { type Given, UsageFault } from './arguments.ts'
import { askServer } from './remote.ts'
import { companyOf, type ExitCode, exit, type Local, operatorOf, type Remote, show, type Terminal } from './scene.ts'

interface Found {
  readonly name: string
  readonly bytes: Buffer
}

/** The files of a folder, or the one that is named. */
async function filesAt(path: string): Promise<Found[]> {
  const what = await stat(path).catch((error) => {
    throw new UsageFault(`${path} cannot be read (${error.code})`)
  })
  const paths = what.isDirectory()
    ? (await readdir(path)).filter((name) => /\.(csv|xlsx|zip)$/i.test(name)).map((name) => join(path, name))
    : [path]
  // An archive beside its own files would bring everything twice.
  const plain = paths.filter((one) => !/\.zip$/i.test(one))
  const wanted = plain.length > 0 ? plain : paths
  if (wanted.length === 0) throw new UsageFault(`${path} holds no CSV, XLSX or zip file`)
  return Promise.all(wanted.map(async (one) => ({ name: basename(one), bytes: await readFile(one) })))
}

async function answersIn(given: Given): Promise<Record<string, unknown>> {
  const path = given.text('answers')
  if (path === undefined) return {}
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new UsageFault(`${path} cannot be read (${(error as Error).message})`)
  }
}

export async function packLocal({ world, terminal, given }: Local): Promise<ExitCode> {
  const files = await filesAt(given.positions[0] ?? '')
  const answers = await answersIn(given)
  const tenant = await companyOf({ world, given })
  const operator = operatorOf(tenant, terminal.language)
  const session: Session = { ...operator, actor: { ...operator.actor, channel: 'import' } }
  const desk = openPackDesk(world)
  const fileIds: string[] = []
  for (const file of files) fileIds.push(await keepBytes(world, session, { ...file, type: 'text/csv' }))
  const begun = await desk.start(session, { fileIds, answers })
  let now = begun
  while (isRunning(now)) {
    const worked = await runNext(world, { pack: packKind }, { subjectId: begun.id })
    now = await desk.find(session, begun.id)
    if (!worked && isRunning(now)) await pause()
  }
  return tell(terminal, given, { pack: now, csv: () => desk.csv(session, begun.id) })
}

export async function packRemote(remote: Remote): Promise<ExitCode> {
  const { given, terminal } = remote
  const fileIds: string[] = []
  for (const { name, bytes } of await filesAt(given.positions[0] ?? '')) {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(bytes)]), name)
    const file = (await (await askServer(remote, { path: '/files', form })).json()) as { data: { id: string } }
    fileIds.push(file.data.id)
  }
  const body = { fileIds, answers: await answersIn(given) }
  let { data } = (await (await askServer(remote, { path: '/packs', body })).json()) as { data: ShownPack }
  while (isRunning(data)) {
    await pause()
    data = ((await (await askServer(remote, { path: `/packs/${data.id}` })).json()) as { data: ShownPack }).data
  }
  const csv = async () => (await askServer(remote, { path: `/packs/${data.id}/reconciliation` })).text()
  return tell(terminal, given, { pack: data, csv })
}

const isRunning = ({ state }: ShownPack): boolean => ['waiting', 'running'].includes(state)
const pause = () => new Promise((resolve) => setTimeout(resolve, 1_000))

/** Refused rows and differences end with code 1: a script must not take a part for the whole. */
async function tell(
  terminal: Terminal,
  given: Given,
  { pack, csv }: { pack: ShownPack; csv: () => Promise<string> },
): Promise<ExitCode> {
  const file = given.text('reconciliation')
  if (file !== undefined) await writeFile(file, await csv())
  if (given.flag('json')) show(terminal, pack)
  else terminal.out(inWords(pack, terminal.language))
  const whole = pack.reconciliation.every(
    ({ refused, compared }) => refused === 0 && compared.every(({ same }) => same),
  )
  return pack.state === 'done' && whole ? exit.done : exit.refused
}

function inWords(pack: ShownPack, language: 'zh' | 'en'): string {
  const lines = [`${pack.title[language]}: ${pack.state}`]
  if (pack.error) lines.push(`  ${pack.error[language]}`)
  for (const step of pack.reconciliation) {
    lines.push(`${step.title[language]}${step.refused > 0 ? ` (${step.refused} refused)` : ''}`)
    for (const { label, inFile, here, same } of step.compared)
      lines.push(`  ${label[language]}: ${inFile}${here === '' ? '' : same ? ` = ${here}` : ` ≠ ${here}`}`)
    for (const { label, count } of [...step.leftOut, ...step.notes]) lines.push(`  ${label[language]}: ${count}`)
  }
  for (const { name, role, unused } of pack.files)
    if (role === null || unused !== null) lines.push(`${name}: ${unused?.[language] ?? 'not recognised'}`)
  return lines.join('\n')
}
