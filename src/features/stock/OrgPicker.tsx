import { Select } from 'antd'
import type { ReactNode } from 'react'
import { readOverview } from '#features/supervision/contract.ts'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'

/** The institution that an authority looks into (`?org=`); undefined for an institution, which reads itself. */
export function useOrg(): { org: number | undefined; missing: boolean } {
  const me = useMe()
  const [search] = useSearch()
  const org = Number(search['org']) || undefined
  const authority = me.org.kind === 'authority'
  return { org: authority ? org : undefined, missing: authority && org === undefined }
}

/** Shown to authorities only. */
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
      onChange={(org: string) => change({ org, page: undefined, accountId: undefined, drugId: undefined })}
      options={options}
    />
  )
}

/** Until an authority has chosen, there is nothing to show: its own books are empty by nature. */
export function OrgFirst({ missing, children }: { missing: boolean; children: ReactNode }) {
  if (!missing) return children
  return (
    <Card>
      <EmptyState title="先选一家医疗机构" text="在右上角选择后，按该院的账显示；只读" />
    </Card>
  )
}
