import { Select } from 'antd'
import { useMe } from './me.ts'
import { useSearch } from './nav.tsx'

/** The institution that an authority looks into (`?org=`); undefined for an institution, which reads itself. */
export function useChosenOrg(): { org: number | undefined; missing: boolean } {
  const me = useMe()
  const [search] = useSearch()
  const org = Number(search['org']) || undefined
  const authority = me.org.kind === 'authority'
  return { org: authority ? org : undefined, missing: authority && org === undefined }
}

interface Props {
  /** Those that may be chosen; the page reads them, because ui knows no feature. */
  institutions: readonly { orgId: number; name: string }[]
  loading?: boolean
}

export function OrgChoice({ institutions, loading = false }: Props) {
  const [search, change] = useSearch()
  return (
    <Select
      style={{ width: 190 }}
      aria-label="医疗机构"
      placeholder="请选择医疗机构"
      loading={loading}
      value={search['org']}
      onChange={(org: string) => change({ org, page: undefined })}
      options={institutions.map((i) => ({ value: String(i.orgId), label: i.name }))}
    />
  )
}
