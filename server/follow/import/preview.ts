/** What a file holds before anything is decided: how it is read, its first rows, which column may be which field. */

import type { Label } from '../../../kernel/label.ts'
import type { Declaration } from '../../../kernel/object.ts'
import { Refused, refuse } from '../../../kernel/refusal.ts'
import { findFile } from '../../store/files.ts'
import type { StoredTemplate } from '../../store/importTemplates.ts'
import type { Session, World } from '../../world.ts'
import { storedFile } from './file/bytes.ts'
import type { TableRow } from './file/csv.ts'
import { type Guess, guessColumns } from './guess.ts'
import { type Looks, looksOf } from './looks.ts'
import type { ImportOptions, Target } from './mapping.ts'
import { withRecords } from './recordGuess.ts'
import { openSource, readingOf, type Source } from './source.ts'
import { templatesFor } from './templateDesk.ts'

export interface Preview {
  readonly kind: 'csv' | 'xlsx'
  readonly headers: readonly string[]
  readonly headerRow: number
  readonly sample: readonly (readonly string[])[]
  /** Rows under the headings; of a large file the first ones, and `more` says so. */
  readonly rows: number
  readonly more: boolean
  readonly encoding: string | null
  /** The bytes could be read otherwise too; a person should look. */
  readonly ambiguous: boolean
  readonly delimiter: string | null
  readonly sheet: string | null
  readonly sheets: readonly string[]
  readonly mapping: readonly Guess[]
  readonly looks: readonly Looks[]
  /** Templates whose headings are those of the file; the newest first. */
  readonly templates: readonly StoredTemplate[]
  readonly fields: readonly {
    readonly name: string
    readonly label: Label
    readonly required: boolean
    readonly historyOnly: boolean
  }[]
}

/** Rows that guesses look at. */
const lookedAt = 5_000
const shownRows = 20

export interface PreviewAsked {
  readonly declaration: Declaration
  readonly targets: ReadonlyMap<string, Target>
  readonly fileId: string
  readonly options: ImportOptions
}

export async function previewOf(world: World, session: Session, asked: PreviewAsked): Promise<Preview> {
  const { source, rows, more } = await sampleOf(world, session, asked)
  const { headers, headerRow, kind, encoding, ambiguous, delimiter, sheet, sheets } = source
  const looks = looksOf(headers, rows)
  const guesses = guessColumns(asked.declaration, asked.targets, { headers, rows })
  return {
    ...{ kind, headers, headerRow, encoding, ambiguous, delimiter, sheet, sheets, more },
    sample: rows.slice(0, shownRows).map((row) => row.cells),
    rows: rows.length,
    looks,
    templates: await templatesFor(world, session, { object: asked.declaration.name, headers }),
    mapping: await withRecords(world, { session, asked, looks }, guesses),
    fields: [...asked.targets.values()].map(({ name, field, historyOnly }) => ({
      name,
      label: field.label,
      required: field.required === true,
      historyOnly,
    })),
  }
}

export interface Sample {
  readonly source: Source
  readonly rows: readonly TableRow[]
  /** The file has rows beyond these. */
  readonly more: boolean
}

/** The file as its uploader may read it, and its first rows. */
export async function sampleOf(
  world: World,
  session: Session,
  { fileId, options }: Pick<PreviewAsked, 'fileId' | 'options'>,
): Promise<Sample> {
  const { tenantId, userId } = session
  const file = await world.database.inTenant(tenantId, (tx) => findFile(tx, tenantId, fileId))
  if (!file || (userId !== null && file.createdBy !== userId))
    throw new Refused([refuse('missing', 'IMPORT_FILE_FORBIDDEN')])
  const source = await openSource(await storedFile(world, tenantId, fileId), readingOf(options))
  const rows: TableRow[] = []
  for await (const some of source.rows()) {
    rows.push(...some)
    if (rows.length > lookedAt) return { source, rows: rows.slice(0, lookedAt), more: true }
  }
  return { source, rows, more: false }
}
