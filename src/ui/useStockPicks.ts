import type { DrugClass, Endpoint } from '#core/contract.ts'
import { call } from './call.ts'
import type { PickRow } from './PickTable.tsx'
import { useCall } from './query.ts'
import type { ScanOutcome } from './ScanInput.tsx'
import { usePicks } from './usePicks.ts'

interface StockCode {
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

const rowsOf = (reply: unknown): PickRow[] =>
  ((reply as { rows: StockCode[] } | undefined)?.rows ?? []).map((r) => ({
    key: `${r.lotId}|${r.code}`,
    drug: r,
    lotId: r.lotId,
    lotNo: r.lotNo,
    expiry: r.expiry,
    code: r.code,
    have: r.units,
    unit: r.unit,
  }))

/**
 * What an account holds, ready to be picked by ticking or by scanning. The endpoint lists an account code by code and
 * takes `accountId` and, for a scan, `raw`.
 */
export function useStockPicks(endpoint: Endpoint, accountId: number | undefined, wantedLot?: number) {
  const read = useCall(endpoint, accountId === undefined ? undefined : { accountId })
  const picks = usePicks(rowsOf(read.data), (r) => r.lotId === wantedLot)
  async function scan(raw: string): Promise<ScanOutcome> {
    if (accountId === undefined) return { kind: 'refuse', text: '先选储位' }
    return picks.scan(rowsOf(await call(endpoint, { accountId, raw }))[0])
  }
  const loading = read.isPending && accountId !== undefined
  return { picks, scan, loading }
}
