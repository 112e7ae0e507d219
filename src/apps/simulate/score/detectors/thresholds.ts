import type { UseDay, WasteAct } from '../facts.ts'
import { windows } from '../window.ts'
import { leastActs, perPerson, windowDays, type Detector } from './detector.ts'

/** Rules D09, D11, D12 and D13 with the thresholds that regulations §10.3 proposes; the score counts those that fire. */
export const thresholds: Detector = {
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
