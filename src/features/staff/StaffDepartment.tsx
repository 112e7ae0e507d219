import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { listDepartments } from '#features/places/contract.ts'
import { useMay } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import type { FieldProps } from '#ui/SchemaForm.tsx'

export function StaffDepartment({ field }: { field: FieldProps }) {
  const may = useMay('place.read')
  const rows = useCall(listDepartments, may ? {} : undefined).data?.rows ?? []
  return (
    <Select
      id={field.id}
      style={{ width: '100%' }}
      allowClear
      showSearch={bySpelling}
      placeholder="请选择"
      value={typeof field.value === 'number' ? field.value : undefined}
      onChange={(v: number | undefined) => field.onChange(v)}
      options={rows.map((d) => ({ value: d.departmentId, label: `${'　'.repeat(d.depth)}${d.name}` }))}
    />
  )
}
