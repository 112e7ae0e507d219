import { createHash } from 'node:crypto'

/** Numbers that depend on nothing but their key: the same on every machine, every time. */
export interface Random {
  /** 0 ≤ x < 1 */
  readonly next: () => number
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  readonly weighted: <T extends { readonly weight: number }>(list: readonly T[]) => T
  readonly normal: (mean: number, deviation: number) => number
  /** Events of a given mean; small means only (Knuth's method). */
  readonly poisson: (mean: number) => number
  readonly shuffled: <T>(list: readonly T[]) => T[]
}

/**
 * A stream of its own for each key. What one day draws does not shift what the next one draws, so that a scheme
 * added to a hospital leaves the others as they were.
 */
export function randomOf(...key: readonly (string | number)[]): Random {
  const next = sfc32(createHash('sha256').update(key.join('\u0000')).digest())
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(list: readonly T[]): T => {
    const found = list[int(0, list.length - 1)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted(list) {
      let left = next() * list.reduce((sum, x) => sum + x.weight, 0)
      for (const x of list) if ((left -= x.weight) < 0) return x
      return pick(list)
    },
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    poisson(mean) {
      let [n, left] = [0, next()]
      for (const floor = Math.exp(-mean); left > floor; left *= next()) n++
      return n
    },
    shuffled(list) {
      const out = [...list]
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[out[i], out[j]] = [out[j] as (typeof out)[0], out[i] as (typeof out)[0]]
      }
      return out
    },
  }
}

/** Small fast chaotic generator (Doty-Humphrey, sfc32), seeded with the first 128 bits of a hash. */
function sfc32(seed: Buffer): () => number {
  let [a, b, c, d] = [0, 4, 8, 12].map((i) => seed.readInt32LE(i)) as [number, number, number, number]
  return () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
}
