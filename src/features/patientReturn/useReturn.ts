import { useState } from 'react'
import type { CallInputOf, OutputOf } from '#core/contract.ts'
import { call } from '#ui/call.ts'
import { refusedText } from '#ui/refused.ts'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { usePicks } from '#ui/usePicks.ts'
import { findGiven, type receivePatientReturn } from './contract.ts'

export type Given = OutputOf<typeof findGiven>['rows'][number]
export interface Foreign {
  readonly drugId: number
  readonly drug: string
  readonly lotNo: string
  readonly expiry: string
  readonly units: number
  readonly unit: string
}

/** What comes over the counter: units of an issue of ours, and packs without a code of ours. */
export function useReturn() {
  const [found, setFound] = useState<readonly Given[]>()
  const [issue, setIssue] = useState<Given>()
  const [foreign, setForeign] = useState<readonly Foreign[]>([])
  const picks = usePicks(
    (issue?.given ?? []).map((g) => ({
      key: `${g.lotId}|${g.code}`,
      drug: g,
      lotId: g.lotId,
      lotNo: g.lotNo,
      expiry: g.expiry,
      code: g.code,
      have: g.units,
      unit: g.unit,
    })),
  )
  async function search(q: string) {
    try {
      const { rows } = await call(findGiven, { q })
      setFound(rows)
      setIssue(rows.length === 1 ? rows[0] : undefined)
    } catch (error) {
      toast(refusedText(error), 'red')
    }
  }
  const items: CallInputOf<typeof receivePatientReturn>['items'] = [
    ...picks.input,
    ...foreign.map(({ drugId, lotNo, expiry, units }) => ({ drugId, lotNo, expiry, units })),
  ]
  const units = picks.units + foreign.reduce((n, f) => n + f.units, 0)
  const said = sumText([...picks.chosen.map((r) => ({ unit: r.unit, units: picks.unitsOf(r) })), ...foreign])
  return { found, issue, setIssue, foreign, setForeign, picks, search, items, units, said }
}

export type Return = ReturnType<typeof useReturn>
