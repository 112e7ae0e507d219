import type { AlertFact } from '../facts.ts'
import { windows } from '../window.ts'
import { perPerson, windowDays, type Detector } from './detector.ts'

/** What the platform itself says: one red alert, or three amber ones within thirty days, about a person's acts. */
export const platform: Detector = {
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
