import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { listStaff } from '#features/staff/contract.ts'
import { useCall } from '#ui/query.ts'

interface Props {
  value: readonly number[]
  onChange: (userIds: number[]) => void
  /** Who is in the class already. */
  without?: readonly number[]
  id?: string
}

/** People one by one, or a department at once. */
export function PeoplePicker({ value, onChange, without = [], id }: Props) {
  const query = useCall(listStaff, { pageSize: 500, state: 'active' })
  const people = (query.data?.rows ?? []).filter((p) => !without.includes(p.userId))
  const departments = [...new Set(people.flatMap((p) => (p.department ? [p.department] : [])))].toSorted()
  const add = (ids: readonly number[]) => onChange([...new Set([...value, ...ids])])
  return (
    <span className="t-people">
      <Select
        mode="multiple"
        {...(id ? { id } : {})}
        aria-label="参加人"
        loading={query.isLoading}
        placeholder="姓名或账号，可选多人"
        value={[...value]}
        onChange={(ids: number[]) => onChange(ids)}
        showSearch={bySpelling}
        maxTagCount={12}
        options={people.map((p) => ({
          value: p.userId,
          label: `${p.name}（${p.title}）`,
          find: `${p.name} ${p.account} ${p.title}`,
        }))}
      />
      <Select
        aria-label="按科室加入"
        placeholder="按科室加入"
        value={null}
        onChange={(d: string | null) => add(people.filter((p) => p.department === d).map((p) => p.userId))}
        options={departments.map((d) => ({
          value: d,
          label: `${d} ${people.filter((p) => p.department === d).length} 人`,
        }))}
      />
    </span>
  )
}
