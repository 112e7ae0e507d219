import { createHash, randomBytes } from 'node:crypto'

/*
 * The draw. A frame is the numbers of its prescriptions in the order of their characters, one a line; its hash is their
 * SHA-256. Each number's place follows from the SHA-256 of `seed/number`, both as text, the smallest first. So that anybody
 * with a list and `sha256sum` can do it again.
 */

export const newSeed = (): Buffer => randomBytes(32)

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest()

const inOrder = (numbers: readonly string[]): string[] => numbers.toSorted((a, b) => (a < b ? -1 : 1))

export const frameText = (numbers: readonly string[]): string => inOrder(numbers).join('\n')

export const frameHash = (numbers: readonly string[]): Buffer => sha256(frameText(numbers))

/** All numbers of the frame as the seed puts them. */
export function drawOrder(numbers: readonly string[], seed: Uint8Array): string[] {
  const hex = Buffer.from(seed).toString('hex')
  const placed = inOrder(numbers).map((no) => ({ no, at: sha256(`${hex}/${no}`).toString('hex') }))
  return placed.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((p) => p.no)
}

/** How many of a frame are drawn: a share is rounded up, so that a small frame is never left out. */
export function drawnCount(frame: number, of: { measure: 'count' | 'share'; size: number }): number {
  const wanted = of.measure === 'count' ? of.size : Math.ceil((frame * Math.min(of.size, 100)) / 100)
  return Math.min(frame, Math.max(1, wanted))
}
