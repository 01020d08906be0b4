/** For tests of packs: files of a folder brought in together, as by the page, and the raw files read independently. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { openPackDesk, type ShownPack } from '../../server/follow/import/pack/desk.ts'
import type { StepReport } from '../../server/follow/import/pack/reconcile.ts'
import { packKind } from '../../server/follow/import/pack/run.ts'
import { keepBytes } from '../../server/follow/import/pack/writing.ts'
import { runNext } from '../../server/follow/jobs.ts'
import type { Session, World } from '../../server/world.ts'

export type Files = Readonly<Record<string, string | Buffer>>

export const folderFiles = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => /\.(csv|xlsx)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name))]),
  )

export async function keepAll(world: World, session: Session, files: Files): Promise<string[]> {
  const out: string[] = []
  for (const [name, content] of Object.entries(files))
    out.push(await keepBytes(world, session, { name, bytes: Buffer.from(content as string), type: 'text/csv' }))
  return out
}

/** Begins the pack and does its work. */
export async function packed(
  world: World,
  session: Session,
  given: { files: Files; answers?: Record<string, unknown> },
): Promise<ShownPack> {
  const desk = openPackDesk(world)
  const fileIds = await keepAll(world, session, given.files)
  const begun = await desk.start(session, { fileIds, ...(given.answers ? { answers: given.answers } : {}) })
  await runNext(world, { pack: packKind }, { subjectId: begun.id })
  return desk.find(session, begun.id)
}

/** A raw file as rows by heading: read here by itself, so that nothing of the product is trusted. */
export function rawRows(content: string | Buffer): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(content.toString().replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  }).data
}

/** '$1,234.50' in cents. */
export const cents = (text = ''): number => Math.round(Number(text.replace(/[$,]/g, '') || '0') * 100)
export const centsOf = (rows: readonly Record<string, string>[], column: string): number =>
  rows.reduce((sum, row) => sum + cents(row[column]), 0)

export const stepOf = (pack: ShownPack, name: string): StepReport => {
  const found = pack.reconciliation.find((step) => step.name === name)
  if (!found) throw new Error(`${name} was not compared: ${JSON.stringify(pack.error)}`)
  return found
}
export const differences = (pack: ShownPack) =>
  pack.reconciliation.flatMap((step) =>
    step.compared.filter((one) => !one.same).map((one) => [step.name, one.label.en, one.inFile, one.here]),
  )
