import { readLedgerState } from '#core/ledger/contract.ts'
import { useCall } from '#ui/query.ts'
import type { LedgerState } from './Shell.tsx'

/** When the books were last recomputed, for the top bar; undefined before the first check. */
export function useLedger(): LedgerState | undefined {
  const { data } = useCall(readLedgerState, {}, { refetchInterval: 60_000 })
  if (!data?.checkedAt) return undefined
  return { state: data.findings === 0 ? 'balanced' : 'unbalanced', at: data.checkedAt }
}
