import type { UseDay } from '../facts.ts'
import { robustZ, windows } from '../window.ts'
import { leastActs, windowDays, type Detector } from './detector.ts'

/** Peers and z: regulations §10.3. */
const leastPeers = 5
const alertZ = 3
/** Ratios closer than this are the same ratio. */
const floor = 0.03

interface Share {
  readonly account: string
  readonly role: string
  readonly drug: string
  readonly acts: number
  readonly wasted: number
}

/**
 * The baseline, honest about being one: waste as a share of what was opened, per person and drug over thirty days,
 * against everybody of the same role in the province. It looks at nothing else.
 */
export const wasteRatio: Detector = {
  code: 'wasteRatio',
  title: '弃量比基线（稳健 z ≥ 3）',
  flags: ({ uses }, days) =>
    windows(uses, days, windowDays).flatMap(({ day, rows }) => {
      const shares = sharesOf(rows)
      const groups = Map.groupBy(shares, (s) => `${s.role}/${s.drug}`)
      const scores = new Map<string, number>()
      for (const group of groups.values()) {
        if (group.length <= leastPeers) continue
        for (const one of group) {
          const peers = group.filter((p) => p !== one).map((p) => p.wasted)
          const z = robustZ(one.wasted, peers, floor)
          if (z >= alertZ) scores.set(one.account, Math.max(z, scores.get(one.account) ?? 0))
        }
      }
      return [...scores].map(([account, score]) => ({ account, day, score }))
    }),
}

function sharesOf(rows: readonly UseDay[]): Share[] {
  return [...Map.groupBy(rows, (r) => `${r.account}/${r.drug}`).values()].flatMap((own) => {
    const [first] = own
    const sum = (of: (r: UseDay) => number) => own.reduce((n, r) => n + of(r), 0)
    const acts = sum((r) => r.doses)
    const opened = sum((r) => r.opened)
    if (!first || acts < leastActs || opened === 0) return []
    const { account, role, drug } = first
    return [{ account, role, drug, acts, wasted: sum((r) => r.wasted) / opened }]
  })
}
