import type { Clock } from '#core/clock.ts'

export interface TravelClock extends Clock {
  /** Stands at this instant and goes on from there as time passes. */
  goTo(instant: Date): void
  goOn(minutes: number): void
  /** Back to the present. */
  release(): void
}

/** For the demonstration's first start: its days are acted in the past, through the same pipeline. */
export function travelClock(): TravelClock {
  let behindMs = 0
  return {
    now: () => new Date(Date.now() - behindMs),
    goTo: (instant) => {
      behindMs = Date.now() - instant.getTime()
    },
    goOn: (minutes) => {
      behindMs = Math.max(0, behindMs - minutes * 60_000)
    },
    release: () => {
      behindMs = 0
    },
  }
}
