/** What a list shows as a file: the person says how, the browser fetches it. */
import { Button, Checkbox, Modal, Radio } from 'antd'
import { useState } from 'react'
import { exportAddress } from '../api/resource.ts'
import type { ObjectMeta } from '../api/types.ts'
import { pathOf } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { exportWords as w } from '../words/export.ts'
import type { View } from './view.ts'

interface ExportDialogProps {
  object: ObjectMeta
  view: View
  onClose: () => void
}

type Values = 'labels' | 'both' | 'keys'

export function ExportDialog({ object, view, onClose }: ExportDialogProps) {
  const { say } = useWords()
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [all, setAll] = useState(false)
  const [values, setValues] = useState<Values>('labels')
  const [lines, setLines] = useState<readonly string[]>([])
  const [bom, setBom] = useState(true)
  const address = (part?: string) =>
    exportAddress(object.plural, {
      filter: view.filter,
      sort: view.sort,
      q: view.q,
      fields: all ? '*' : view.columns.map(pathOf).join(','),
      format,
      values,
      ...(format === 'csv' ? { bom: String(bom) } : {}),
      ...(part ? { part } : {}),
    })
  /** A workbook holds the lines as further sheets; of CSV each is a file of its own. */
  const files = format === 'xlsx' ? [address(lines.join(',') || undefined)] : [address(), ...lines.map(address)]
  return (
    <Modal open title={say(w.title)} onCancel={onClose} footer={null} destroyOnHidden>
      <div className="stack export-dialog">
        <Choice label={say(w.format)}>
          <Radio.Group value={format} onChange={(event) => setFormat(event.target.value)}>
            <Radio value="xlsx">{say(w.xlsx)}</Radio>
            <Radio value="csv">CSV</Radio>
          </Radio.Group>
        </Choice>
        <Choice label={say(w.columns)}>
          <Radio.Group value={all} onChange={(event) => setAll(event.target.value)}>
            <Radio value={false}>{say(w.shown)}</Radio>
            <Radio value={true}>{say(w.all)}</Radio>
          </Radio.Group>
        </Choice>
        <Choice label={say(w.values)}>
          <Radio.Group value={values} onChange={(event) => setValues(event.target.value)}>
            <Radio value="labels">{say(w.labels)}</Radio>
            <Radio value="both">{say(w.both)}</Radio>
            <Radio value="keys">{say(w.keys)}</Radio>
          </Radio.Group>
        </Choice>
        {object.parts.length > 0 && (
          <Choice label={say(w.parts)}>
            <Checkbox.Group
              value={[...lines]}
              onChange={setLines}
              options={object.parts.map((part) => ({ value: part.name, label: say(part.label) }))}
            />
          </Choice>
        )}
        {format === 'csv' && (
          <Checkbox checked={bom} onChange={(event) => setBom(event.target.checked)}>
            {say(w.bom)}
          </Checkbox>
        )}
        <p className="faint">{say(w.hint)}</p>
        <div className="row">
          {files.map((href, index) => (
            <Button key={href} type={index === 0 ? 'primary' : 'default'} href={href} download>
              {index === 0 ? say(w.download) : say(object.parts.find(({ name }) => name === lines[index - 1])?.label)}
            </Button>
          ))}
          <Button onClick={onClose}>{say(w.close)}</Button>
        </div>
      </div>
    </Modal>
  )
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <fieldset className="export-choice">
      <legend>{label}</legend>
      {children}
    </fieldset>
  )
}
