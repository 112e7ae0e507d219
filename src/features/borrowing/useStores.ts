import { listPlaces } from '#features/places/contract.ts'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'

const holding = ['store', 'cabinet', 'ward']

/** Places that hold stock, one's own department's first. */
export function useStores() {
  const department = useMe().department
  const rows = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const mine = (d: string | null) => (d !== null && d === department ? 0 : 1)
  return rows
    .filter((p) => holding.includes(p.kind))
    .toSorted((a, b) => mine(a.department) - mine(b.department) || (a.code < b.code ? -1 : 1))
}
