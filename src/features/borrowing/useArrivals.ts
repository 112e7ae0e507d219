import { useRef, useState } from 'react'

/** One pack or so many units that come in. */
export interface Arriving {
  readonly key: string
  readonly text: string
  /** What the code is. */
  readonly what?: string
  readonly raw?: string
  readonly drugId?: number
  readonly units?: number
  readonly lotNo: string
  readonly expiry: string
}

export function useArrivals() {
  const [rows, setRows] = useState<readonly Arriving[]>([])
  // Never counted down: a row keeps its key when another one is taken back.
  const made = useRef(0)
  return {
    rows,
    add: (row: Omit<Arriving, 'key'>) => {
      made.current += 1
      const key = `${made.current}`
      setRows((all) =>
        row.raw !== undefined && all.some((r) => r.raw === row.raw) ? all : [...all, { ...row, key }],
      )
    },
    remove: (key: string) => setRows((all) => all.filter((r) => r.key !== key)),
    input: rows.map(({ raw, drugId, units, lotNo, expiry }) => ({
      lotNo,
      expiry,
      ...(raw === undefined ? {} : { raw }),
      ...(drugId === undefined ? {} : { drugId }),
      ...(units === undefined ? {} : { units }),
    })),
  }
}

export type Arrivals = ReturnType<typeof useArrivals>
