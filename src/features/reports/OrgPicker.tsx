import { Select } from 'antd'
import { readOverview } from '#features/supervision/contract.ts'
import { useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'

/** Shown to authorities only: whose reports. */
export function OrgPicker() {
  const me = useMe()
  const [search, change] = useSearch()
  const authority = me.org.kind === 'authority'
  const overview = useCall(readOverview, authority ? {} : undefined)
  if (!authority) return null
  const options = (overview.data?.institutions ?? []).map((i) => ({ value: String(i.orgId), label: i.name }))
  return (
    <Select
      style={{ width: 190 }}
      aria-label="医疗机构"
      placeholder="请选择医疗机构"
      loading={overview.isLoading}
      value={search['org']}
      onChange={(org: string) =>
        change({ org, drugId: undefined, placeId: undefined, personId: undefined, supplierId: undefined })
      }
      options={options}
    />
  )
}
