import { createHmac } from 'node:crypto'

/** What names one residue, from what stands on paper: the issue, the lot, and the unit's code ('' where it bears none). */
export const residueKey = (of: { issueNo: string; lotNo: string; code: string }): string =>
  `${of.issueNo}|${of.lotNo}|${of.code}`

/**
 * Whether a residue is sampled: HMAC-SHA256 of its key under the plan's secret, the first six bytes as a number, its rest
 * by a hundred below the rate. The same residue always gets the same answer, so asking again or pouring it away in two
 * halves changes nothing; nobody foresees it without the secret; with the secret anybody recomputes it.
 */
export function isDrawn(secret: Uint8Array, key: string, rate: number): boolean {
  const digest = createHmac('sha256', secret).update(key, 'utf8').digest()
  return digest.readUIntBE(0, 6) % 100 < rate
}
