import { listPlaces, type PlaceKind } from '#features/places/contract.ts'
import { call } from '#ui/call.ts'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { usePicks } from '#ui/usePicks.ts'
import { listCodes } from './contract.ts'
import { pickRow } from './words.tsx'

/** Places of some kinds, one's own department's first. */
export function usePlacesOf(kinds: readonly PlaceKind[]) {
  const department = useMe().department
  const read = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const mine = (d: string | null) => (d !== null && d === department ? 0 : 1)
  return (read.data?.rows ?? [])
    .filter((p) => kinds.includes(p.kind))
    .toSorted((a, b) => mine(a.department) - mine(b.department) || (a.code < b.code ? -1 : 1))
}

export const stores: readonly PlaceKind[] = ['store', 'cabinet', 'ward']

/** What an account holds, ready to be picked by ticking or by scanning. */
export function useStock(accountId: number | undefined, wantedLot?: number) {
  const read = useCall(listCodes, accountId === undefined ? undefined : { accountId })
  const rows = (read.data?.rows ?? []).map(pickRow)
  const picks = usePicks(rows, (r) => r.lotId === wantedLot)
  async function scan(raw: string): Promise<ScanOutcome> {
    if (accountId === undefined) return { kind: 'refuse', text: '先选储位' }
    const found = await call(listCodes, { accountId, raw })
    return picks.scan(found.rows.map(pickRow)[0])
  }
  return {
    picks,
    scan,
    loading: read.isPending && accountId !== undefined,
    error: read.error,
    retry: read.refetch,
  }
}
