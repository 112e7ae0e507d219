import { Select } from 'antd'
import { useCall } from '#ui/query.ts'
import type { FieldProps } from '#ui/SchemaForm.tsx'
import { listAuthorities } from './contract.ts'
import { covers } from './rules.ts'

interface Props {
  field: FieldProps
  region: string | undefined
  /** It lies on somebody's desk already. */
  fixed: boolean
}

/** Those whose district the place lies in, the nearest first. */
export function AuthorityField({ field, region, fixed }: Props) {
  const all = useCall(listAuthorities, {})
  const near = (all.data?.rows ?? [])
    .filter((a) => !region || a.orgId === field.value || covers(a.region, region))
    .toSorted((a, b) => (a.region < b.region ? 1 : -1))
  return (
    <>
      <Select
        id={field.id}
        aria-invalid={field.error !== undefined}
        status={field.error ? 'error' : ''}
        placeholder={region ? '请选择' : '先选区划，再选管理部门'}
        disabled={fixed}
        loading={all.isLoading}
        showSearch={{ filterOption: (q, option) => option?.label.includes(q) ?? false }}
        value={typeof field.value === 'number' ? field.value : null}
        options={near.map((a) => ({ value: a.orgId, label: a.name }))}
        notFoundContent={all.error ? all.error.text : '平台上没有管辖这里的主管部门'}
        onChange={(orgId: number) => field.onChange(orgId)}
      />
      {fixed && <span className="z-caption">已新建的申请不能改投，要改请撤回后重新申请</span>}
    </>
  )
}
