import type { DrugClass, Endpoint } from '#core/contract.ts'
import { call } from './call.ts'
import type { PickRow } from './PickTable.tsx'
import { useCall } from './query.ts'
import type { ScanOutcome } from './ScanInput.tsx'
import { usePicks } from './usePicks.ts'

export interface StockCode {
  readonly drugId: number
  readonly name: string
  readonly spec: string
  readonly unit: string
  readonly drugClass: DrugClass
  readonly lotId: number
  readonly lotNo: string
  readonly expiry: string
  readonly code: string
  readonly units: number
}

const codesOf = (reply: unknown): StockCode[] => (reply as { rows: StockCode[] } | undefined)?.rows ?? []

const rowOf = (r: StockCode): PickRow => ({
  key: `${r.lotId}|${r.code}`,
  drug: r,
  lotId: r.lotId,
  lotNo: r.lotNo,
  expiry: r.expiry,
  code: r.code,
  have: r.units,
  unit: r.unit,
})

interface Wish {
  /** Ticked from the start. */
  readonly lot?: number | undefined
  /** What lies there and still is not wanted: says why, at the scan. */
  readonly refuse?: (found: StockCode) => Omit<ScanOutcome, 'kind'> | undefined
}

/**
 * What an account holds, ready to be picked by ticking or by scanning. The endpoint lists an account code by code and
 * takes `accountId` and, for a scan, `raw`.
 */
export function useStockPicks(endpoint: Endpoint, accountId: number | undefined, wish: Wish = {}) {
  const read = useCall(endpoint, accountId === undefined ? undefined : { accountId })
  const picks = usePicks(codesOf(read.data).map(rowOf), (r) => r.lotId === wish.lot)
  async function scan(raw: string): Promise<ScanOutcome> {
    if (accountId === undefined) return { kind: 'refuse', text: '先选储位' }
    const [found] = codesOf(await call(endpoint, { accountId, raw }))
    const refused = found && wish.refuse?.(found)
    if (refused) return { kind: 'refuse', code: found.code, ...refused }
    return picks.scan(found && rowOf(found))
  }
  const loading = read.isPending && accountId !== undefined
  return { picks, scan, loading }
}
