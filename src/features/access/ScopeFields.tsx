import { bySpelling } from '#ui/bySpelling.ts'
import { Checkbox, Select } from 'antd'
import { classTitle, drugClasses } from '#core/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { useCall } from '#ui/query.ts'

export interface ScopeValue {
  readonly classes: readonly string[]
  readonly accounts: readonly number[]
}

interface Props {
  value: ScopeValue
  onChange: (value: ScopeValue) => void
}

/** Classes and places; nothing chosen is everything. */
export function ScopeFields({ value, onChange }: Props) {
  const places = useCall(listPlaces, { pageSize: 500, state: 'active' })
  return (
    <div className="a-scope">
      <div>
        <span className="z-field-title">管制分类（不勾为不限）</span>
        <Checkbox.Group
          value={[...value.classes]}
          onChange={(classes) => onChange({ ...value, classes: classes as string[] })}
          options={drugClasses.map((c) => ({ value: c, label: classTitle[c] }))}
        />
      </div>
      <div>
        <span className="z-field-title">储位（不选为不限）</span>
        <Select
          mode="multiple"
          aria-label="储位"
          placeholder="不限储位"
          loading={places.isLoading}
          value={[...value.accounts]}
          onChange={(accounts: number[]) => onChange({ ...value, accounts })}
          showSearch={bySpelling}
          options={(places.data?.rows ?? []).map((p) => ({ value: p.accountId, label: p.name }))}
        />
      </div>
    </div>
  )
}
