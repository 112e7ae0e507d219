import { Refusal } from '#core/refusal.ts'

/** What a hand, or a patient, still owes of one ampoule, or of one lot without codes. */
export interface Owed {
  readonly drugId: number
  readonly lotId: number
  readonly lotNo: string
  readonly code: string
  readonly container: string
  readonly owed: number
}

/** One ampoule by its (normalised) code, or so many containers of a lot. */
export type Brought = { readonly code: string } | { readonly lotId: number; readonly units: number }

export interface Take {
  readonly of: Owed
  readonly units: number
}

/**
 * What is brought, taken off what is owed. Scanned ampoules come first, so that a count of the same lot cannot use
 * them up. Refuses: CODE_SCANNED_TWICE, CONTAINER_NOT_OWED (lot or number do not match: 卫医发〔2005〕438号 Art 27).
 */
export function matchOwed(brought: readonly Brought[], owed: readonly Owed[], holder: string): Take[] {
  const left = new Map(owed.map((o) => [o, o.owed]))
  const takes: Take[] = []
  const take = (fits: readonly Owed[], want: number): number => {
    for (const of of fits) {
      const units = Math.min(want, left.get(of) ?? 0)
      if (units === 0) continue
      left.set(of, (left.get(of) ?? 0) - units)
      takes.push({ of, units })
      want -= units
    }
    return want
  }
  const scanned = new Set<string>()
  for (const b of brought) {
    if (!('code' in b)) continue
    if (scanned.has(b.code)) throw new Refusal('CODE_SCANNED_TWICE', { code: b.code })
    scanned.add(b.code)
    const fits = owed.filter((o) => o.code === b.code)
    if (take(fits, 1) > 0) throw notOwed(holder, fits[0], b.code)
  }
  for (const b of brought) {
    if ('code' in b) continue
    const fits = owed.filter((o) => o.lotId === b.lotId)
    if (take(fits, b.units) > 0)
      throw notOwed(holder, fits[0], fits[0] ? `${fits[0].lotNo} × ${b.units}` : '—')
  }
  return takes
}

function notOwed(holder: string, near: Owed | undefined, lot: string): Refusal {
  return new Refusal('CONTAINER_NOT_OWED', { name: holder, lot, container: near?.container ?? '空安瓿' })
}
