import { createHash } from 'node:crypto'

export interface Candidate {
  readonly key: string
  readonly weight: number
}

/** A number in (0, 1) that depends on nothing but seed and key: the same on every machine. */
function uniform(seed: string, key: string): number {
  const bits = createHash('sha256').update(`${seed}/${key}`).digest().readUIntBE(0, 6)
  return (bits + 1) / (2 ** 48 + 1)
}

/**
 * Draws `n` of the candidates without putting back, each with a chance by its weight (Efraimidis and Spirakis: the
 * largest u^(1/w) win). Anybody who has the seed and the weights can draw again and must get the same.
 */
export function drawOf<C extends Candidate>(seed: string, candidates: readonly C[], n: number): C[] {
  return candidates
    .map((c) => ({ c, lot: Math.log(uniform(seed, c.key)) / c.weight }))
    .sort((a, b) => b.lot - a.lot || (a.c.key < b.c.key ? -1 : 1))
    .slice(0, n)
    .map(({ c }) => c)
}

export interface Risk {
  readonly drugClass: string
  /** Days since it was counted last; null: never. */
  readonly daysUncounted: number | null
  /** Differences of the last year. */
  readonly differences: number
  /** Movements of the last 30 days. */
  readonly movements: number
}

/**
 * How much likelier this row is drawn than a quiet one (weight 1): by class, by how long nobody has counted it, by what
 * was wrong before, by how many hands it passes through. Ours; no rule says how.
 */
export function weightOf(r: Risk): number {
  const byClass = r.drugClass === 'NAR' || r.drugClass === 'PS1' ? 4 : 1
  const byAge = r.daysUncounted === null ? 4 : Math.min(4, Math.floor(r.daysUncounted / 30))
  return byClass + byAge + 3 * Math.min(3, r.differences) + Math.min(4, Math.floor(r.movements / 10))
}
