/** The stages of the source's deals, kept as a pipeline of their own, so that its funnel stays what it was. */
import type { Declaration } from '../../../../kernel/object.ts'
import { Refused } from '../../../../kernel/refusal.ts'
import { idsBySource } from '../../../store/packs.ts'
import type { Session, World } from '../../../world.ts'
import { execute } from '../../../write/execute.ts'
import { keyOf } from './kit.ts'
import type { Template } from './template.ts'

/** Its id; empty where the source has none. */
export async function settlePipeline(world: World, session: Session, template: Template): Promise<string> {
  const { pipeline } = template
  if (!pipeline) return ''
  const { tenantId, language } = session
  const model = await world.models.of(tenantId)
  const key = keyOf(template, 'pipeline', '1')
  const declaration = model.objects.get('pipeline') as Declaration
  const known = await world.database.inTenant(tenantId, (tx) => idsBySource(tx, { tenantId, declaration }, key))
  const found = known.get(key.toLowerCase())
  if (found) return found
  const stages = pipeline.stages.map(({ key: stage, zh, en, probability, category }, index) => ({
    key: stage,
    nameZh: zh,
    nameEn: en,
    seq: index + 1,
    probability,
    category,
    requiredFields: [],
  }))
  const input = { name: pipeline.name[language], isDefault: false, stages, sourceKey: key }
  const made = await execute(world, session, { command: { object: 'pipeline', act: 'create', input } })
  if (!made.ok) throw new Refused(made.refusals)
  return made.record.id
}
