import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import type { Department } from './contract.ts'

interface Props {
  id?: string
  value: unknown
  onChange: (departmentId: number | undefined) => void
  departments: readonly Department[]
  placeholder: string
}

export function DepartmentSelect({ id, value, onChange, departments, placeholder }: Props) {
  return (
    <Select
      {...(id ? { id } : {})}
      style={{ width: '100%' }}
      allowClear
      showSearch={bySpelling}
      placeholder={placeholder}
      value={typeof value === 'number' ? value : undefined}
      onChange={(v: number | undefined) => onChange(v)}
      options={departments.map((d) => ({ value: d.departmentId, label: `${'　'.repeat(d.depth)}${d.name}` }))}
    />
  )
}
