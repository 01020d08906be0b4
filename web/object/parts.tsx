/** The rows that belong to a record, one table a part. */
import { lazy, Suspense } from 'react'
import type { FieldMeta, Names, ObjectMeta, One, PartMeta } from '../api/types.ts'
import { Cell } from '../field/cell.tsx'
import { isEmpty, isNumber } from '../field/kinds.ts'
import { useStages } from '../field/stage.tsx'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { Loading } from '../ui/page.tsx'
import { documentOf, isTable, rowsOf } from './partInput.tsx'

const LineEditor = lazy(() => import('../lines/editor.tsx').then((module) => ({ default: module.LineEditor })))

export function Parts({ object, one }: { object: ObjectMeta; one: One }) {
  const { say, t } = useWords()
  const { baseCurrency } = useMeta().company
  return (
    <div className="stack">
      {object.parts.map((part) => {
        const rows = rowsOf(one.data, part)
        return (
          <section key={part.name} className="part">
            <h2>
              {say(part.label)} <span className="faint number">{rows.length}</span>
            </h2>
            {rows.length === 0 ? (
              <p className="faint">{t('rowsNone')}</p>
            ) : isTable(part) ? (
              <Suspense fallback={<Loading lines={3} />}>
                <LineEditor {...{ part, rows }} document={documentOf(one.data, baseCurrency)} names={one.names} />
              </Suspense>
            ) : (
              <PartTable {...{ part, rows }} names={one.names} pipelineId={one.data.pipelineId} />
            )}
          </section>
        )
      })}
    </div>
  )
}

interface PartTableProps {
  part: PartMeta
  rows: readonly Readonly<Record<string, unknown>>[]
  names: Names
  pipelineId?: unknown
}

function PartTable({ part, rows, names, pipelineId }: PartTableProps) {
  const { say } = useWords()
  const fields = part.fields.filter((field) => rows.some((row) => !isEmpty(row[field.name])))
  return (
    <div className="part-table">
      <table className="records">
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.name} scope="col" className={isNumber(field) ? 'right' : undefined}>
                {say(field.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(row.id ?? index)}>
              {fields.map((field) => (
                <td key={field.name} className={isNumber(field) ? 'right' : undefined}>
                  <PartCell {...{ field, names, pipelineId }} value={row[field.name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function PartCell(props: { field: FieldMeta; value: unknown; names: Names; pipelineId: unknown }) {
  const { field, value, names, pipelineId } = props
  const { language } = useWords()
  const staged = field.name === 'stage' && typeof pipelineId === 'string'
  const stage = useStages(pipelineId, staged).find((one) => one.key === value)
  if (staged && stage) return <span>{language === 'zh' ? stage.nameZh : stage.nameEn}</span>
  return <Cell field={field} value={value} names={names} whole />
}
