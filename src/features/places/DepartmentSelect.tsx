import { Select } from 'antd'
import type { Department } from './contract.ts'

interface Props {
  id?: string
  value: unknown
  onChange: (departmentId: number | undefined) => void
  departments: readonly Department[]
}

export function DepartmentSelect({ id, value, onChange, departments }: Props) {
  return (
    <Select
      {...(id ? { id } : {})}
      style={{ width: '100%' }}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder="不填为最上级"
      value={typeof value === 'number' ? value : undefined}
      onChange={(v: number | undefined) => onChange(v)}
      options={departments.map((d) => ({ value: d.departmentId, label: `${'　'.repeat(d.depth)}${d.name}` }))}
    />
  )
}
