/** Days from `from` on, one after the other. */
export const daysFrom = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10),
  )

/** For each day the rows of the `length` days that end with it. Rows need not be sorted. */
export function windows<T extends { readonly day: string }>(
  rows: readonly T[],
  days: readonly string[],
  length: number,
): { readonly day: string; readonly rows: readonly T[] }[] {
  const byDay = Map.groupBy(rows, (r) => r.day)
  return days.map((day, i) => ({
    day,
    rows: days.slice(Math.max(0, i - length + 1), i + 1).flatMap((d) => byDay.get(d) ?? []),
  }))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/**
 * How far a value lies above its peers, in units that a normal distribution would call standard deviations: median and
 * MAD, so that the thief among the peers does not hide himself. `floor` is the smallest spread that is believed.
 */
export function robustZ(value: number, peers: readonly number[], floor: number): number {
  const centre = median(peers)
  const spread = median(peers.map((p) => Math.abs(p - centre))) * 1.4826
  return (value - centre) / Math.max(spread, floor)
}
