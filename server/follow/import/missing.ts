/** Makes records that rows name and the company lacks, where the import was told to: people of old deals, say. */
import { identityOf } from '../../store/identity.ts'
import { executeBatch } from '../../write/execute.ts'
import { writingWorld } from './dryRun.ts'
import type { Tally } from './report.ts'
import type { Reference } from './rows.ts'
import type { Scene } from './scene.ts'

export async function makeMissing(scene: Scene, wanted: readonly Reference[], tally: Tally): Promise<void> {
  const { createMissing, history } = scene.options
  const open = new Map<string, Reference>()
  for (const one of wanted) {
    if (createMissing.includes(one.object) && scene.references.of(one) === 'none')
      open.set(`${one.object} ${one.text.toLowerCase()}`, one)
  }
  const references = [...open.values()]
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
  const outcomes = await executeBatch(scene.options.dryRun ? writingWorld(scene) : scene.world, scene.session, commands)
  outcomes.forEach((outcome, index) => {
    const { object, text } = references[index] as Reference
    if (!outcome.ok) return
    tally.count('made', object)
    // A dry run made it and took it back, so nothing may point at it.
    if (!scene.options.dryRun) scene.references.learn(object, text, outcome.record.id)
  })
}
