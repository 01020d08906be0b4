/** Builds a filter: any field, the operators of its type, all or any of the conditions. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { Condition, FieldMeta, Filter, Names, ObjectMeta, Operator } from '../api/types.ts'
import { FilterControl } from '../field/filter.tsx'
import { allFields, fieldByPath, operatorsOf, pathOf } from '../field/kinds.ts'
import { useWords } from '../shell/words.ts'
import { conditionsOf, filterFrom, groupOf, isWhole } from './conditions.ts'

interface FilterBuilderProps {
  object: ObjectMeta
  filter: Filter | undefined
  names: Names
  onApply: (filter: Filter | undefined) => void
}

export function FilterBuilder({ object, filter, names, onApply }: FilterBuilderProps) {
  const { t } = useWords()
  const known = conditionsOf(filter)
  const [group, setGroup] = useState(groupOf(filter))
  const [conditions, setConditions] = useState<readonly Condition[]>(
    known && known.length > 0 ? known : [blank(object)],
  )
  const put = (index: number, condition: Condition) =>
    setConditions(conditions.map((one, at) => (at === index ? condition : one)))
  return (
    <form
      className="filter"
      onSubmit={(event) => {
        event.preventDefault()
        onApply(filterFrom(conditions.filter(isWhole), group))
      }}
    >
      {known === null && <p className="note">{t('filterNested')}</p>}
      {conditions.length > 1 && (
        <div className="row">
          <span className="soft">{t('filterMatch')}</span>
          <Segmented
            size="small"
            value={group}
            options={[
              { value: 'and', label: t('filterAll') },
              { value: 'or', label: t('filterAny') },
            ]}
            onChange={(value) => setGroup(value as 'and' | 'or')}
          />
        </div>
      )}
      {conditions.map((condition, index) => (
        <Line
          key={index}
          {...{ object, condition, names }}
          onChange={(next) => put(index, next)}
          onRemove={() => setConditions(conditions.filter((_, at) => at !== index))}
        />
      ))}
      <div className="row apart">
        <Button
          type="text"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => setConditions([...conditions, blank(object)])}
        >
          {t('filterAdd')}
        </Button>
        <div className="row">
          <Button onClick={() => onApply(undefined)}>{t('clearFilter')}</Button>
          <Button type="primary" htmlType="submit">
            {t('apply')}
          </Button>
        </div>
      </div>
    </form>
  )
}

interface LineProps {
  object: ObjectMeta
  condition: Condition
  names: Names
  onChange: (condition: Condition) => void
  onRemove: () => void
}

function Line({ object, condition, names, onChange, onRemove }: LineProps) {
  const { say, t } = useWords()
  const fields = allFields(object)
  const field = fieldByPath(object, condition.field) ?? (fields[0] as FieldMeta)
  return (
    <div className="filter-line">
      <Select
        aria-label={t('filterField')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={pathOf(field)}
        options={fields.map((one) => ({ value: pathOf(one), label: say(one.label) }))}
        onChange={(path: string) => {
          const next = fieldByPath(object, path)
          if (next) onChange(first(next))
        }}
      />
      <Select
        aria-label={t('filterOp')}
        popupMatchSelectWidth={false}
        value={condition.op}
        options={operatorsOf(field).map((op) => ({ value: op, label: t(`op_${op}`) }))}
        onChange={(op: Operator) =>
          onChange({ field: condition.field, op, value: sameShape(condition.op, op) ? condition.value : undefined })
        }
      />
      <div className="filter-value">
        <FilterControl
          {...{ field, names }}
          op={condition.op}
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
        />
      </div>
      <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('remove')} onClick={onRemove} />
    </div>
  )
}

const blank = (object: ObjectMeta): Condition => {
  const state = fieldByPath(object, 'state')
  return first(state && object.states.length > 1 ? state : (allFields(object)[0] as FieldMeta))
}

const first = (field: FieldMeta): Condition => ({
  field: pathOf(field),
  op: operatorsOf(field)[0] ?? 'notEmpty',
  value: field.kind === 'toggle' ? true : undefined,
})

const shapes: Readonly<Record<string, string>> = { in: 'list', notIn: 'list', between: 'pair', within: 'period' }
const sameShape = (one: Operator, other: Operator): boolean => (shapes[one] ?? 'one') === (shapes[other] ?? 'one')
