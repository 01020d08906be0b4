/** Makes records that rows name and the company lacks, where the import was told to: people of old deals, say. */
import { identityOf } from '../../store/identity.ts'
import { keepMarks } from '../../store/imports.ts'
import { runBatch } from '../../write/batch.ts'
import type { Tally } from './report.ts'
import type { Reference } from './rows.ts'
import type { Scene } from './scene.ts'

/** They stand before the rows that name them: their own transaction keeps that the import made them. */
export async function makeMissing(scene: Scene, wanted: readonly Reference[], tally: Tally): Promise<void> {
  const { createMissing, history, dryRun } = scene.options
  const open = new Map<string, Reference>()
  for (const one of wanted) {
    if (!createMissing.includes(one.object) || scene.references.of(one) !== 'none') continue
    if (!(dryRun && scene.tried.has(`made ${one.object} ${one.text.toLowerCase()}`)))
      open.set(`${one.object} ${one.text.toLowerCase()}`, one)
  }
  const references = [...open.values()]
  if (references.length === 0) return
  const commands = references.map(({ object, text }) => ({
    object,
    act: 'create',
    id: identityOf(scene.session.tenantId, object, { import: scene.importId, name: text.toLowerCase() }),
    input: {
      [scene.model.objects.get(object)?.title ?? 'name']: text,
      ...(scene.session.actor.kind === 'system' ? { entryMode: 'import' } : {}),
    },
    ...(history ? { history } : {}),
  }))
  const place = { tenantId: scene.session.tenantId, importId: scene.importId }
  const { outcomes } = await runBatch(scene.world, scene.session, {
    commands,
    dryRun,
    commandId: scene.importId,
    follows: scene.follows,
    along: async (tx, { events }) => {
      const marks = events.map(({ object, id, from }) => ({ object, id, made: from === null }))
      await keepMarks(tx, place, marks)
      return true
    },
  })
  outcomes.forEach((outcome, index) => {
    const { object, text } = references[index] as Reference
    if (!outcome.ok) return
    tally.count('made', object)
    // A dry run made it and took it back, so nothing may point at it.
    if (dryRun) scene.tried.add(`made ${object} ${text.toLowerCase()}`)
    else scene.references.learn(object, text, outcome.record.id)
  })
}
