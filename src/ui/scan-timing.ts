/**
 * A wedge scanner sends a key every few milliseconds; the fastest typist needs about sixty. One slow gap (the
 * computer was busy) must not turn a scan into typing, so the middle gap decides, not the largest.
 */
const scannerGap = 35

/** `stamps`: times of the key strokes of one code, in milliseconds. */
export function typedByHand(stamps: readonly number[]): boolean {
  if (stamps.length < 4) return true
  const gaps = stamps
    .slice(1)
    .map((t, i) => t - (stamps[i] ?? t))
    .toSorted((a, b) => a - b)
  return (gaps[Math.floor(gaps.length / 2)] ?? 0) > scannerGap
}
