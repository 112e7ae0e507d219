import { schemeOf } from './schemes/all.ts'
import type { Planted } from './schemes/scheme.ts'
import type { ActName, Mark } from './plan.ts'
import type { SupplyFact, TruthBook } from './site.ts'

/** Everything that was planted, and what came of it. Lies beside the database, never in it. */
export interface Truth {
  readonly version: 1
  readonly seed: number
  readonly start: string
  readonly days: number
  readonly institutions: number
  readonly thieves: readonly Thief[]
  readonly acts: readonly TrueAct[]
  readonly supply: readonly (SupplyFact & { readonly hospital: string })[]
}

export interface Thief {
  readonly hospital: string
  readonly account: string
  readonly name: string
  readonly role: string
  readonly scheme: string
  readonly title: string
  readonly rules: readonly string[]
  readonly buddy: string | null
  /** First day on which the scheme ran, and the first of its acts; null: it never had an occasion. */
  readonly from: string
  readonly intensity: number
}

export interface TrueAct {
  readonly hospital: string
  readonly kind: Mark['kind']
  readonly code: string
  readonly account: string
  readonly refNo: string
  readonly at: string
  /** µg */
  readonly diverted: number
  /** Acts in which it shows, with the numbers of their movements. */
  readonly movements: Readonly<Partial<Record<ActName, number>>>
}

export interface TruthKeeper {
  readonly of: (hospital: string) => TruthBook
  readonly close: (
    head: Omit<Truth, 'version' | 'thieves' | 'acts' | 'supply'>,
    planted: readonly Planted[],
  ) => Truth
}

const dayMs = 86_400_000

interface Happened {
  readonly at: string
  readonly hospital: string
}
const byTime = (a: Happened, b: Happened) => a.at.localeCompare(b.at) || a.hospital.localeCompare(b.hospital)

export function truthKeeper(): TruthKeeper {
  const acts: TrueAct[] = []
  const supply: (SupplyFact & { hospital: string })[] = []
  return {
    of: (hospital) => ({
      note(mark, refNo, at, made) {
        const shown = mark.acts.flatMap((act) => {
          const movement = made.get(act)
          return movement === undefined ? [] : [[act, movement] as const]
        })
        const { kind, code, account, diverted } = mark
        acts.push({
          hospital,
          kind,
          code,
          account,
          refNo,
          at,
          diverted,
          movements: Object.fromEntries(shown),
        })
      },
      supply: (fact) => void supply.push({ hospital, ...fact }),
    }),
    close: (head, planted) => ({
      version: 1,
      ...head,
      thieves: planted.map((p) => thiefOf(p, head.start)),
      // Which lane was quicker leaves no trace.
      acts: acts.toSorted(byTime),
      supply: supply.toSorted(byTime),
    }),
  }
}

function thiefOf(p: Planted, start: string): Thief {
  const scheme = schemeOf(p.scheme)
  return {
    hospital: p.hospital.code,
    account: p.person.account,
    name: p.person.name,
    role: p.person.role,
    scheme: p.scheme,
    title: scheme.title,
    rules: scheme.rules,
    buddy: p.buddy?.account ?? null,
    from: new Date(Date.parse(start) + p.from * dayMs).toISOString().slice(0, 10),
    intensity: Math.round(p.intensity * 1000) / 1000,
  }
}
