import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { listDrugs } from '#features/catalogue/contract.ts'
import { useCall } from '#ui/query.ts'
import type { FieldProps } from '#ui/SchemaForm.tsx'
import { listPlaces } from './contract.ts'

/** The cabinet that a drawer is in. */
export function CabinetSelect({ field }: { field: FieldProps }) {
  const cabinets = useCall(listPlaces, { kind: 'cabinet', state: 'active', pageSize: 500 })
  return (
    <Select
      id={field.id}
      allowClear
      placeholder="抽屉须选；其他类型不选"
      value={field.value as number | undefined}
      onChange={(v: number | undefined) => field.onChange(v)}
      options={(cabinets.data?.rows ?? []).map((p) => ({ value: p.placeId, label: `${p.code} ${p.name}` }))}
      notFoundContent="还没有智能柜，先新增"
    />
  )
}

/** The drugs that a drawer is kept for. */
export function DrawerDrugs({ field }: { field: FieldProps }) {
  const drugs = useCall(listDrugs, { state: 'active', pageSize: 500 })
  return (
    <Select
      id={field.id}
      mode="multiple"
      allowClear
      showSearch={bySpelling}
      placeholder="不选则不限；同一药品的几个批号可放一起"
      value={(field.value as number[] | undefined) ?? []}
      onChange={(v: number[]) => field.onChange(v.length > 0 ? v : undefined)}
      options={(drugs.data?.rows ?? []).map((d) => ({
        value: d.drugId,
        label: `${d.code} ${d.name} ${d.spec}`,
      }))}
    />
  )
}
