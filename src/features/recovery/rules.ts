/** One lot of an issue as the station shows it. */
export interface LotOwed<Row> {
  readonly first: Row
  readonly owed: number
  /** Labels of its ampoules; the rest bears none. */
  readonly codes: readonly string[]
}

/** Rows of one issue by lot, in their order. */
export function lotsOf<Row extends { lotId: number; code: string; owed: number }>(
  rows: readonly Row[],
): LotOwed<Row>[] {
  const lots = new Map<number, { first: Row; owed: number; codes: string[] }>()
  for (const row of rows) {
    const lot = lots.get(row.lotId) ?? { first: row, owed: 0, codes: [] }
    lot.owed += row.owed
    if (row.code !== '') lot.codes.push(row.code)
    lots.set(row.lotId, lot)
  }
  return [...lots.values()]
}
