import { Select } from 'antd'
import { bySpelling } from '#ui/bySpelling.ts'
import { useCall } from '#ui/query.ts'
import type { FieldProps } from '#ui/SchemaForm.tsx'
import { listPeople } from './contract.ts'

/** One of the hospital's people, found by name or 拼音. */
export function PersonSelect({ field }: { field: FieldProps }) {
  const people = useCall(listPeople, {}).data?.rows ?? []
  return (
    <Select
      id={field.id}
      aria-label={field.title}
      allowClear
      value={(field.value as number | undefined) ?? null}
      placeholder="姓名或拼音"
      showSearch={bySpelling}
      status={field.error ? 'error' : ''}
      options={people.map((p) => ({ value: p.userId, label: `${p.name}（${p.title}）` }))}
      onChange={(userId) => field.onChange(userId ?? undefined)}
    />
  )
}
