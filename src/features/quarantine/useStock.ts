import { listPlaces, type PlaceKind } from '#features/places/contract.ts'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import { useStockPicks } from '#ui/useStockPicks.ts'
import { listCodes } from './contract.ts'

/** Places of some kinds, one's own department's first. */
export function usePlacesOf(kinds: readonly PlaceKind[]) {
  const department = useMe().department
  const read = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const mine = (d: string | null) => (d !== null && d === department ? 0 : 1)
  return (read.data?.rows ?? [])
    .filter((p) => kinds.includes(p.kind))
    .toSorted((a, b) => mine(a.department) - mine(b.department) || (a.code < b.code ? -1 : 1))
}

export const stores: readonly PlaceKind[] = ['store', 'cabinet', 'drawer', 'ward']

/** What an account holds, ready to be picked. */
export const useStock = (accountId: number | undefined, wantedLot?: number) =>
  useStockPicks(listCodes, accountId, { lot: wantedLot })
