import { useState } from 'react'
import type { Pick } from '#core/ledger/contract.ts'
import type { PickRow } from './PickTable.tsx'
import type { ScanOutcome } from './ScanInput.tsx'
import { sumText } from './unit-sums.ts'

export interface Picks {
  readonly rows: readonly PickRow[]
  readonly units: number
  /** The units as people say them: `3 支、12 片`. */
  readonly said: string
  readonly chosen: readonly PickRow[]
  readonly unitsOf: (row: PickRow) => number
  readonly set: (row: PickRow, units: number) => void
  readonly clear: () => void
  /** As a command takes it. */
  readonly input: Pick[]
  /** Ticks what was scanned, whole. */
  readonly scan: (row: PickRow | undefined) => ScanOutcome
}

/**
 * What is taken out of what lies there. `rows` may load later and grow; `wanted` says what is ticked from the start.
 */
export function usePicks(rows: readonly PickRow[], wanted: (row: PickRow) => boolean = () => false): Picks {
  const [changed, setChanged] = useState<Readonly<Record<string, number>>>({})
  const [scanned, setScanned] = useState<readonly PickRow[]>([])
  const known = new Set(rows.map((r) => r.key))
  const all = [...scanned.filter((r) => !known.has(r.key)), ...rows]
  const unitsOf = (r: PickRow) => Math.min(r.have, changed[r.key] ?? (wanted(r) ? r.have : 0))
  const set = (r: PickRow, units: number) => setChanged((c) => ({ ...c, [r.key]: units }))
  const chosen = all.filter((r) => unitsOf(r) > 0)
  return {
    rows: all,
    units: chosen.reduce((n, r) => n + unitsOf(r), 0),
    said: sumText(chosen.map((r) => ({ unit: r.unit, units: unitsOf(r) }))),
    chosen,
    unitsOf,
    set,
    clear: () => setChanged(Object.fromEntries(all.map((r) => [r.key, 0]))),
    input: chosen.map((r) =>
      r.code ? { code: r.code, units: unitsOf(r) } : { lotId: r.lotId, units: unitsOf(r) },
    ),
    scan(row) {
      if (!row) return { kind: 'refuse', text: '这里没有这个码' }
      if (unitsOf(row) > 0) return { kind: 'repeat', text: '已选，改数量请在表里改', code: row.code }
      setScanned((s) => (s.some((o) => o.key === row.key) ? s : [...s, row]))
      set(row, row.have)
      return { kind: 'accept', text: `选 ${row.have} ${row.unit}`, code: row.code }
    },
  }
}
