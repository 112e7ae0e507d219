import type { AlertFact, Facts, UseDay, WasteAct } from './facts.ts'
import { robustZ, windows } from './window.ts'

/** A person stands out on a day. */
export interface Flag {
  readonly account: string
  readonly day: string
  /** Higher: looked at first. */
  readonly score: number
}

export interface Detector {
  readonly code: string
  readonly title: string
  /** Looks at the facts alone. A person may be flagged on many days. */
  readonly flags: (facts: Facts, days: readonly string[]) => Flag[]
}

/** Window, smallest number of acts and of peers: regulations §10.3. */
const windowDays = 30
const leastActs = 10
const leastPeers = 5
const alertZ = 3
/** Ratios closer than this are the same ratio. */
const floor = 0.03

/** What the platform itself says: one red alert, or three amber ones within thirty days, about a person's acts. */
const platform: Detector = {
  code: 'platform',
  title: '平台预警',
  flags: ({ alerts }, days) => {
    const weight = { red: 3, amber: 1, grey: 0 } as const
    return windows(alerts, days, windowDays).flatMap(({ day, rows }) =>
      perPerson(rows).flatMap(([account, own]) => {
        const score = own.reduce((n, a: AlertFact) => n + weight[a.severity], 0)
        // Only on days when something new was said.
        return score >= 3 && own.some((a) => a.day === day) ? [{ account, day, score }] : []
      }),
    )
  },
}

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
const wasteRatio: Detector = {
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

/** Rules D09, D11, D12 and D13 with the thresholds that regulations §10.3 proposes; the score counts those that fire. */
const thresholds: Detector = {
  code: 'thresholds',
  title: 'D09 D11 D12 D13 按建议阈值',
  flags: ({ uses, wastes }, days) => {
    const wasteWindows = windows(wastes, days, windowDays)
    return windows(uses, days, windowDays).flatMap(({ day, rows }, i) => {
      const poured = new Map(perPerson(wasteWindows[i]?.rows ?? []))
      return perPerson(rows).flatMap(([account, own]) => {
        const fired = fires(own, poured.get(account) ?? [])
        return fired > 0 ? [{ account, day, score: fired }] : []
      })
    })
  },
}

function fires(own: readonly UseDay[], wastes: readonly WasteAct[]): number {
  const sum = (of: (r: UseDay) => number) => own.reduce((n, r) => n + of(r), 0)
  const doses = sum((r) => r.doses)
  const late = wastes.filter((w) => w.after > 180).length
  const witnesses = [...Map.groupBy(wastes, (w) => w.witness).values()].map((w) => w.length)
  return [
    sum((r) => r.broken) >= 2,
    doses >= 20 && sum((r) => r.wholeDoses) / doses >= 0.95,
    late >= 3,
    wastes.length >= leastActs && Math.max(...witnesses) / wastes.length >= 0.6,
  ].filter(Boolean).length
}

const perPerson = <T extends { readonly account: string }>(rows: readonly T[]): [string, T[]][] => [
  ...Map.groupBy(rows, (r) => r.account),
]

/** A later detector is one more line. */
export const detectors: readonly Detector[] = [platform, wasteRatio, thresholds]
