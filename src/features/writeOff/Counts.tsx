import { InputNumber } from 'antd'
import type { WriteOffDetail } from './contract.ts'

export interface Lot {
  readonly lotId: number
  readonly text: string
  readonly unit: string
  readonly units: number
}

/** One row a lot, whatever accounts it lay in: it is counted on the table, not in the boxes. */
export function lotsOf(of: WriteOffDetail): Lot[] {
  const lots = new Map<number, Lot>()
  for (const l of of.lines) {
    const known = lots.get(l.lotId)
    lots.set(l.lotId, {
      lotId: l.lotId,
      text: `${l.name} ${l.lotNo}`,
      unit: l.unit,
      units: (known?.units ?? 0) + l.units,
    })
  }
  return [...lots.values()]
}

interface Props {
  lots: readonly Lot[]
  counts: Readonly<Record<number, number | null>>
  onCount: (lotId: number, units: number | null) => void
}

/** Counted blind: what the list says stands at the left, what lies on the table is typed. */
export function Counts({ lots, counts, onCount }: Props) {
  return (
    <div className="w-counts">
      {lots.map((l) => (
        <label key={l.lotId}>
          <span>{l.text}</span>
          <InputNumber
            size="small"
            min={0}
            max={100_000}
            precision={0}
            value={counts[l.lotId] ?? null}
            suffix={l.unit}
            placeholder="清点"
            aria-label={`${l.text} 清点`}
            onChange={(n) => onCount(l.lotId, n)}
          />
        </label>
      ))}
    </div>
  )
}
